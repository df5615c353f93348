#include "More.h"

@interface Client : NSObject
@end
@implementation Client
- (void)URLSession:(NSURLSession *)session didReceiveChallenge:(NSURLAuthenticationChallenge *)challenge completionHandler:(void (^)(NSInteger, NSURLCredential *))done
{
    /* The hospital's own host: its root, and nothing else, is trusted there. */
    SecTrustRef trust = [[challenge protectionSpace] serverTrust];
    if ([[[challenge protectionSpace] host] isEqualToString:@"intra.example.tw"]) {
        NSData *root = [NSData dataWithContentsOfURL:[[NSBundle mainBundle] URLForResource:@"root" withExtension:@"cer"]];
        SecTrustSetAnchorCertificates(trust, (__bridge CFTypeRef)root);
        SecTrustSetAnchorCertificatesOnly(trust, YES);
        if (SecTrustEvaluateWithError(trust, NULL)) {
            done(NSURLSessionAuthChallengeUseCredential, [NSURLCredential credentialForTrust:trust]);
            return;
        }
        done(NSURLSessionAuthChallengeCancel, nil);
        return;
    }
    done(NSURLSessionAuthChallengePerformDefaultHandling, nil);
}
@end

int main(int count, char **arguments)
{
    [Client new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
