#include "More.h"

/* What the link brings only chooses a screen. */
@interface VisitsController : UIViewController
@end
@implementation VisitsController
@end
@interface AppDelegate : UIResponder
@end
@implementation AppDelegate {
    UIWindow *_window;
}
- (BOOL)application:(UIApplication *)application openURL:(NSURL *)url options:(NSDictionary *)options
{
    if ([url.host isEqualToString:@"visits"])
        [_window setRootViewController:[VisitsController new]];
    return YES;
}
@end

int main(int count, char **arguments)
{
    [AppDelegate new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
