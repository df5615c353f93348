#include "More.h"

@interface Client : NSObject
@end
@implementation Client
- (void)URLSession:(NSURLSession *)session didReceiveChallenge:(NSURLAuthenticationChallenge *)challenge completionHandler:(void (^)(NSInteger, NSURLCredential *))done
{
    /* The certificate is compared with the one in the app before its trust is used. */
    SecTrustRef trust = [[challenge protectionSpace] serverTrust];
    NSData *theirs = (__bridge NSData *)SecCertificateCopyData(SecTrustGetCertificateAtIndex(trust, 0));
    NSData *ours = [NSData dataWithContentsOfURL:[[NSBundle mainBundle] URLForResource:@"api" withExtension:@"cer"]];
    if ([theirs isEqualToData:ours])
        done(NSURLSessionAuthChallengeUseCredential, [NSURLCredential credentialForTrust:trust]);
    else
        done(NSURLSessionAuthChallengeCancel, nil);
}
@end

int main(int count, char **arguments)
{
    [Client new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
