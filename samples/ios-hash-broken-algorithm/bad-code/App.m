#include "More.h"

@interface LoginController : UIViewController
@end
@implementation LoginController {
    UITextField *_password;
}
- (void)viewDidLoad
{
    [_password setSecureTextEntry:YES];
}
- (void)keep
{
    unsigned char digest[16];
    const char *text = _password.text.UTF8String;
    CC_MD5(text, (uint32_t)strlen(text), digest); // finding
    [[NSUserDefaults standardUserDefaults] setObject:[NSData dataWithBytes:digest length:16] forKey:@"check"];
}
@end

int main(int count, char **arguments)
{
    [[LoginController new] keep];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
