#include "More.h"

/* The password goes into the keychain; what is written to the defaults is its length and a name. */
@interface LoginController : UIViewController
@end
@implementation LoginController {
    UITextField *_password;
}
- (void)viewDidLoad
{
    [_password setSecureTextEntry:YES];
}
- (void)keep
{
    NSData *secret = [_password.text dataUsingEncoding:NSUTF8StringEncoding];
    NSDictionary *item = @{
        (__bridge id)kSecClass : (__bridge id)kSecClassGenericPassword,
        (__bridge id)kSecAttrAccessible : (__bridge id)kSecAttrAccessibleWhenUnlockedThisDeviceOnly,
        (__bridge id)kSecValueData : secret,
    };
    SecItemAdd((__bridge CFDictionaryRef)item, NULL);
    [[NSUserDefaults standardUserDefaults] setInteger:(NSInteger)_password.text.length forKey:@"length"];
    [@"done" writeToFile:@"/tmp/state" atomically:YES encoding:NSUTF8StringEncoding error:NULL];
}
@end

int main(int count, char **arguments)
{
    [[LoginController new] keep];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
