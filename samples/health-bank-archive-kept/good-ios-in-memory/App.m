#include "More.h"

/* Unpacked in memory: nothing is written. */
@interface BankController : UIViewController
@end
@implementation BankController
- (void)didFetchDataSuccessWithFile:(NSData *)file serverKey:(NSString *)key
{
    NSData *plain = [NSData dataWithBytes:file.bytes length:file.length];
    id record = [NSJSONSerialization JSONObjectWithData:plain options:0 error:NULL];
    NSLog(@"%d", record != nil);
}
@end

int main(int count, char **arguments)
{
    [BankController new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
