#include "More.h"

/* The same function as the broken ciphers have. */
NSData *sealed(NSData *plain, const void *key)
{
    uint8_t iv[16];
    size_t moved = 0, room = plain.length + 16;
    void *out = malloc(room);
    SecRandomCopyBytes(NULL, sizeof iv, iv);
    CCCrypt(kCCEncrypt, kCCAlgorithmAES, kCCOptionPKCS7Padding, key, 32, iv, plain.bytes, plain.length, out, room, &moved);
    return [NSData dataWithBytes:out length:moved];
}

int main(int count, char **arguments)
{
    sealed([NSData dataWithContentsOfFile:NSHomeDirectory()], arguments[0]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
