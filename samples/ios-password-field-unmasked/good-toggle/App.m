#include "More.h"

/* The field begins masked; a switch shows what was typed. */
@interface LoginController : UIViewController
@end
@implementation LoginController {
    UITextField *_password;
}
- (void)viewDidLoad
{
    _password = [UITextField new];
    [_password setPlaceholder:@"密碼"];
    [_password setSecureTextEntry:YES];
}
- (void)show:(UISwitch *)eye
{
    [_password setSecureTextEntry:!eye.isOn];
}
- (void)reveal:(id)sender
{
    [_password setSecureTextEntry:NO];
}
@end

int main(int count, char **arguments)
{
    [LoginController new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
