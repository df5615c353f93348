#include "More.h"

/* Written to be unpacked, and deleted when that is done. */
@interface BankController : UIViewController
@end
@implementation BankController
- (void)didFetchDataSuccessWithFile:(NSData *)file serverKey:(NSString *)key
{
    NSString *path = [NSTemporaryDirectory() stringByAppendingPathComponent:@"mhb.zip"];
    [file writeToFile:path atomically:YES];
    [self unpacked];
}
- (void)unpacked
{
    NSString *path = [NSTemporaryDirectory() stringByAppendingPathComponent:@"mhb.zip"];
    [[NSFileManager defaultManager] removeItemAtPath:path error:NULL];
}
@end

int main(int count, char **arguments)
{
    [BankController new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
