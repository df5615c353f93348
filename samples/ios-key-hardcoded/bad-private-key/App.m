#include "More.h"

static const uint8_t kOwn[] = {0x30, 0x0a, 0x02, 0x03, 0x12, 0x34, 0x57, 0x02, 0x03, 0x01, 0x00, 0x01};
SecKeyRef own(void)
{
    NSData *bytes = [NSData dataWithBytes:kOwn length:sizeof kOwn];
    NSDictionary *of = @{
        (__bridge NSString *)kSecAttrKeyType : (__bridge NSString *)kSecAttrKeyTypeRSA,
        (__bridge NSString *)kSecAttrKeyClass : (__bridge NSString *)kSecAttrKeyClassPrivate,
    };
    return SecKeyCreateWithData((__bridge CFDataRef)bytes, (__bridge CFDictionaryRef)of, NULL); // finding
}

int main(int count, char **arguments)
{
    own();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
