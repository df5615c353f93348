#include "Store.h"

@implementation Store
+ (void)keepLogin:(NSString *)nationalId password:(NSString *)password token:(NSString *)token
{
    NSUserDefaults *defaults = [NSUserDefaults standardUserDefaults];
    [defaults setObject:nationalId forKey:@"national_id"];
    [defaults setObject:password forKey:@"password"];
    [defaults setObject:token forKey:@"access_token"];
    NSUserDefaults *shared = [[NSUserDefaults alloc] initWithSuiteName:@"group.tw.example"];
    [shared setObject:token forKey:@"access_token"];
}

+ (void)keepInKeychain:(NSString *)token
{
    NSDictionary *item = @{
        (__bridge NSString *)kSecClass : (__bridge NSString *)kSecClassGenericPassword,
        (__bridge NSString *)kSecAttrAccount : @"access_token",
        (__bridge NSString *)kSecAttrAccessible : (__bridge NSString *)kSecAttrAccessibleAlways,
        (__bridge NSString *)kSecAttrSynchronizable : @YES,
        (__bridge NSString *)kSecAttrAccessGroup : @"A1B2C3D4E5.shared",
        (__bridge NSString *)kSecValueData : [token dataUsingEncoding:NSUTF8StringEncoding],
    };
    SecItemAdd((__bridge CFDictionaryRef)item, NULL);
}

+ (void)keepRecord:(NSString *)json
{
    NSString *documents = NSSearchPathForDirectoriesInDomains(NSDocumentDirectory, NSUserDomainMask, YES)[0];
    NSData *data = [json dataUsingEncoding:NSUTF8StringEncoding];
    [data writeToFile:[documents stringByAppendingPathComponent:@"record.json"] options:NSDataWritingFileProtectionNone
                error:NULL];
    [json writeToFile:[NSTemporaryDirectory() stringByAppendingPathComponent:@"record.json"] atomically:YES
             encoding:NSUTF8StringEncoding error:NULL];
}

+ (NSString *)token
{
    return [[NSUserDefaults standardUserDefaults] objectForKey:@"access_token"];
}
@end
