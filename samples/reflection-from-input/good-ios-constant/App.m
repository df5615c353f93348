#include "More.h"

/* Names that the code knows. */
void look(void)
{
    NSLog(@"%d", NSClassFromString(@"ASIdentifierManager") != nil);
    NSLog(@"%d", [[NSFileManager defaultManager] respondsToSelector:NSSelectorFromString(@"removeItemAtPath:error:")]);
}

int main(int count, char **arguments)
{
    look();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
