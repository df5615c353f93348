#include "More.h"

/* Only a page of the app itself is shown. */
void show(id handler)
{
    WKWebViewConfiguration *configuration = [WKWebViewConfiguration new];
    [[configuration userContentController] addScriptMessageHandler:handler name:@"guide"];
    WKWebView *view = [[WKWebView alloc] initWithFrame:(CGRect){0, 0, 320, 480} configuration:configuration];
    NSURL *page = [[NSBundle mainBundle] URLForResource:@"guide" withExtension:@"html"];
    [view loadFileURL:page allowingReadAccessToURL:page];
}

int main(int count, char **arguments)
{
    show([NSObject new]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
