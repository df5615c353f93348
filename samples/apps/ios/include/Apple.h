/*
 * Hand-written declarations of the system interfaces that the samples call: names, shapes and constants only, no more
 * of each class than is used. They stand for the headers of Apple's SDK, which is not needed to build the samples.
 */
#pragma once

typedef unsigned char uint8_t;
typedef unsigned int uint32_t;
typedef int int32_t;
typedef unsigned long long uint64_t;
typedef unsigned long size_t;
typedef long NSInteger;
typedef unsigned long NSUInteger;
typedef signed char Boolean;
typedef _Bool BOOL;
#define YES ((BOOL)1)
#define NO ((BOOL)0)
#define NULL ((void *)0)
#define nil ((id)0)

/* C library */
int rand(void);
void srand(unsigned seed);
long time(long *result);
void *malloc(size_t size);
void free(void *memory);
void *memcpy(void *to, const void *from, size_t count);
void *memset(void *to, int value, size_t count);
int memset_s(void *to, size_t room, int value, size_t count);
size_t strlen(const char *text);
char *strcpy(char *to, const char *from);
int sprintf(char *to, const char *format, ...);
int access(const char *path, int mode);

/* CommonCrypto */
typedef int32_t CCCryptorStatus;
enum { kCCEncrypt = 0, kCCDecrypt = 1 };
enum { kCCAlgorithmAES = 0, kCCAlgorithmDES = 1, kCCAlgorithm3DES = 2, kCCAlgorithmRC4 = 4 };
enum { kCCOptionPKCS7Padding = 1, kCCOptionECBMode = 2 };
enum { kCCPBKDF2 = 2, kCCPRFHmacAlgSHA1 = 1, kCCPRFHmacAlgSHA256 = 3 };
CCCryptorStatus CCCrypt(uint32_t operation, uint32_t algorithm, uint32_t options, const void *key, size_t keyLength,
                        const void *iv, const void *in, size_t inLength, void *out, size_t room, size_t *moved);
int CCKeyDerivationPBKDF(uint32_t algorithm, const char *password, size_t passwordLength, const uint8_t *salt,
                         size_t saltLength, uint32_t prf, unsigned rounds, uint8_t *key, size_t keyLength);
unsigned char *CC_MD5(const void *data, uint32_t length, unsigned char *digest);
unsigned char *CC_SHA256(const void *data, uint32_t length, unsigned char *digest);

/* SQLite */
typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;
int sqlite3_open(const char *path, sqlite3 **database);
int sqlite3_close(sqlite3 *database);
int sqlite3_exec(sqlite3 *database, const char *sql, int (*row)(void *, int, char **, char **), void *context,
                 char **error);
int sqlite3_prepare_v2(sqlite3 *database, const char *sql, int length, sqlite3_stmt **statement, const char **tail);
int sqlite3_bind_text(sqlite3_stmt *statement, int index, const char *text, int length, void (*release)(void *));
int sqlite3_bind_blob(sqlite3_stmt *statement, int index, const void *data, int length, void (*release)(void *));
int sqlite3_step(sqlite3_stmt *statement);
int sqlite3_finalize(sqlite3_stmt *statement);
#define SQLITE_TRANSIENT ((void (*)(void *))-1)

