#include "More.h"

/* The answer to what the server asks, made anew each time and kept nowhere. */
@interface LoginController : UIViewController
@end
@implementation LoginController {
    UITextField *_password;
}
- (void)viewDidLoad
{
    [_password setSecureTextEntry:YES];
}
- (void)answer:(NSString *)nonce request:(NSMutableURLRequest *)request
{
    NSData *data = [[nonce stringByAppendingString:_password.text] dataUsingEncoding:NSUTF8StringEncoding];
    unsigned char digest[32];
    CC_SHA256(data.bytes, (uint32_t)data.length, digest);
    [request setHTTPBody:[NSData dataWithBytes:digest length:32]];
}
@end

int main(int count, char **arguments)
{
    [[LoginController new] answer:@"" request:[NSMutableURLRequest new]];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
