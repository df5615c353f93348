#include "More.h"

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
@end

/* The scene is covered when it goes to the background. */
@interface SceneDelegate : UIResponder
@end
@implementation SceneDelegate {
    UIWindow *_window;
    UIView *_cover;
}
- (void)sceneWillResignActive:(id)scene
{
    [_window addSubview:_cover];
}
- (void)sceneDidBecomeActive:(id)scene
{
    [_cover removeFromSuperview];
}
@end

int main(int count, char **arguments)
{
    [LoginController new];
    [SceneDelegate new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
