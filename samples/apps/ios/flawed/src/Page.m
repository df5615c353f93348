#include "Page.h"
#include "Store.h"

@implementation Page
- (void)show:(NSURL *)address
{
    WKWebViewConfiguration *configuration = [WKWebViewConfiguration new];
    [configuration.preferences setJavaScriptEnabled:YES];
    [configuration.preferences setValue:@YES forKey:@"allowFileAccessFromFileURLs"];
    [configuration.userContentController addScriptMessageHandler:self name:@"diary"];
    WKWebView *web = [[WKWebView alloc] initWithFrame:self.view.bounds configuration:configuration];
    [web setInspectable:YES];
    [web loadRequest:[NSURLRequest requestWithURL:[NSURL URLWithString:@"http://www.jkrj-diary.tw/news"]]];
    [web loadRequest:[NSURLRequest requestWithURL:address]];
    [web evaluateJavaScript:[NSString stringWithFormat:@"open('%@')", address.query] completionHandler:nil];
    [self.view addSubview:web];
}

- (void)userContentController:(WKUserContentController *)controller didReceiveScriptMessage:(WKScriptMessage *)message
{
    [Store keepInKeychain:message.body];
}
@end
