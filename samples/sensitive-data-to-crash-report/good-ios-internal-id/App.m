#include "More.h"

/* A number made at the first start, which names nobody. */
@interface FIRCrashlytics : NSObject
+ (instancetype)crashlytics;
- (void)setUserID:(NSString *)name;
- (void)log:(NSString *)text;
@end
void name(void)
{
    CFTypeRef kept = NULL;
    SecItemCopyMatching(NULL, &kept);
    [[FIRCrashlytics crashlytics] setUserID:[[NSUUID UUID] UUIDString]];
    [[FIRCrashlytics crashlytics] log:kept ? @"signed in" : @"signed out"];
}

int main(int count, char **arguments)
{
    name();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
