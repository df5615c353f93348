#include "More.h"

/* The PIN makes the key that opens the store; the second entry is held against the first. */
@interface PinController : UIViewController
@end
@implementation PinController {
    UITextField *_password, *_passwordAgain;
}
- (void)viewDidLoad
{
    [_password setSecureTextEntry:YES];
    [_passwordAgain setSecureTextEntry:YES];
}
- (void)open:(const uint8_t *)salt
{
    uint8_t key[32];
    const char *pin = [_password.text UTF8String];
    if ([_password.text isEqualToString:_passwordAgain.text])
        CCKeyDerivationPBKDF(kCCPBKDF2, pin, strlen(pin), salt, 16, kCCPRFHmacAlgSHA256, 600000, key, 32);
}
@end

int main(int count, char **arguments)
{
    [[PinController new] open:NULL];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
