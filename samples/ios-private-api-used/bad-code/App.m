#include "More.h"

@interface NSObject (Workspace)
- (id)allInstalledApplications;
@end
id installed(void)
{
    return [NSClassFromString(@"LSApplicationWorkspace") new]; // finding
}

int main(int count, char **arguments)
{
    installed();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
