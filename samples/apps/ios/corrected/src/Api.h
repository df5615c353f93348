#pragma once
#include "Apple.h"

/* Talks to the diary's server, over TLS with the pins of Info.plist; the system checks the certificate. */
@interface Api : NSObject
+ (void)post:(NSString *)path session:(NSString *)session form:(NSDictionary *)form done:(void (^)(NSDictionary *))done;
@end
