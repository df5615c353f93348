#include "More.h"

/* The last four letters, and a message that only names the token. */
void note(void)
{
    CFTypeRef kept = NULL;
    SecItemCopyMatching(NULL, &kept);
    NSString *token = [[NSString alloc] initWithData:(__bridge NSData *)kept encoding:NSUTF8StringEncoding];
    NSLog(@"token ends in %@", [token substringFromIndex:token.length - 4]);
    NSLog(@"token renewed");
}

int main(int count, char **arguments)
{
    note();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
