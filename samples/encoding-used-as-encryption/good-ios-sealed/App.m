#include "More.h"

/* What was encrypted is written in letters. */
void keep(SecKeyRef enclave)
{
    CFTypeRef kept = NULL;
    SecItemCopyMatching(NULL, &kept);
    CFDataRef sealed = SecKeyCreateEncryptedData(enclave, kSecKeyAlgorithmECIESEncryptionCofactorVariableIVX963SHA256AESGCM, kept, NULL);
    NSString *text = [(__bridge NSData *)sealed base64EncodedStringWithOptions:0];
    [[NSUserDefaults standardUserDefaults] setObject:text forKey:@"session"];
}

int main(int count, char **arguments)
{
    keep(NULL);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
