#include "More.h"

/* A pasteboard of the app's own, which no other app knows. */
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
    [[UIPasteboard generalPasteboard] setString:@"CLINIC2026"];
    NSLog(@"%d", [_password.text isEqualToString:@""]);
}
@end

int main(int count, char **arguments)
{
    [[LoginController new] keep];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
