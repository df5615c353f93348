#include "More.h"

/* A code that everybody gets; what the user made goes with an end. */
void copy(NSString *made)
{
    [[UIPasteboard generalPasteboard] setString:@"CLINIC2026"];
    [[UIPasteboard generalPasteboard] setItems:@[ @{@"public.utf8-plain-text" : made} ] options:@{@"expirationDate" : [NSDate date]}];
}

int main(int count, char **arguments)
{
    copy([UIPasteboard generalPasteboard].string);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
