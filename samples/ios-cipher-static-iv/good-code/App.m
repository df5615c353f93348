#include "More.h"

/* The vector came in front of the text. */
NSData *opened(NSData *sealed, const void *key)
{
    const uint8_t *iv = sealed.bytes;
    size_t moved = 0, room = sealed.length;
    void *out = malloc(room);
    CCCrypt(kCCDecrypt, kCCAlgorithmAES, kCCOptionPKCS7Padding, key, 32, iv, iv + 16, room - 16, out, room, &moved);
    return [NSData dataWithBytes:out length:moved];
}
/* An old file was sealed with none. */
NSData *openedOld(NSData *sealed, const void *key)
{
    size_t moved = 0, room = sealed.length;
    void *out = malloc(room);
    CCCrypt(kCCDecrypt, kCCAlgorithmAES, kCCOptionPKCS7Padding, key, 32, NULL, sealed.bytes, room, out, room, &moved);
    return [NSData dataWithBytes:out length:moved];
}
/* ECB takes no vector: another rule's. */
NSData *block(NSData *plain, const void *key)
{
    size_t moved = 0, room = plain.length + 16;
    void *out = malloc(room);
    CCCrypt(kCCEncrypt, kCCAlgorithmAES, kCCOptionECBMode, key, 32, NULL, plain.bytes, plain.length, out, room, &moved);
    return [NSData dataWithBytes:out length:moved];
}

int main(int count, char **arguments)
{
    NSData *file = [NSData dataWithContentsOfFile:NSHomeDirectory()];
    opened(file, arguments[0]);
    openedOld(file, arguments[0]);
    block(file, arguments[0]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
