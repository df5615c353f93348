#include "More.h"

@interface MHB : NSObject
+ (void)configure:(NSString *)key;
@end
void start(void)
{
    [MHB configure:@"0f1e2d3c4b5a69788796a5b4c3d2e1f0"]; // finding
}

int main(int count, char **arguments)
{
    start();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
