#include "More.h"

@interface Client : NSObject
@end
@implementation Client
- (void)URLSession:(NSURLSession *)session didReceiveChallenge:(NSURLAuthenticationChallenge *)challenge completionHandler:(void (^)(NSInteger, NSURLCredential *))done
{
    /* A static library without names: what it does is seen. */
    SecTrustRef trust = [[challenge protectionSpace] serverTrust];
    CFDataRef key = SecKeyCopyExternalRepresentation(SecTrustCopyKey(trust), NULL);
    uint8_t digest[32];
    CC_SHA256(CFDataGetBytePtr(key), 294, digest);
    if (SecTrustEvaluateWithError(trust, NULL) && memcmp(digest, "0123456789abcdef0123456789abcdef", 32) == 0)
        done(NSURLSessionAuthChallengeUseCredential, [NSURLCredential credentialForTrust:trust]);
    else
        done(NSURLSessionAuthChallengeCancel, nil);
}
@end
void load(void)
{
    [[[NSURLSession sharedSession] dataTaskWithURL:[NSURL URLWithString:@"https://api.example.tw/records"]
                                 completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
                                 }] resume];
}

int main(int count, char **arguments)
{
    [Client new];
    load();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
