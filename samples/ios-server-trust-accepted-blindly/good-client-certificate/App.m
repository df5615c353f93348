#include "More.h"

@interface Client : NSObject
@end
@implementation Client
- (void)URLSession:(NSURLSession *)session didReceiveChallenge:(NSURLAuthenticationChallenge *)challenge completionHandler:(void (^)(NSInteger, NSURLCredential *))done
{
    /* Shows the card of the user; the server's certificate is the system's to judge. */
    if ([[[challenge protectionSpace] authenticationMethod] isEqualToString:NSURLAuthenticationMethodClientCertificate])
        done(NSURLSessionAuthChallengeUseCredential,
             [NSURLCredential credentialWithIdentity:NULL certificates:nil persistence:1]);
    else
        done(NSURLSessionAuthChallengePerformDefaultHandling, nil);
}
@end

int main(int count, char **arguments)
{
    [Client new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
