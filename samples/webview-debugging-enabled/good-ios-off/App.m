#include "More.h"

/* Switched off, and never on. */
void show(void)
{
    WKWebView *view = [[WKWebView alloc] initWithFrame:(CGRect){0} configuration:[WKWebViewConfiguration new]];
    [view setInspectable:NO];
}

int main(int count, char **arguments)
{
    show();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
