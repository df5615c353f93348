#include "More.h"

/* Scripts of the page cannot reach a handler in another world. */
void show(id handler)
{
    WKWebViewConfiguration *configuration = [WKWebViewConfiguration new];
    [[configuration userContentController] addScriptMessageHandler:handler
                                                      contentWorld:[WKContentWorld defaultClientWorld]
                                                              name:@"records"];
    WKWebView *view = [[WKWebView alloc] initWithFrame:(CGRect){0, 0, 320, 480} configuration:configuration];
    [view loadRequest:[NSURLRequest requestWithURL:[NSURL URLWithString:@"https://www.example.tw/"]]];
}

int main(int count, char **arguments)
{
    show([NSObject new]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
