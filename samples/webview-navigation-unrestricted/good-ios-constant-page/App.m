#include "More.h"

/* One page of the bundle, without links. */
void show(void)
{
    WKWebView *view = [[WKWebView alloc] initWithFrame:(CGRect){0} configuration:[WKWebViewConfiguration new]];
    NSURL *page = [[NSBundle mainBundle] URLForResource:@"help" withExtension:@"html"];
    [view loadFileURL:page allowingReadAccessToURL:page];
}

int main(int count, char **arguments)
{
    show();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
