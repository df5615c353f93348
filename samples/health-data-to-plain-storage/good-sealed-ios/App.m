#include "More.h"

/* What is written was sealed with a key of the Secure Enclave. */
void keep(HKQuantitySample *sample, SecKeyRef key, NSString *path)
{
    double value = [[sample quantity] doubleValueForUnit:[HKUnit unitFromString:@"mmHg"]];
    NSString *text = [NSString stringWithFormat:@"%f", value];
    CFDataRef plain = (__bridge CFDataRef)[text dataUsingEncoding:NSUTF8StringEncoding];
    CFDataRef sealed = SecKeyCreateEncryptedData(key, kSecKeyAlgorithmECIESEncryptionCofactorVariableIVX963SHA256AESGCM, plain, NULL);
    [(__bridge NSData *)sealed writeToFile:path atomically:YES];
}

int main(int count, char **arguments)
{
    keep([HKQuantitySample new], NULL, @"/tmp/a");
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
