#include "More.h"

/* A wrapper that offers every class; the app picks one that is closed while the device is locked. */
typedef enum { Always, AfterFirstUnlock, WhenUnlocked } Access;
static CFStringRef named(Access access)
{
    switch (access) {
    case Always:
        return kSecAttrAccessibleAlways;
    case AfterFirstUnlock:
        return kSecAttrAccessibleAfterFirstUnlock;
    default:
        return kSecAttrAccessibleWhenUnlocked;
    }
}
@interface Vault : NSObject
@end
@implementation Vault {
    Access _access;
}
- (void)setAccess:(Access)access
{
    _access = access;
}
- (void)keep:(NSData *)secret
{
    NSDictionary *item = @{
        (__bridge NSString *)kSecClass : (__bridge NSString *)kSecClassGenericPassword,
        (__bridge NSString *)kSecAttrAccessible : (__bridge NSString *)named(_access),
        (__bridge NSString *)kSecValueData : secret,
    };
    SecItemAdd((__bridge CFDictionaryRef)item, NULL);
}
@end

int main(int count, char **arguments)
{
    Vault *vault = [Vault new];
    [vault setAccess:WhenUnlocked];
    [vault keep:[NSData dataWithContentsOfFile:NSHomeDirectory()]];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
