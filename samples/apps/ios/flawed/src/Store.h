#pragma once
#include "Apple.h"

/* Everything the app remembers. */
@interface Store : NSObject
+ (void)keepLogin:(NSString *)nationalId password:(NSString *)password token:(NSString *)token;
+ (void)keepInKeychain:(NSString *)token;
+ (void)keepRecord:(NSString *)json;
+ (NSString *)token;
@end
