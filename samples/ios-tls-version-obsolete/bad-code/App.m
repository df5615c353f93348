#include "More.h"

void sec_protocol_options_set_min_tls_protocol_version(void *options, uint32_t version);
extern const void *kCFStreamPropertySocketSecurityLevel, *kCFStreamSocketSecurityLevelTLSv1;
Boolean CFReadStreamSetProperty(void *stream, const void *name, const void *value);
void old(void *options)
{
    sec_protocol_options_set_min_tls_protocol_version(options, 0x0301); // finding
}
void stream(void *stream)
{
    CFReadStreamSetProperty(stream, kCFStreamPropertySocketSecurityLevel, kCFStreamSocketSecurityLevelTLSv1); // finding
}

int main(int count, char **arguments)
{
    old(arguments);
    stream(arguments);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
