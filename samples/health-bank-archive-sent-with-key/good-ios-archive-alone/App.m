#include "More.h"

/* The archive alone, which stays locked. */
@interface BankController : UIViewController
@end
@implementation BankController
- (void)didFetchDataSuccessWithFile:(NSData *)file serverKey:(NSString *)key
{
    NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:@"https://api.example.tw/mhb"]];
    [request setHTTPBody:file];
}
@end

int main(int count, char **arguments)
{
    [BankController new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
