/* Further declarations of system and library interfaces, for the rule samples. By hand, like Apple.h. */
#pragma once
#include "Apple.h"

long random(void);
double drand48(void);
uint32_t arc4random(void);
uint32_t arc4random_uniform(uint32_t bound);
int memcmp(const void *left, const void *right, size_t count);
int strcmp(const char *left, const char *right);
int snprintf(char *to, size_t room, const char *format, ...);
size_t malloc_size(const void *memory);
long read(int file, void *buffer, size_t count);
int stat(const char *path, void *result);
int system(const char *command);
void *dlopen(const char *path, int mode);
void *dlsym(void *handle, const char *name);
void dispatch_async(void *queue, void (^block)(void));
extern struct dispatch_queue_s {
    int opaque;
} _dispatch_main_q;

CCCryptorStatus CCCryptorCreate(uint32_t operation, uint32_t algorithm, uint32_t options, const void *key,
                                size_t keyLength, const void *iv, void **cryptor);
unsigned char *CC_SHA1(const void *data, uint32_t length, unsigned char *digest);

extern const void *kCFBooleanTrue, *kCFBooleanFalse;
typedef struct __SecPolicy *SecPolicyRef;
typedef struct __SecCertificate *SecCertificateRef;
extern CFStringRef kSecClassInternetPassword, kSecAttrAccessibleAfterFirstUnlock,
    kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly, kSecAttrAccessibleWhenUnlocked,
    kSecAttrAccessibleAlwaysThisDeviceOnly, kSecAttrServer, kSecAttrKeyClass, kSecAttrKeyClassPublic,
    kSecAttrKeyClassPrivate, kSecKeyAlgorithmRSASignatureMessagePKCS1v15SHA256, kSecKeyAlgorithmRSAEncryptionOAEPSHA256,
    kSecKeyAlgorithmRSAEncryptionRaw, kSecImportExportPassphrase;
enum {
    kSecAccessControlUserPresence = 1 << 0,
    kSecAccessControlBiometryAny = 1 << 1,
    kSecAccessControlDevicePasscode = 1 << 4,
};
SecKeyRef SecKeyCreateWithData(CFDataRef data, CFDictionaryRef attributes, CFErrorRef *error);
CFDataRef SecKeyCreateSignature(SecKeyRef key, CFStringRef algorithm, CFDataRef data, CFErrorRef *error);
CFDataRef SecKeyCopyExternalRepresentation(SecKeyRef key, CFErrorRef *error);
OSStatus SecItemUpdate(CFDictionaryRef query, CFDictionaryRef attributes);
Boolean SecTrustEvaluateWithError(SecTrustRef trust, CFErrorRef *error);
OSStatus SecTrustEvaluate(SecTrustRef trust, uint32_t *result);
OSStatus SecTrustSetAnchorCertificates(SecTrustRef trust, CFTypeRef anchors);
OSStatus SecTrustSetAnchorCertificatesOnly(SecTrustRef trust, Boolean only);
Boolean SecTrustSetExceptions(SecTrustRef trust, CFDataRef exceptions);
OSStatus SecTrustSetPolicies(SecTrustRef trust, CFTypeRef policies);
OSStatus SecTrustCreateWithCertificates(CFTypeRef certificates, CFTypeRef policies, SecTrustRef *trust);
SecCertificateRef SecTrustGetCertificateAtIndex(SecTrustRef trust, long index);
CFDataRef SecCertificateCopyData(SecCertificateRef certificate);
SecKeyRef SecTrustCopyKey(SecTrustRef trust);
SecPolicyRef SecPolicyCreateBasicX509(void);
SecPolicyRef SecPolicyCreateSSL(Boolean server, CFStringRef host);
Boolean CFEqual(CFTypeRef left, CFTypeRef right);
const uint8_t *CFDataGetBytePtr(CFDataRef data);

