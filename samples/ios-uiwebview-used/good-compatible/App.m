#include "More.h"

/* Knows the old view when it is handed one; makes none. */
BOOL isOld(UIView *view)
{
    Class old = NSClassFromString(@"UIWebView");
    return old != nil && [view isKindOfClass:old];
}

int main(int count, char **arguments)
{
    isOld([UIView new]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
