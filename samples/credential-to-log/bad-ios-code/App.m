#include "More.h"

void note(void)
{
    CFTypeRef kept = NULL;
    SecItemCopyMatching(NULL, &kept);
    NSString *token = [[NSString alloc] initWithData:(__bridge NSData *)kept encoding:NSUTF8StringEncoding];
    NSLog(@"token is %@", token); // finding
}

int main(int count, char **arguments)
{
    note();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
