#include "More.h"

void CFStreamCreatePairWithSocketToHost(const void *allocator, CFStringRef host, uint32_t port, void **in, void **out);
Boolean CFReadStreamSetProperty(void *stream, const void *name, const void *value);
extern const void *kCFStreamPropertySocketSecurityLevel, *kCFStreamSocketSecurityLevelNegotiatedSSL;

/* TLS begins after the stream is made, in another function. */
static void secure(void *stream)
{
    CFReadStreamSetProperty(stream, kCFStreamPropertySocketSecurityLevel, kCFStreamSocketSecurityLevelNegotiatedSSL);
}
void connectTo(void)
{
    void *in, *out;
    CFStreamCreatePairWithSocketToHost(NULL, (CFStringRef)@"api.example.tw", 4433, &in, &out);
    secure(in);
}

int main(int count, char **arguments)
{
    connectTo();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
