#include "More.h"

@interface LoginController : UIViewController
@end
@implementation LoginController {
    UITextField *_password;
}
- (void)viewDidLoad
{
    _password = [UITextField new];
    [_password setPlaceholder:@"密碼"]; // finding
    [_password setSecureTextEntry:NO];
}
@end

int main(int count, char **arguments)
{
    [LoginController new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
