#include "More.h"

/* The password of a web account, which the user wants on all devices; it says so by its class. */
void keep(NSData *password)
{
    NSDictionary *item = @{
        (__bridge NSString *)kSecClass : (__bridge NSString *)kSecClassInternetPassword,
        (__bridge NSString *)kSecAttrServer : @"www.example.tw",
        (__bridge NSString *)kSecAttrSynchronizable : (__bridge id)kCFBooleanTrue,
        (__bridge NSString *)kSecValueData : password,
    };
    SecItemAdd((__bridge CFDictionaryRef)item, NULL);
}

int main(int count, char **arguments)
{
    keep([NSData dataWithContentsOfFile:NSHomeDirectory()]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