#ifdef __OBJC__
typedef long NSComparisonResult;
@protocol UIApplicationDelegate <NSObject>
@end
@interface NSObject (More)
- (id)valueForKey:(NSString *)key;
- (void)setValue:(id)value forKey:(NSString *)key;
- (BOOL)respondsToSelector:(SEL)selector;
- (id)copy;
@end
@interface NSString (More)
+ (instancetype)stringWithString:(NSString *)text;
- (BOOL)isEqual:(id)other;
- (NSString *)lastPathComponent;
- (NSString *)substringFromIndex:(NSUInteger)at;
- (NSString *)stringByStandardizingPath;
- (NSString *)stringByAddingPercentEncodingWithAllowedCharacters:(id)characters;
- (NSArray *)componentsSeparatedByString:(NSString *)separator;
- (BOOL)containsString:(NSString *)other;
@end
@interface NSNumber (More)
- (BOOL)boolValue;
+ (NSNumber *)numberWithUnsignedInt:(unsigned)value;
@end
@interface NSData (More)
+ (instancetype)dataWithContentsOfURL:(NSURL *)url;
- (BOOL)isEqualToData:(NSData *)other;
- (instancetype)initWithBase64EncodedString:(NSString *)text options:(NSUInteger)options;
- (BOOL)writeToURL:(NSURL *)url options:(NSUInteger)options error:(NSError **)error;
- (BOOL)writeToURL:(NSURL *)url atomically:(BOOL)whole;
@end
@interface NSMutableData : NSData
+ (instancetype)dataWithLength:(NSUInteger)length;
- (void *)mutableBytes;
@end
@interface NSDate : NSObject
+ (instancetype)date;
- (double)timeIntervalSince1970;
@end
@interface NSUUID : NSObject
+ (instancetype)UUID;
- (NSString *)UUIDString;
@end
@interface NSMutableDictionary : NSDictionary
+ (instancetype)dictionary;
- (void)setObject:(id)value forKeyedSubscript:(id)key;
@end
@interface NSURL (More)
- (NSString *)host;
- (NSString *)path;
- (NSURL *)URLByAppendingPathComponent:(NSString *)name;
@end
@interface NSURLComponents : NSObject
- (instancetype)initWithURL:(NSURL *)url resolvingAgainstBaseURL:(BOOL)resolve;
- (NSArray *)queryItems;
@end
@interface NSURLQueryItem : NSObject
- (NSString *)name;
- (NSString *)value;
@end
@interface NSURLProtectionSpace (More)
- (NSString *)authenticationMethod;
- (NSString *)host;
@end
@interface NSURLCredential (More)
+ (NSURLCredential *)credentialWithIdentity:(void *)identity certificates:(NSArray *)certificates
                                persistence:(NSUInteger)persistence;
@end
extern NSString *const NSURLAuthenticationMethodServerTrust, *const NSURLAuthenticationMethodClientCertificate;
enum { NSURLSessionAuthChallengePerformDefaultHandling = 1, NSURLSessionAuthChallengeCancel = 2 };
@interface NSURLSessionConfiguration (More)
- (void)setTLSMaximumSupportedProtocolVersion:(uint32_t)version;
- (void)setURLCache:(id)cache;
- (void)setHTTPAdditionalHeaders:(NSDictionary *)headers;
@end
@interface NSURLSession (More)
+ (NSURLSession *)sharedSession;
- (NSURLSessionTask *)dataTaskWithURL:(NSURL *)url
                    completionHandler:(void (^)(NSData *, NSURLResponse *, NSError *))handler;
