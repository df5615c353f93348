#include "More.h"

@interface Client : NSObject
@end
@implementation Client
- (void)URLSession:(NSURLSession *)session didReceiveChallenge:(NSURLAuthenticationChallenge *)challenge completionHandler:(void (^)(NSInteger, NSURLCredential *))done
{
    done(NSURLSessionAuthChallengeUseCredential, // finding
         [NSURLCredential credentialForTrust:[[challenge protectionSpace] serverTrust]]);
}
@end
@interface Page : NSObject
@end
@implementation Page
- (void)webView:(WKWebView *)view didReceiveAuthenticationChallenge:(NSURLAuthenticationChallenge *)challenge completionHandler:(void (^)(NSInteger, NSURLCredential *))done
{
    SecTrustRef trust = [[challenge protectionSpace] serverTrust];
    SecTrustEvaluateWithError(trust, NULL);
    done(NSURLSessionAuthChallengeUseCredential, [NSURLCredential credentialForTrust:trust]); // finding
}
@end

int main(int count, char **arguments)
{
    [Client new];
    [Page new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
