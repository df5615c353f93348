#include "More.h"

void start(void)
{
    NSArray *folders = NSSearchPathForDirectoriesInDomains(NSDocumentDirectory, NSUserDomainMask, YES);
    NSString *path = [folders[0] stringByAppendingPathComponent:@"plugin.dylib"];
    dlopen([path UTF8String], 1); // finding
}

int main(int count, char **arguments)
{
    start();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
