#include "More.h"

/* An item that exists only on a phone with a passcode. */
void keep(NSData *secret)
{
    NSDictionary *item = @{
        (__bridge id)kSecClass : (__bridge id)kSecClassGenericPassword,
        (__bridge id)kSecAttrAccessible : (__bridge id)kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly,
        (__bridge id)kSecValueData : secret,
    };
    SecItemAdd((__bridge CFDictionaryRef)item, NULL);
}

int main(int count, char **arguments)
{
    keep(nil);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
