#include "More.h"

/* A library that takes either view. */
BOOL isOld(UIView *view)
{
    return [view isKindOfClass:[UIWebView class]];
}

int main(int count, char **arguments)
{
    isOld([UIView new]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
