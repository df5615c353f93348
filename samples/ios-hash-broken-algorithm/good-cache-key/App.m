#include "More.h"

/* The name of a cached picture, and the checksum of a download. */
NSString *nameOf(NSURL *picture)
{
    unsigned char digest[16];
    char text[33];
    const char *url = picture.absoluteString.UTF8String;
    CC_MD5(url, (uint32_t)strlen(url), digest);
    for (int at = 0; at < 16; at++)
        snprintf(text + 2 * at, 3, "%02x", digest[at]);
    return [NSTemporaryDirectory() stringByAppendingPathComponent:[NSString stringWithUTF8String:text]];
}
BOOL isWhole(NSData *download, const uint8_t *expected)
{
    unsigned char digest[20];
    CC_SHA1(download.bytes, (uint32_t)download.length, digest);
    return memcmp(digest, expected, sizeof digest) == 0;
}

int main(int count, char **arguments)
{
    nameOf([NSURL URLWithString:@"https://www.example.tw/a.png"]);
    isWhole([NSData dataWithContentsOfFile:NSHomeDirectory()], (const uint8_t *)arguments[0]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