/* Core Foundation and Security */
typedef const void *CFTypeRef;
typedef const struct __CFString *CFStringRef;
typedef const struct __CFDictionary *CFDictionaryRef;
typedef struct __CFData const *CFDataRef;
typedef struct __CFError *CFErrorRef;
typedef struct __SecKey *SecKeyRef;
typedef struct __SecAccessControl *SecAccessControlRef;
typedef struct __SecTrust *SecTrustRef;
typedef int32_t OSStatus;
extern const void *kCFAllocatorDefault;
void CFRelease(CFTypeRef object);
extern CFStringRef kSecClass, kSecClassGenericPassword, kSecClassKey, kSecAttrAccount, kSecAttrService, kSecValueData,
    kSecReturnData, kSecReturnRef, kSecMatchLimit, kSecAttrAccessible, kSecAttrAccessControl, kSecAttrAccessibleAlways,
    kSecAttrAccessibleWhenUnlockedThisDeviceOnly, kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly, kSecAttrKeyType,
    kSecAttrKeyTypeRSA, kSecAttrKeyTypeECSECPrimeRandom, kSecAttrKeySizeInBits, kSecAttrIsPermanent,
    kSecPrivateKeyAttrs, kSecAttrTokenID, kSecAttrTokenIDSecureEnclave, kSecAttrApplicationTag, kSecAttrSynchronizable,
    kSecKeyAlgorithmECIESEncryptionCofactorVariableIVX963SHA256AESGCM, kSecKeyAlgorithmRSAEncryptionPKCS1,
    kSecAttrAccessGroup, kSecUseAuthenticationContext;
enum {
    kSecAccessControlBiometryCurrentSet = 1 << 3,
    kSecAccessControlPrivateKeyUsage = 1 << 30,
};
OSStatus SecItemAdd(CFDictionaryRef attributes, CFTypeRef *result);
OSStatus SecItemCopyMatching(CFDictionaryRef query, CFTypeRef *result);
OSStatus SecItemDelete(CFDictionaryRef query);
SecKeyRef SecKeyCreateRandomKey(CFDictionaryRef parameters, CFErrorRef *error);
SecKeyRef SecKeyCopyPublicKey(SecKeyRef key);
CFDataRef SecKeyCreateEncryptedData(SecKeyRef key, CFStringRef algorithm, CFDataRef plain, CFErrorRef *error);
CFDataRef SecKeyCreateDecryptedData(SecKeyRef key, CFStringRef algorithm, CFDataRef sealed, CFErrorRef *error);
SecAccessControlRef SecAccessControlCreateWithFlags(const void *allocator, CFTypeRef protection, unsigned long flags,
                                                    CFErrorRef *error);
int SecRandomCopyBytes(const void *generator, size_t count, void *bytes);

#ifdef __OBJC__
/* Foundation */
typedef struct _NSZone NSZone;
typedef struct { double x, y, width, height; } CGRect;
typedef struct { NSUInteger location, length; } NSRange;
typedef struct {
    unsigned long state;
    id __unsafe_unretained *itemsPtr;
    unsigned long *mutationsPtr;
    unsigned long extra[5];
} NSFastEnumerationState;
@class NSString, NSArray, NSDictionary, NSData, NSError, NSURL, NSURLCredential, NSURLResponse, NSCoder, UIView;
@protocol NSObject
@end
@protocol NSCopying
@end
@protocol NSSecureCoding
@end
__attribute__((objc_root_class))
@interface NSObject <NSObject>
+ (instancetype)alloc;
+ (instancetype)new;
+ (Class)class;
- (instancetype)init;
- (BOOL)isEqual:(id)other;
- (BOOL)isKindOfClass:(Class)type;
- (void)dealloc;
@end
@interface NSString : NSObject <NSCopying>
+ (instancetype)stringWithFormat:(NSString *)format, ...;
+ (instancetype)stringWithUTF8String:(const char *)text;
- (instancetype)initWithData:(NSData *)data encoding:(NSUInteger)encoding;
- (const char *)UTF8String;
- (NSUInteger)length;
- (BOOL)isEqualToString:(NSString *)other;
- (BOOL)hasPrefix:(NSString *)prefix;
- (NSString *)stringByAppendingString:(NSString *)other;
- (NSString *)stringByAppendingPathComponent:(NSString *)name;
- (NSData *)dataUsingEncoding:(NSUInteger)encoding;
- (BOOL)writeToFile:(NSString *)path atomically:(BOOL)whole encoding:(NSUInteger)encoding error:(NSError **)error;
@end
enum { NSUTF8StringEncoding = 4 };
@interface NSValue : NSObject
@end
@interface NSNumber : NSValue
+ (NSNumber *)numberWithInt:(int)value;
+ (NSNumber *)numberWithBool:(BOOL)value;
@end
@interface NSData : NSObject
+ (instancetype)dataWithBytes:(const void *)bytes length:(NSUInteger)length;
+ (instancetype)dataWithContentsOfFile:(NSString *)path;
- (const void *)bytes;
- (NSUInteger)length;
- (NSString *)base64EncodedStringWithOptions:(NSUInteger)options;
- (BOOL)writeToFile:(NSString *)path atomically:(BOOL)whole;
- (BOOL)writeToFile:(NSString *)path options:(NSUInteger)options error:(NSError **)error;
@end
enum {
    NSDataWritingAtomic = 1,
    NSDataWritingFileProtectionNone = 0x10000000,
    NSDataWritingFileProtectionComplete = 0x20000000,
};
@interface NSArray : NSObject
+ (instancetype)arrayWithObjects:(const id *)objects count:(NSUInteger)count;
- (NSUInteger)count;
- (id)objectAtIndexedSubscript:(NSUInteger)index;
- (NSUInteger)countByEnumeratingWithState:(NSFastEnumerationState *)state
                                  objects:(id __unsafe_unretained *)buffer
                                    count:(NSUInteger)count;
