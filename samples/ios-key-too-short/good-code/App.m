#include "More.h"

/* 256 and 384 bits are much for elliptic curves. */
SecKeyRef curve(void)
{
    NSDictionary *wish = @{
        (__bridge NSString *)kSecAttrKeyType : (__bridge NSString *)kSecAttrKeyTypeECSECPrimeRandom,
        (__bridge NSString *)kSecAttrKeySizeInBits : @256,
    };
    return SecKeyCreateRandomKey((__bridge CFDictionaryRef)wish, NULL);
}
SecKeyRef largeCurve(void)
{
    NSDictionary *wish = @{
        (__bridge NSString *)kSecAttrKeyType : (__bridge NSString *)kSecAttrKeyTypeECSECPrimeRandom,
        (__bridge NSString *)kSecAttrKeySizeInBits : @384,
    };
    return SecKeyCreateRandomKey((__bridge CFDictionaryRef)wish, NULL);
}

int main(int count, char **arguments)
{
    curve();
    largeCurve();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
