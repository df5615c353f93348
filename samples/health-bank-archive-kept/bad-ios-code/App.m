#include "More.h"

@interface BankController : UIViewController
@end
@implementation BankController
- (void)didFetchDataSuccessWithFile:(NSData *)file serverKey:(NSString *)key
{
    NSString *path = [NSTemporaryDirectory() stringByAppendingPathComponent:@"mhb.zip"];
    [file writeToFile:path atomically:YES]; // finding
}
@end

int main(int count, char **arguments)
{
    [BankController new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
