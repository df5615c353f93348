#include "More.h"

@interface Vault : NSObject
@end
@implementation Vault {
    BOOL _open;
}
- (void)unlock
{
    [[LAContext new] evaluatePolicy:LAPolicyDeviceOwnerAuthenticationWithBiometrics // finding
                    localizedReason:@"打開病歷"
                              reply:^(BOOL success, NSError *error) {
                                  self->_open = success;
                              }];
}
@end

int main(int count, char **arguments)
{
    [[Vault new] unlock];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
