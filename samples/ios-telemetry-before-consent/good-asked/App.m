#include "More.h"

/* Nothing is set up before the user has agreed. */
@interface AppDelegate : UIResponder
@end
@implementation AppDelegate
- (BOOL)application:(UIApplication *)application didFinishLaunchingWithOptions:(NSDictionary *)options
{
    if ([[NSUserDefaults standardUserDefaults] boolForKey:@"agreedToStatistics"])
        [FIRApp configure];
    return YES;
}
- (void)agree
{
    [FIRApp configure];
    [FIRAnalytics logEventWithName:@"agreed" parameters:nil];
}
@end

int main(int count, char **arguments)
{
    [AppDelegate new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