- (NSURLSessionTask *)uploadTaskWithRequest:(NSURLRequest *)request fromData:(NSData *)data;
@end
@interface NSFileManager (More)
- (NSURL *)containerURLForSecurityApplicationGroupIdentifier:(NSString *)group;
- (BOOL)setAttributes:(NSDictionary *)attributes ofItemAtPath:(NSString *)path error:(NSError **)error;
- (NSDictionary *)attributesOfItemAtPath:(NSString *)path error:(NSError **)error;
- (NSURL *)URLForUbiquityContainerIdentifier:(NSString *)name;
@end
@interface NSProcessInfo : NSObject
+ (NSProcessInfo *)processInfo;
- (double)systemUptime;
@end
extern NSString *const NSFileProtectionComplete, *const NSFileProtectionCompleteUntilFirstUserAuthentication;
enum {
    NSDataWritingFileProtectionUntilFirstAuthentication = 0x40000000,
    NSCachesDirectory = 13,
};
@interface NSPredicate : NSObject
+ (NSPredicate *)predicateWithFormat:(NSString *)format, ...;
@end
@interface NSUserActivity : NSObject
- (instancetype)initWithActivityType:(NSString *)type;
- (void)setTitle:(NSString *)title;
- (void)setUserInfo:(NSDictionary *)info;
- (void)setEligibleForSearch:(BOOL)eligible;
- (void)setEligibleForHandoff:(BOOL)eligible;
- (void)becomeCurrent;
@end
@interface CSSearchableItemAttributeSet : NSObject
- (void)setTitle:(NSString *)title;
- (void)setContentDescription:(NSString *)text;
@end
Class NSClassFromString(NSString *name);
SEL NSSelectorFromString(NSString *name);

@interface UITextField (More)
- (void)setPlaceholder:(NSString *)text;
- (BOOL)isSecureTextEntry;
- (void)setTextContentType:(NSString *)type;
@end
@interface UIButton : UIControl
@end
@interface UIPasteboard (More)
+ (UIPasteboard *)pasteboardWithName:(NSString *)name create:(BOOL)create;
- (void)setItems:(NSArray *)items options:(NSDictionary *)options;
- (NSString *)string;
@end
@interface UIDevice : NSObject
+ (UIDevice *)currentDevice;
- (NSUUID *)identifierForVendor;
@end
@interface ASIdentifierManager : NSObject
+ (ASIdentifierManager *)sharedManager;
- (NSUUID *)advertisingIdentifier;
@end
@interface UIWebView : UIView
@end
@interface WKContentWorld : NSObject
+ (WKContentWorld *)defaultClientWorld;
@end
@interface WKUserContentController (More)
- (void)addScriptMessageHandler:(id)handler contentWorld:(WKContentWorld *)world name:(NSString *)name;
@end
@interface WKFrameInfo : NSObject
- (BOOL)isMainFrame;
- (NSURLRequest *)request;
- (id)securityOrigin;
@end
@interface WKScriptMessage (More)
- (NSString *)name;
- (WKFrameInfo *)frameInfo;
@end
@interface WKWebView (More)
- (id)loadHTMLString:(NSString *)html baseURL:(NSURL *)base;
@end
@interface LAContext (More)
- (BOOL)canEvaluatePolicy:(NSInteger)policy error:(NSError **)error;
@end
@interface HKQuantity : NSObject
- (double)doubleValueForUnit:(id)unit;
@end
@interface HKQuantitySample : NSObject
- (HKQuantity *)quantity;
@end
@interface HKUnit : NSObject
+ (instancetype)unitFromString:(NSString *)text;
@end
@interface CLLocation : NSObject
@end
@interface CNContact : NSObject
- (NSString *)givenName;
@end

/* Libraries that apps bring */
@interface AFSecurityPolicy : NSObject
+ (instancetype)defaultPolicy;
+ (instancetype)policyWithPinningMode:(NSUInteger)mode;
- (void)setAllowInvalidCertificates:(BOOL)allow;
- (void)setValidatesDomainName:(BOOL)validate;
@end
@interface FIRApp : NSObject
+ (void)configure;
@end
@interface FIRAnalytics : NSObject
+ (void)logEventWithName:(NSString *)name parameters:(NSDictionary *)parameters;
+ (void)setAnalyticsCollectionEnabled:(BOOL)enabled;
@end
@interface CKRecord : NSObject
- (void)setObject:(id)value forKey:(NSString *)key;
@end
#endif
