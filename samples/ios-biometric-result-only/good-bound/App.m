#include "More.h"

/* The key comes only with the face. */
void keep(NSData *secret)
{
    SecAccessControlRef control = SecAccessControlCreateWithFlags(
        NULL, kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly, kSecAccessControlBiometryCurrentSet, NULL);
    NSDictionary *item = @{
        (__bridge NSString *)kSecClass : (__bridge NSString *)kSecClassGenericPassword,
        (__bridge NSString *)kSecAttrAccessControl : (__bridge id)control,
        (__bridge NSString *)kSecValueData : secret,
    };
    SecItemAdd((__bridge CFDictionaryRef)item, NULL);
}
void unlock(void)
{
    LAContext *context = [LAContext new];
    [context evaluatePolicy:LAPolicyDeviceOwnerAuthenticationWithBiometrics
            localizedReason:@"打開病歷"
                      reply:^(BOOL success, NSError *error) {
                          NSDictionary *query = @{
                              (__bridge NSString *)kSecClass : (__bridge NSString *)kSecClassGenericPassword,
                              (__bridge NSString *)kSecUseAuthenticationContext : context,
                          };
                          CFTypeRef found = NULL;
                          SecItemCopyMatching((__bridge CFDictionaryRef)query, &found);
                      }];
}

int main(int count, char **arguments)
{
    keep([NSData dataWithContentsOfFile:NSHomeDirectory()]);
    unlock();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
