/* What the generated call sites need beyond the declarations of the iOS samples. */
#pragma once
#include "Apple.h"

/* Values that only the run knows. */
struct Input {
    const void *key, *iv, *salt, *data;
    void *out, *context;
    size_t size, room, moved;
    uint32_t number;
    char text[64];
};

long read(int file, void *buffer, size_t count);
void *dlsym(void *handle, const char *name);
void dispatch_async(void *queue, void (^block)(void));
extern struct dispatch_queue_s {
    int opaque;
} _dispatch_main_q;
int snprintf(char *to, size_t room, const char *format, ...);
size_t strlcpy(char *to, const char *from, size_t room);
long random(void);
double drand48(void);
uint32_t arc4random(void);

CCCryptorStatus CCCryptorCreate(uint32_t operation, uint32_t algorithm, uint32_t options, const void *key,
                                size_t keyLength, const void *iv, void **cryptor);
unsigned char *CC_SHA1(const void *data, uint32_t length, unsigned char *digest);

typedef const void *CFDictionaryKeys;
extern const void *kCFBooleanTrue, *kCFBooleanFalse, *kCFNull;
extern const CFDictionaryKeys kCFTypeDictionaryKeyCallBacks, kCFTypeDictionaryValueCallBacks;
typedef struct __CFDictionary *CFMutableDictionaryRef;
CFMutableDictionaryRef CFDictionaryCreateMutable(const void *allocator, long capacity, const void *keys,
                                                 const void *values);
void CFDictionarySetValue(CFMutableDictionaryRef dictionary, const void *key, const void *value);
CFTypeRef CFNumberCreate(const void *allocator, long type, const void *value);
unsigned char CFWriteStreamSetProperty(void *stream, CFStringRef name, CFTypeRef value);
extern CFStringRef kCFStreamPropertySSLSettings, kCFStreamPropertySocketSecurityLevel,
    kCFStreamSSLValidatesCertificateChain, kCFStreamSSLPeerName, kCFStreamSocketSecurityLevelSSLv3,
    kCFStreamSocketSecurityLevelTLSv1, kCFStreamSocketSecurityLevelNegotiatedSSL, kSecAttrAccessibleAfterFirstUnlock,
    kSecAttrAccessibleAlwaysThisDeviceOnly, kSecKeyAlgorithmRSAEncryptionOAEPSHA256, kSecKeyAlgorithmRSAEncryptionRaw;

int SSLSetPeerDomainName(void *context, const char *name, size_t length);
int SSLSetProtocolVersionMin(void *context, int version);
void sec_protocol_options_set_min_tls_protocol_version(void *options, uint32_t version);
void *SecPolicyCreateSSL(Boolean server, CFStringRef host);
void *SecPolicyCreateBasicX509(void);

#ifdef __OBJC__
@interface NSPredicate : NSObject
+ (NSPredicate *)predicateWithFormat:(NSString *)format, ...;
@end
@interface NSURLRequest (Private)
+ (void)setAllowsAnyHTTPSCertificate:(BOOL)allow forHost:(NSString *)host;
@end
@interface NSURLSessionConfiguration (Old)
- (void)setTLSMinimumSupportedProtocol:(int)version;
@end
@interface NSData (More)
+ (instancetype)dataWithContentsOfURL:(NSURL *)url;
@end
@interface UIPasteboard (More)
- (void)setItems:(NSArray *)items options:(NSDictionary *)options;
@end
extern NSString *const UIPasteboardOptionLocalOnly;
@interface NSKeyedUnarchiver (More)
- (instancetype)initForReadingFromData:(NSData *)data error:(NSError **)error;
- (void)setRequiresSecureCoding:(BOOL)required;
@end
#endif
