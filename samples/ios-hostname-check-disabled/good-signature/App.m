#include "More.h"

/* Judges the certificate that signed a prescription; there is no host. */
BOOL isSigned(NSArray *certificates)
{
    SecTrustRef trust = NULL;
    SecPolicyRef policy = SecPolicyCreateBasicX509();
    SecTrustCreateWithCertificates((__bridge CFTypeRef)certificates, policy, &trust);
    return SecTrustEvaluateWithError(trust, NULL);
}

int main(int count, char **arguments)
{
    isSigned(nil);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
