#include "More.h"

void CFStreamCreatePairWithSocketToHost(const void *allocator, CFStringRef host, uint32_t port, void **in, void **out);
Boolean CFReadStreamSetProperty(void *stream, const void *name, const void *value);
extern const void *kCFStreamPropertySocketSecurityLevel, *kCFStreamSocketSecurityLevelNegotiatedSSL;

/* The scale in the bathroom, which has no certificate. */
void discover(void)
{
    void *in, *out;
    CFStreamCreatePairWithSocketToHost(NULL, (CFStringRef)@"scale.local", 9100, &in, &out);
    CFStreamCreatePairWithSocketToHost(NULL, (CFStringRef)@"192.168.4.1", 9100, &in, &out);
}

int main(int count, char **arguments)
{
    discover();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
