#include "More.h"

/* The pages keep nothing: their store lives in memory. */
@interface PageController : UIViewController
@end
@implementation PageController
- (void)viewDidLoad
{
    WKWebViewConfiguration *configuration = [WKWebViewConfiguration new];
    [configuration setWebsiteDataStore:[WKWebsiteDataStore nonPersistentDataStore]];
    WKWebView *view = [[WKWebView alloc] initWithFrame:self.view.bounds configuration:configuration];
    [view loadRequest:[NSURLRequest requestWithURL:[NSURL URLWithString:@"https://my.example.tw/"]]];
}
- (void)logout
{
    [[NSUserDefaults standardUserDefaults] removeObjectForKey:@"name"];
}
@end

int main(int count, char **arguments)
{
    [[PageController new] logout];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
