#include "More.h"

@interface AppDelegate : UIResponder
@end
@implementation AppDelegate
- (BOOL)application:(UIApplication *)application openURL:(NSURL *)url options:(NSDictionary *)options
{
    NSString *token = [url.query substringFromIndex:6];
    [[NSUserDefaults standardUserDefaults] setObject:token forKey:@"token"]; // finding
    return YES;
}
@end

int main(int count, char **arguments)
{
    [AppDelegate new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
