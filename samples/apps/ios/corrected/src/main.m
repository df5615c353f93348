#include "Login.h"
#include "Vault.h"

@interface AppDelegate : UIResponder
@end

@implementation AppDelegate {
    UIWindow *_window;
    UIVisualEffectView *_cover;
}

- (BOOL)application:(UIApplication *)application didFinishLaunchingWithOptions:(NSDictionary *)options
{
    NSUserDefaults *defaults = [NSUserDefaults standardUserDefaults];
    if ([defaults integerForKey:@"launched"] == 0) {
        [Vault erase];
        [defaults setInteger:1 forKey:@"launched"];
    }
    _window = [UIWindow new];
    [_window setRootViewController:[[Login alloc] initWithNibName:@"Login" bundle:nil]];
    [_window makeKeyAndVisible];
    return YES;
}

/* Third-party keyboards are kept away from everything that is typed here. */
- (BOOL)application:(UIApplication *)application shouldAllowExtensionPointIdentifier:(NSString *)identifier
{
    return ![identifier isEqualToString:@"com.apple.keyboard-service"];
}

/* The picture in the app switcher shows a cover. */
- (void)applicationWillResignActive:(UIApplication *)application
{
    _cover = [[UIVisualEffectView alloc] initWithEffect:[UIBlurEffect effectWithStyle:2]];
    [_window addSubview:_cover];
}

- (void)applicationDidBecomeActive:(UIApplication *)application
{
    [_cover removeFromSuperview];
}
@end

int main(int count, char **arguments)
{
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
