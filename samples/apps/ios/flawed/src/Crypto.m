#include "Crypto.h"

static const char kKey[] = "d1aryK3y!d1aryK3";
static const uint8_t kSalt[8] = {1, 2, 3, 4, 5, 6, 7, 8};

NSString *DiaryPasswordDigest(NSString *password)
{
    unsigned char digest[16];
    char text[33];
    const char *plain = password.UTF8String;
    CC_MD5(plain, (uint32_t)strlen(plain), digest);
    for (int at = 0; at < 16; at++)
        sprintf(text + 2 * at, "%02x", digest[at]);
    return [NSString stringWithUTF8String:text];
}

NSData *DiarySealNote(NSData *note)
{
    size_t moved = 0, room = note.length + 16;
    void *out = malloc(room);
    CCCrypt(kCCEncrypt, kCCAlgorithmDES, kCCOptionPKCS7Padding | kCCOptionECBMode, kKey, 8, NULL, note.bytes, note.length,
            out, room, &moved);
    NSData *sealed = [NSData dataWithBytes:out length:moved];
    free(out);
    return sealed;
}

NSData *DiarySealPhoto(NSData *photo)
{
    size_t moved = 0, room = photo.length + 16;
    void *out = malloc(room);
    CCCrypt(kCCEncrypt, kCCAlgorithmAES, kCCOptionPKCS7Padding, kKey, 16, NULL, photo.bytes, photo.length, out, room,
            &moved);
    NSData *sealed = [NSData dataWithBytes:out length:moved];
    free(out);
    return sealed;
}

NSData *DiaryBackupKey(NSString *password)
{
    uint8_t key[16];
    CCKeyDerivationPBKDF(kCCPBKDF2, password.UTF8String, password.length, kSalt, sizeof kSalt, kCCPRFHmacAlgSHA1, 500, key,
                         sizeof key);
    return [NSData dataWithBytes:key length:sizeof key];
}

/* The password of the health bank archive: salt, rounds and hash are the SDK's own choice. */
NSString *DiaryArchivePassword(NSString *apiKey, NSString *serverKey)
{
    uint8_t key[32];
    const char *salt = serverKey.UTF8String;
    CCKeyDerivationPBKDF(kCCPBKDF2, apiKey.UTF8String, apiKey.length, (const uint8_t *)salt, strlen(salt),
                         kCCPRFHmacAlgSHA1, 1000, key, sizeof key);
    return [[NSData dataWithBytes:key length:sizeof key] base64EncodedStringWithOptions:0];
}

NSString *DiarySessionToken(void)
{
    srand((unsigned)time(NULL));
    return [NSString stringWithFormat:@"%08x%08x", rand(), rand()];
}

SecKeyRef DiaryCreateKeyPair(void)
{
    NSDictionary *parameters = @{
        (__bridge NSString *)kSecAttrKeyType : (__bridge NSString *)kSecAttrKeyTypeRSA,
        (__bridge NSString *)kSecAttrKeySizeInBits : @1024,
    };
    return SecKeyCreateRandomKey((__bridge CFDictionaryRef)parameters, NULL);
}
