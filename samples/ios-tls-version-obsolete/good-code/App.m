#include "More.h"

/* The highest version that is offered says nothing of the lowest; DTLS counts its versions in another way. */
void sec_protocol_options_set_min_tls_protocol_version(void *options, uint32_t version);
void sec_protocol_options_set_max_tls_protocol_version(void *options, uint32_t version);
int SSLSetProtocolVersionMin(void *context, int version);
int SSLSetProtocolVersionMax(void *context, int version);
NSURLSessionConfiguration *configuration(void)
{
    NSURLSessionConfiguration *made = [NSURLSessionConfiguration ephemeralSessionConfiguration];
    [made setTLSMaximumSupportedProtocolVersion:0x0302];
    [made setTLSMinimumSupportedProtocolVersion:0x0303];
    return made;
}
void datagrams(void *options)
{
    sec_protocol_options_set_min_tls_protocol_version(options, 0xfefd);
    sec_protocol_options_set_max_tls_protocol_version(options, 0x0302);
    SSLSetProtocolVersionMin(options, 9);
    SSLSetProtocolVersionMax(options, 7);
}

int main(int count, char **arguments)
{
    configuration();
    datagrams(arguments);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