@end
@interface NSDictionary : NSObject
+ (instancetype)dictionaryWithObjects:(const id *)objects forKeys:(const id<NSCopying> *)keys count:(NSUInteger)count;
- (id)objectForKeyedSubscript:(id)key;
- (NSArray *)allKeys;
@end
@interface NSURL : NSObject
+ (instancetype)URLWithString:(NSString *)text;
+ (instancetype)fileURLWithPath:(NSString *)path;
- (NSString *)query;
- (NSString *)absoluteString;
- (NSString *)scheme;
- (BOOL)setResourceValue:(id)value forKey:(NSString *)key error:(NSError **)error;
@end
extern NSString *const NSURLIsExcludedFromBackupKey, *const NSFileProtectionKey, *const NSFileProtectionNone;
@interface NSURLRequest : NSObject
+ (instancetype)requestWithURL:(NSURL *)url;
- (NSURL *)URL;
@end
@interface NSMutableURLRequest : NSURLRequest
- (void)setHTTPMethod:(NSString *)method;
- (void)setHTTPBody:(NSData *)body;
- (void)setValue:(NSString *)value forHTTPHeaderField:(NSString *)name;
@end
@protocol NSURLSessionDelegate <NSObject>
@end
@interface NSURLSessionTask : NSObject
- (void)resume;
@end
@interface NSURLSessionConfiguration : NSObject
+ (NSURLSessionConfiguration *)defaultSessionConfiguration;
+ (NSURLSessionConfiguration *)ephemeralSessionConfiguration;
- (void)setTLSMinimumSupportedProtocolVersion:(uint32_t)version;
@end
@interface NSURLSession : NSObject
+ (NSURLSession *)sessionWithConfiguration:(NSURLSessionConfiguration *)configuration
                                  delegate:(id)delegate
                             delegateQueue:(id)queue;
+ (NSURLSession *)sessionWithConfiguration:(NSURLSessionConfiguration *)configuration;
- (NSURLSessionTask *)dataTaskWithRequest:(NSURLRequest *)request
                        completionHandler:(void (^)(NSData *, NSURLResponse *, NSError *))handler;
