#include "More.h"

/* Looks for files without protection, to seal them. */
BOOL needsSealing(NSString *path)
{
    NSDictionary *attributes = [[NSFileManager defaultManager] attributesOfItemAtPath:path error:NULL];
    return [attributes[NSFileProtectionKey] isEqual:NSFileProtectionNone];
}
void seal(NSString *path)
{
    if (needsSealing(path))
        [[NSFileManager defaultManager] setAttributes:@{NSFileProtectionKey : NSFileProtectionComplete}
                                         ofItemAtPath:path
                                                error:NULL];
}
/* The system's own default, said in so many words. */
void keep(NSData *visits, NSString *path)
{
    [visits writeToFile:path options:NSDataWritingFileProtectionUntilFirstAuthentication error:NULL];
}

int main(int count, char **arguments)
{
    seal(NSHomeDirectory());
    keep(nil, NSHomeDirectory());
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
