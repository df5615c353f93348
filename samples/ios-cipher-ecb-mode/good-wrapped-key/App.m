#include "More.h"

/* One block that is random itself has no pattern to show: a key sealed by another key. */
NSData *wrapped(const void *outer)
{
    uint8_t key[16], out[16];
    size_t moved = 0;
    SecRandomCopyBytes(NULL, sizeof key, key);
    CCCrypt(kCCEncrypt, kCCAlgorithmAES, kCCOptionECBMode, outer, 32, NULL, key, sizeof key, out, sizeof out, &moved);
    return [NSData dataWithBytes:out length:moved];
}
/* The option is the caller's, and comes from a file. */
NSData *sealed(NSData *plain, const void *key, const uint32_t *header)
{
    uint8_t iv[16];
    size_t moved = 0, room = plain.length + 16;
    void *out = malloc(room);
    SecRandomCopyBytes(NULL, sizeof iv, iv);
    CCCrypt(kCCEncrypt, kCCAlgorithmAES, header[1], key, 32, iv, plain.bytes, plain.length, out, room, &moved);
    return [NSData dataWithBytes:out length:moved];
}

int main(int count, char **arguments)
{
    NSData *file = [NSData dataWithContentsOfFile:NSHomeDirectory()];
    wrapped(arguments[0]);
    sealed(file, arguments[0], file.bytes);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
