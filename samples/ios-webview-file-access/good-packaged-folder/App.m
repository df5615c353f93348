#include "More.h"

/* The folder holds nothing but the guide's pages. */
void show(WKWebView *view)
{
    NSURL *page = [[NSBundle mainBundle] URLForResource:@"guide/index" withExtension:@"html"];
    NSURL *folder = [[NSBundle mainBundle] URLForResource:@"guide" withExtension:nil];
    [view loadFileURL:page allowingReadAccessToURL:folder];
}

int main(int count, char **arguments)
{
    show([WKWebView new]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
