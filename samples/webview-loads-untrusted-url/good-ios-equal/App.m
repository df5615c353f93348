#include "More.h"

/* The host is held against the one that is allowed. */
@interface PageController : UIViewController
@end
@implementation PageController {
    WKWebView *_view;
}
- (BOOL)application:(UIApplication *)application openURL:(NSURL *)url options:(NSDictionary *)options
{
    if ([url.host isEqualToString:@"www.example.tw"])
        [_view loadRequest:[NSURLRequest requestWithURL:[NSURL URLWithString:@"https://www.example.tw/"]]];
    return YES;
}
@end

int main(int count, char **arguments)
{
    [PageController new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