@end
@interface NSURLProtectionSpace : NSObject
- (SecTrustRef)serverTrust;
@end
@interface NSURLAuthenticationChallenge : NSObject
- (NSURLProtectionSpace *)protectionSpace;
@end
@interface NSURLCredential : NSObject
+ (NSURLCredential *)credentialForTrust:(SecTrustRef)trust;
@end
enum { NSURLSessionAuthChallengeUseCredential = 0 };
@interface NSUserDefaults : NSObject
+ (NSUserDefaults *)standardUserDefaults;
- (instancetype)initWithSuiteName:(NSString *)name;
- (id)objectForKey:(NSString *)key;
- (void)setObject:(id)value forKey:(NSString *)key;
- (BOOL)boolForKey:(NSString *)key;
- (NSInteger)integerForKey:(NSString *)key;
- (void)setInteger:(NSInteger)value forKey:(NSString *)key;
- (void)removeObjectForKey:(NSString *)key;
- (void)removePersistentDomainForName:(NSString *)name;
- (NSDictionary *)dictionaryRepresentation;
@end
@interface NSFileManager : NSObject
+ (NSFileManager *)defaultManager;
- (BOOL)removeItemAtPath:(NSString *)path error:(NSError **)error;
- (BOOL)fileExistsAtPath:(NSString *)path;
- (BOOL)createFileAtPath:(NSString *)path contents:(NSData *)data attributes:(NSDictionary *)attributes;
@end
@interface NSFileHandle : NSObject
- (NSData *)readDataToEndOfFile;
@end
@interface NSJSONSerialization : NSObject
+ (id)JSONObjectWithData:(NSData *)data options:(NSUInteger)options error:(NSError **)error;
+ (NSData *)dataWithJSONObject:(id)object options:(NSUInteger)options error:(NSError **)error;
@end
@interface NSKeyedUnarchiver : NSObject
+ (id)unarchiveObjectWithData:(NSData *)data;
+ (id)unarchivedObjectOfClass:(Class)type fromData:(NSData *)data error:(NSError **)error;
@end
@interface NSBundle : NSObject
+ (NSBundle *)mainBundle;
- (id)objectForInfoDictionaryKey:(NSString *)key;
- (NSString *)bundleIdentifier;
- (NSURL *)URLForResource:(NSString *)name withExtension:(NSString *)extension;
@end
@interface NSRegularExpression : NSObject
+ (NSRegularExpression *)regularExpressionWithPattern:(NSString *)pattern
                                              options:(NSUInteger)options
                                                error:(NSError **)error;
- (NSUInteger)numberOfMatchesInString:(NSString *)text options:(NSUInteger)options range:(NSRange)range;
@end
NSArray *NSSearchPathForDirectoriesInDomains(NSUInteger directory, NSUInteger domain, BOOL expand);
NSString *NSTemporaryDirectory(void);
NSString *NSHomeDirectory(void);
void NSLog(NSString *format, ...);
enum { NSDocumentDirectory = 9, NSApplicationSupportDirectory = 14, NSUserDomainMask = 1 };

/* UIKit */
@interface UIResponder : NSObject
@end
@interface UIView : UIResponder
- (instancetype)initWithFrame:(CGRect)frame;
- (CGRect)bounds;
- (void)addSubview:(UIView *)view;
- (void)removeFromSuperview;
- (void)setHidden:(BOOL)hidden;
@end
@interface UIWindow : UIView
- (void)makeKeyAndVisible;
- (void)setRootViewController:(id)controller;
@end
@interface UILabel : UIView
- (void)setText:(NSString *)text;
@end
@interface UIControl : UIView
@end
@interface UISwitch : UIControl
- (BOOL)isOn;
@end
@interface UITextField : UIControl
- (NSString *)text;
- (void)setText:(NSString *)text;
- (void)setSecureTextEntry:(BOOL)secure;
- (void)setAutocorrectionType:(NSInteger)type;
- (void)setSpellCheckingType:(NSInteger)type;
- (void)setDelegate:(id)delegate;
@end
enum { UITextAutocorrectionTypeNo = 1, UITextSpellCheckingTypeNo = 1 };
@interface UIBlurEffect : NSObject
+ (UIBlurEffect *)effectWithStyle:(NSInteger)style;
@end
@interface UIVisualEffectView : UIView
- (instancetype)initWithEffect:(id)effect;
@end
@interface UIViewController : UIResponder
- (instancetype)initWithNibName:(NSString *)name bundle:(NSBundle *)bundle;
- (void)viewDidLoad;
- (UIView *)view;
- (void)presentViewController:(UIViewController *)controller animated:(BOOL)animated completion:(void (^)(void))done;
- (void)dismissViewControllerAnimated:(BOOL)animated completion:(void (^)(void))done;
@end
@interface UIPasteboard : NSObject
+ (UIPasteboard *)generalPasteboard;
- (void)setString:(NSString *)text;
@end
@interface UIActivityViewController : UIViewController
- (instancetype)initWithActivityItems:(NSArray *)items applicationActivities:(NSArray *)activities;
@end
@interface UIApplication : UIResponder
+ (UIApplication *)sharedApplication;
- (void)openURL:(NSURL *)url options:(NSDictionary *)options completionHandler:(void (^)(BOOL))done;
@end
int UIApplicationMain(int count, char **arguments, NSString *application, NSString *delegate);

