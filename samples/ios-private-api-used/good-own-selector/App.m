#include "More.h"

/* A method of the app's own under the name of a private one. */
@interface Desk : NSObject
@end
@implementation Desk
- (id)defaultWorkspace
{
    return self;
}
@end
id desk(Desk *desk)
{
    return [desk defaultWorkspace];
}

int main(int count, char **arguments)
{
    desk([Desk new]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
