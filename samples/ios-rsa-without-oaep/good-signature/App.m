#include "More.h"

/* PKCS#1 is how RSA signs, too. */
CFDataRef signature(SecKeyRef key, CFDataRef text)
{
    return SecKeyCreateSignature(key, kSecKeyAlgorithmRSASignatureMessagePKCS1v15SHA256, text, NULL);
}
OSStatus SecKeyRawSign(SecKeyRef key, uint32_t padding, const uint8_t *data, size_t size, uint8_t *out, size_t *room);
void signOld(SecKeyRef key, const uint8_t *digest, uint8_t *out, size_t *room)
{
    SecKeyRawSign(key, 1, digest, 32, out, room);
}

int main(int count, char **arguments)
{
    signature((SecKeyRef)arguments[0], NULL);
    signOld((SecKeyRef)arguments[0], NULL, NULL, NULL);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
