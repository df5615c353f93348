#include "More.h"

void keep(const char *password, const uint8_t *salt, NSString *path)
{
    uint8_t key[32];
    CCKeyDerivationPBKDF(kCCPBKDF2, password, strlen(password), salt, 16, kCCPRFHmacAlgSHA256, 600000, key, 32);
    [[NSData dataWithBytes:key length:32] writeToFile:path atomically:YES]; // finding
}

int main(int count, char **arguments)
{
    keep(arguments[0], NULL, @"/tmp/key");
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
