#include "More.h"

/* A framework of the system and one of the bundle. */
@interface NSBundle (More)
- (NSString *)privateFrameworksPath;
@end
void start(void)
{
    dlopen("/System/Library/Frameworks/CoreNFC.framework/CoreNFC", 1);
    dlopen("@rpath/Plugin.framework/Plugin", 1);
    NSString *inside = [[[NSBundle mainBundle] privateFrameworksPath] stringByAppendingPathComponent:@"Plugin.framework/Plugin"];
    dlopen([inside UTF8String], 1);
}

int main(int count, char **arguments)
{
    start();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