/* WebKit, LocalAuthentication, HealthKit, Core Location, user notifications */
@interface WKPreferences : NSObject
- (void)setJavaScriptEnabled:(BOOL)enabled;
- (void)setValue:(id)value forKey:(NSString *)key;
@end
@interface WKUserContentController : NSObject
- (void)addScriptMessageHandler:(id)handler name:(NSString *)name;
@end
@interface WKWebpagePreferences : NSObject
- (void)setAllowsContentJavaScript:(BOOL)allowed;
@end
@interface WKWebViewConfiguration : NSObject
- (WKPreferences *)preferences;
- (WKUserContentController *)userContentController;
- (WKWebpagePreferences *)defaultWebpagePreferences;
- (void)setWebsiteDataStore:(id)store;
@end
@interface WKWebsiteDataStore : NSObject
+ (WKWebsiteDataStore *)nonPersistentDataStore;
@end
@interface WKNavigationAction : NSObject
- (NSURLRequest *)request;
@end
@interface WKWebView : UIView
- (instancetype)initWithFrame:(CGRect)frame configuration:(WKWebViewConfiguration *)configuration;
- (id)loadRequest:(NSURLRequest *)request;
- (id)loadFileURL:(NSURL *)url allowingReadAccessToURL:(NSURL *)folder;
- (void)evaluateJavaScript:(NSString *)script completionHandler:(void (^)(id, NSError *))done;
- (void)setNavigationDelegate:(id)delegate;
- (void)setInspectable:(BOOL)inspectable;
@end
@interface WKScriptMessage : NSObject
- (id)body;
@end
@interface LAContext : NSObject
- (void)setLocalizedReason:(NSString *)reason;
- (void)evaluatePolicy:(NSInteger)policy
       localizedReason:(NSString *)reason
                 reply:(void (^)(BOOL, NSError *))reply;
@end
enum { LAPolicyDeviceOwnerAuthenticationWithBiometrics = 1, LAPolicyDeviceOwnerAuthentication = 2 };
@interface HKHealthStore : NSObject
- (void)requestAuthorizationToShareTypes:(id)share readTypes:(id)read completion:(void (^)(BOOL, NSError *))done;
@end
@interface CLLocationManager : NSObject
- (void)requestAlwaysAuthorization;
@end
@interface UNMutableNotificationContent : NSObject
- (void)setTitle:(NSString *)text;
- (void)setBody:(NSString *)text;
@end
@interface UNNotificationRequest : NSObject
+ (instancetype)requestWithIdentifier:(NSString *)name content:(id)content trigger:(id)trigger;
@end
@interface UNUserNotificationCenter : NSObject
+ (UNUserNotificationCenter *)currentNotificationCenter;
- (void)addNotificationRequest:(id)request withCompletionHandler:(void (^)(NSError *))done;
@end
#endif
