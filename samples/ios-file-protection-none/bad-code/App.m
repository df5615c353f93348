#include "More.h"

void keep(NSString *path)
{
    NSData *visits = [NSData dataWithContentsOfURL:[NSURL URLWithString:@"https://api.example.tw/visits"]];
    [visits writeToFile:path options:NSDataWritingFileProtectionNone error:NULL]; // finding
}
void open_up(NSString *path)
{
    NSDictionary *attributes = @{NSFileProtectionKey : NSFileProtectionNone};
    [[NSFileManager defaultManager] setAttributes:attributes ofItemAtPath:path error:NULL]; // finding
}

int main(int count, char **arguments)
{
    keep(NSHomeDirectory());
    open_up(NSHomeDirectory());
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
