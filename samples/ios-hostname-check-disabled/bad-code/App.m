#include "More.h"

@interface Client : NSObject
@end
@implementation Client
- (void)URLSession:(NSURLSession *)session didReceiveChallenge:(NSURLAuthenticationChallenge *)challenge completionHandler:(void (^)(NSInteger, NSURLCredential *))done
{
    /* Any certificate of any host will do. */
    SecTrustRef trust = [[challenge protectionSpace] serverTrust];
    SecTrustSetPolicies(trust, SecPolicyCreateBasicX509()); // finding
    if (SecTrustEvaluateWithError(trust, NULL))
        done(NSURLSessionAuthChallengeUseCredential, [NSURLCredential credentialForTrust:trust]);
    else
        done(NSURLSessionAuthChallengeCancel, nil);
}
@end
void policy(void)
{
    [[AFSecurityPolicy defaultPolicy] setValidatesDomainName:NO]; // finding
}

int main(int count, char **arguments)
{
    [Client new];
    policy();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
