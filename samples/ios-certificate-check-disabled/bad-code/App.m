#include "More.h"

@interface NSURLRequest (Private)
+ (void)setAllowsAnyHTTPSCertificate:(BOOL)allow forHost:(NSString *)host;
@end
void policy(void)
{
    [[AFSecurityPolicy defaultPolicy] setAllowInvalidCertificates:YES]; // finding
}
void private(void)
{
    [NSURLRequest setAllowsAnyHTTPSCertificate:YES forHost:@"api.example.tw"]; // finding
}

int main(int count, char **arguments)
{
    policy();
    private();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
