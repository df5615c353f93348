#include "More.h"

void trustMore(SecTrustRef trust)
{
    NSArray *roots = (id)[NSData dataWithContentsOfFile:NSHomeDirectory()];
    SecTrustSetAnchorCertificates(trust, (__bridge CFTypeRef)roots); // finding
    SecTrustSetAnchorCertificatesOnly(trust, NO);
}

int main(int count, char **arguments)
{
    trustMore((SecTrustRef)arguments[0]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
