#include "More.h"

/* The server's public key, with which reports are sealed for it. */
static const uint8_t kServer[] = {0x30, 0x0a, 0x02, 0x03, 0x12, 0x34, 0x57, 0x02, 0x03, 0x01, 0x00, 0x01};
SecKeyRef server(void)
{
    NSData *bytes = [NSData dataWithBytes:kServer length:sizeof kServer];
    NSDictionary *of = @{
        (__bridge NSString *)kSecAttrKeyType : (__bridge NSString *)kSecAttrKeyTypeRSA,
        (__bridge NSString *)kSecAttrKeyClass : (__bridge NSString *)kSecAttrKeyClassPublic,
    };
    return SecKeyCreateWithData((__bridge CFDataRef)bytes, (__bridge CFDictionaryRef)of, NULL);
}

int main(int count, char **arguments)
{
    server();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
