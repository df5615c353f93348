#include "Vault.h"

static NSString *const kTag = @"tw.example.healthdiary.store";
static NSString *const kService = @"tw.example.healthdiary";

@implementation Vault
+ (NSString *)path:(NSString *)name
{
    NSString *folder = NSSearchPathForDirectoriesInDomains(NSApplicationSupportDirectory, NSUserDomainMask, YES)[0];
    return [folder stringByAppendingPathComponent:name];
}

/* The private key never leaves the Secure Enclave and is lost when faces or fingers change. */
+ (SecKeyRef)createKey
{
    SecAccessControlRef access = SecAccessControlCreateWithFlags(
        kCFAllocatorDefault, kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly,
        kSecAccessControlPrivateKeyUsage | kSecAccessControlBiometryCurrentSet, NULL);
    NSDictionary *parameters = @{
        (__bridge NSString *)kSecAttrKeyType : (__bridge NSString *)kSecAttrKeyTypeECSECPrimeRandom,
        (__bridge NSString *)kSecAttrKeySizeInBits : @256,
        (__bridge NSString *)kSecAttrTokenID : (__bridge NSString *)kSecAttrTokenIDSecureEnclave,
        (__bridge NSString *)kSecPrivateKeyAttrs : @{
            (__bridge NSString *)kSecAttrIsPermanent : @YES,
            (__bridge NSString *)kSecAttrApplicationTag : [kTag dataUsingEncoding:NSUTF8StringEncoding],
            (__bridge NSString *)kSecAttrAccessControl : (__bridge id)access,
        },
    };
    SecKeyRef key = SecKeyCreateRandomKey((__bridge CFDictionaryRef)parameters, NULL);
    CFRelease(access);
    return key;
}

/* What the system's prompt says when it asks for the face or finger. */
+ (LAContext *)prompt
{
    LAContext *context = [LAContext new];
    [context setLocalizedReason:@"解鎖日記"];
    return context;
}

+ (SecKeyRef)key
{
    NSDictionary *query = @{
        (__bridge NSString *)kSecClass : (__bridge NSString *)kSecClassKey,
        (__bridge NSString *)kSecAttrApplicationTag : [kTag dataUsingEncoding:NSUTF8StringEncoding],
        (__bridge NSString *)kSecReturnRef : @YES,
        (__bridge NSString *)kSecUseAuthenticationContext : [self prompt],
    };
    CFTypeRef found = NULL;
    if (SecItemCopyMatching((__bridge CFDictionaryRef)query, &found) == 0)
        return (SecKeyRef)found;
    return [self createKey];
}

+ (NSData *)seal:(NSData *)plain
{
    SecKeyRef key = [self key];
    SecKeyRef open = SecKeyCopyPublicKey(key);
    CFDataRef sealed = SecKeyCreateEncryptedData(
        open, kSecKeyAlgorithmECIESEncryptionCofactorVariableIVX963SHA256AESGCM, (__bridge CFDataRef)plain, NULL);
    CFRelease(open);
    CFRelease(key);
    return (__bridge_transfer NSData *)sealed;
}

+ (NSData *)unseal:(NSData *)sealed
{
    SecKeyRef key = [self key];
    CFDataRef plain = SecKeyCreateDecryptedData(
        key, kSecKeyAlgorithmECIESEncryptionCofactorVariableIVX963SHA256AESGCM, (__bridge CFDataRef)sealed, NULL);
    CFRelease(key);
    return (__bridge_transfer NSData *)plain;
}

+ (BOOL)store:(NSData *)plain name:(NSString *)name
{
    NSString *path = [self path:name];
    NSURL *file = [NSURL fileURLWithPath:path];
    BOOL written = [[self seal:plain] writeToFile:path options:NSDataWritingFileProtectionComplete error:NULL];
    return written && [file setResourceValue:@YES forKey:NSURLIsExcludedFromBackupKey error:NULL];
}

+ (NSData *)load:(NSString *)name
{
    return [self unseal:[NSData dataWithContentsOfFile:[self path:name]]];
}

/* Proof of the user's presence: the key opens what it sealed only after a face or finger. */
+ (BOOL)unlock
{
    NSData *probe = [@"diary" dataUsingEncoding:NSUTF8StringEncoding];
    return [[self unseal:[self seal:probe]] isEqual:probe];
}

+ (NSDictionary *)sessionItem
{
    return @{
        (__bridge NSString *)kSecClass : (__bridge NSString *)kSecClassGenericPassword,
        (__bridge NSString *)kSecAttrService : kService,
        (__bridge NSString *)kSecAttrAccount : @"session",
    };
}

+ (void)keepSession:(NSString *)token
{
    SecAccessControlRef access = SecAccessControlCreateWithFlags(
        kCFAllocatorDefault, kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly, kSecAccessControlBiometryCurrentSet, NULL);
    NSDictionary *item = @{
        (__bridge NSString *)kSecClass : (__bridge NSString *)kSecClassGenericPassword,
        (__bridge NSString *)kSecAttrService : kService,
        (__bridge NSString *)kSecAttrAccount : @"session",
        (__bridge NSString *)kSecAttrAccessControl : (__bridge id)access,
        (__bridge NSString *)kSecValueData : [token dataUsingEncoding:NSUTF8StringEncoding],
    };
    SecItemDelete((__bridge CFDictionaryRef)[self sessionItem]);
    SecItemAdd((__bridge CFDictionaryRef)item, NULL);
    CFRelease(access);
}

+ (NSString *)session
{
    NSDictionary *query = @{
        (__bridge NSString *)kSecClass : (__bridge NSString *)kSecClassGenericPassword,
        (__bridge NSString *)kSecAttrService : kService,
        (__bridge NSString *)kSecAttrAccount : @"session",
        (__bridge NSString *)kSecReturnData : @YES,
        (__bridge NSString *)kSecUseAuthenticationContext : [self prompt],
    };
    CFTypeRef found = NULL;
    if (SecItemCopyMatching((__bridge CFDictionaryRef)query, &found) != 0)
        return nil;
    return [[NSString alloc] initWithData:(__bridge_transfer NSData *)found encoding:NSUTF8StringEncoding];
}

/* Files, keys and all: what logging out or deleting the account calls. */
+ (void)erase
{
    NSDictionary *key = @{
        (__bridge NSString *)kSecClass : (__bridge NSString *)kSecClassKey,
        (__bridge NSString *)kSecAttrApplicationTag : [kTag dataUsingEncoding:NSUTF8StringEncoding],
    };
    SecItemDelete((__bridge CFDictionaryRef)key);
    SecItemDelete((__bridge CFDictionaryRef)[self sessionItem]);
    [[NSFileManager defaultManager] removeItemAtPath:[self path:@"record"] error:NULL];
    [[NSFileManager defaultManager] removeItemAtPath:[self path:@"diary.db"] error:NULL];
    [[NSUserDefaults standardUserDefaults] removePersistentDomainForName:[NSBundle mainBundle].bundleIdentifier];
}
@end
