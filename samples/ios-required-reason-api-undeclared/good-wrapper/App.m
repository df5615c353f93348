#include "More.h"

/* Asks the file manager, which asks the system: only the dates of a file need a reason. */
id sizeOf(NSString *path)
{
    return [[NSFileManager defaultManager] attributesOfItemAtPath:path error:NULL];
}

int main(int count, char **arguments)
{
    sizeOf(NSTemporaryDirectory());
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
