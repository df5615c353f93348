#include "More.h"

/* Names that speak of a logout, and code that does none. */
@interface Session : NSObject
@end
@implementation Session
- (BOOL)isLogout
{
    return NO;
}
- (NSString *)logoutReason
{
    return @"expired";
}
- (void)setLogoutHandler:(void (^)(void))handler
{
}
@end

int main(int count, char **arguments)
{
    NSLog(@"%d %@", [[Session new] isLogout], [[Session new] logoutReason]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
