#pragma once
#include "Apple.h"

/* Seals data with a key pair of the Secure Enclave (ECIES, AES-GCM); opening needs the user's face or finger. */
@interface Vault : NSObject
+ (BOOL)store:(NSData *)plain name:(NSString *)name;
+ (NSData *)load:(NSString *)name;
+ (NSData *)seal:(NSData *)plain;
+ (BOOL)unlock;
+ (void)keepSession:(NSString *)token;
+ (NSString *)session;
+ (void)erase;
@end
