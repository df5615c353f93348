#include "More.h"

/* An item that a new face or finger makes useless. */
void keep(NSData *secret)
{
    SecAccessControlRef control = SecAccessControlCreateWithFlags(
        NULL, kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly, kSecAccessControlBiometryCurrentSet, NULL);
    NSDictionary *item = @{
        (__bridge NSString *)kSecClass : (__bridge NSString *)kSecClassGenericPassword,
        (__bridge NSString *)kSecAttrAccessControl : (__bridge id)control,
        (__bridge NSString *)kSecValueData : secret,
    };
    SecItemAdd((__bridge CFDictionaryRef)item, NULL);
}

int main(int count, char **arguments)
{
    keep([NSData dataWithContentsOfFile:NSHomeDirectory()]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
