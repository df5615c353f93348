#pragma once
#include "Apple.h"

/* Talks to the diary's server. */
@interface Api : NSObject <NSURLSessionDelegate>
+ (void)login:(NSString *)nationalId digest:(NSString *)digest token:(NSString *)token;
+ (void)uploadRecord:(NSString *)json;
+ (void)uploadArchive:(NSData *)archive serverKey:(NSString *)serverKey;
@end
