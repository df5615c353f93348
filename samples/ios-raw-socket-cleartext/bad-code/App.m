#include "More.h"

void CFStreamCreatePairWithSocketToHost(const void *allocator, CFStringRef host, uint32_t port, void **in, void **out);
Boolean CFReadStreamSetProperty(void *stream, const void *name, const void *value);
extern const void *kCFStreamPropertySocketSecurityLevel, *kCFStreamSocketSecurityLevelNegotiatedSSL;

void connectTo(void)
{
    void *in, *out;
    CFStreamCreatePairWithSocketToHost(NULL, (CFStringRef)@"api.example.tw", 80, &in, &out); // finding
}
@interface MCSession : NSObject
- (instancetype)initWithPeer:(id)peer securityIdentity:(NSArray *)identity encryptionPreference:(NSInteger)preference;
@end
id nearby(id peer)
{
    return [[MCSession alloc] initWithPeer:peer securityIdentity:nil encryptionPreference:2]; // finding
}

int main(int count, char **arguments)
{
    connectTo();
    nearby([NSObject new]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
