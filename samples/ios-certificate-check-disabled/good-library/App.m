#include "More.h"

/* The library has the setter, and reads it; the app never calls it. */
@interface AFPolicy : NSObject
@end
@implementation AFPolicy {
    BOOL _allow;
}
- (void)setAllowInvalidCertificates:(BOOL)allow
{
    _allow = allow;
}
- (BOOL)allowInvalidCertificates
{
    return _allow;
}
@end
void policy(void)
{
    [[AFSecurityPolicy policyWithPinningMode:1] setAllowInvalidCertificates:NO];
}

int main(int count, char **arguments)
{
    [AFPolicy new];
    policy();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
