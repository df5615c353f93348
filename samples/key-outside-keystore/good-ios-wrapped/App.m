#include "More.h"

/* A derived key that a key of the Secure Enclave has sealed, and the public half of a pair. */
void keep(const char *password, const uint8_t *salt, SecKeyRef enclave, NSString *path)
{
    uint8_t key[32];
    CCKeyDerivationPBKDF(kCCPBKDF2, password, strlen(password), salt, 16, kCCPRFHmacAlgSHA256, 600000, key, 32);
    CFDataRef plain = (__bridge CFDataRef)[NSData dataWithBytes:key length:32];
    CFDataRef sealed = SecKeyCreateEncryptedData(enclave, kSecKeyAlgorithmECIESEncryptionCofactorVariableIVX963SHA256AESGCM, plain, NULL);
    [(__bridge NSData *)sealed writeToFile:path atomically:YES];
    CFDataRef open = SecKeyCopyExternalRepresentation(SecKeyCopyPublicKey(enclave), NULL);
    [(__bridge NSData *)open writeToFile:@"/tmp/public" atomically:YES];
}

int main(int count, char **arguments)
{
    keep(arguments[0], NULL, NULL, @"/tmp/key");
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
