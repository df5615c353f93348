#include "More.h"

/* Records have patterns, whoever made the key. */
NSData *sealed(NSData *record)
{
    uint8_t key[16];
    size_t moved = 0, room = record.length + 16;
    void *out = malloc(room);
    SecRandomCopyBytes(NULL, sizeof key, key);
    CCCrypt(kCCEncrypt, kCCAlgorithmAES, kCCOptionECBMode, key, 16, NULL, record.bytes, record.length, out, room, &moved); // finding
    return [NSData dataWithBytes:out length:moved];
}

int main(int count, char **arguments)
{
    sealed([NSData dataWithContentsOfFile:NSHomeDirectory()]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
