#include "More.h"

/* The session of the system keeps the answer away from other apps. */
@interface ASWebAuthenticationSession : NSObject
- (instancetype)initWithURL:(NSURL *)url
          callbackURLScheme:(NSString *)scheme
          completionHandler:(void (^)(NSURL *, NSError *))done;
- (BOOL)start;
@end
void logIn(void)
{
    ASWebAuthenticationSession *session = [[ASWebAuthenticationSession alloc]
              initWithURL:[NSURL URLWithString:@"https://id.example.tw/authorize"]
        callbackURLScheme:@"exampleapp"
        completionHandler:^(NSURL *answer, NSError *error) {
            [[NSUserDefaults standardUserDefaults] setObject:answer.query forKey:@"code"];
        }];
    [session start];
}
/* Other links only choose a page. */
@interface AppDelegate : UIResponder
@end
@implementation AppDelegate {
    NSString *_page;
}
- (BOOL)application:(UIApplication *)application openURL:(NSURL *)url options:(NSDictionary *)options
{
    _page = [url.host copy];
    return YES;
}
@end

int main(int count, char **arguments)
{
    logIn();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
