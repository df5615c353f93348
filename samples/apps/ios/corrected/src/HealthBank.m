#include "HealthBank.h"
#include "Api.h"
#include "Consent.h"
#include "Vault.h"

@implementation HealthBank {
    MHB *_sdk;
    NSString *_apiKey;
    UILabel *status;
}

- (void)viewDidLoad
{
    [super viewDidLoad];
    if (![Consent given]) {
        [self presentViewController:[[Consent alloc] initWithNibName:@"Consent" bundle:nil] animated:YES completion:nil];
        return;
    }
    [Api post:@"/healthbank/key"
        session:[Vault session]
           form:@{}
           done:^(NSDictionary *answer) {
             self->_apiKey = answer[@"key"];
             self->_sdk = [MHB configure:self->_apiKey];
             [self->_sdk start:self];
           }];
}

- (void)didStartProcSuccess
{
    NSUserDefaults *defaults = [NSUserDefaults standardUserDefaults];
    for (NSString *name in [[defaults dictionaryRepresentation] allKeys]) {
        if ([name hasPrefix:@"File_Ticket_"]) {
            NSString *ticket = [defaults objectForKey:name];
            [defaults removeObjectForKey:name];
            [_sdk fetchData:self fileTicket:ticket];
        }
    }
}

- (void)didStartProcFailureWithError:(NSString *)error
{
    [status setText:@"無法取得您的資料。"];
}

/* Opened in memory; the test results are kept sealed, and nothing else of it is kept, sent or printed. */
- (void)didFetchDataSuccessWithFile:(NSFileHandle *)file serverKey:(NSString *)serverKey
{
    NSData *json = [self open:[file readDataToEndOfFile] password:[self archivePassword:serverKey]];
    NSDictionary *root = [NSJSONSerialization JSONObjectWithData:json options:0 error:NULL];
    NSData *tests = [NSJSONSerialization dataWithJSONObject:root[@"myhealthbank"][@"bdata"][@"r7"] options:0 error:NULL];
    [status setText:[Vault store:tests name:@"record"] ? @"資料已加密儲存。" : @"無法取得您的資料。"];
}

- (void)didFetchDataFailureWithError:(NSString *)error
{
    [status setText:@"無法取得您的資料。"];
}

- (void)didMHBExit
{
    [self dismissViewControllerAnimated:YES completion:nil];
}

/* Salt, rounds and hash are the SDK's own choice and are used for nothing else. */
- (NSString *)archivePassword:(NSString *)serverKey
{
    uint8_t key[32];
    const char *salt = serverKey.UTF8String;
    CCKeyDerivationPBKDF(kCCPBKDF2, _apiKey.UTF8String, _apiKey.length, (const uint8_t *)salt, strlen(salt),
                         kCCPRFHmacAlgSHA1, 1000, key, sizeof key);
    NSString *password = [[NSData dataWithBytes:key length:sizeof key] base64EncodedStringWithOptions:0];
    memset_s(key, sizeof key, 0, sizeof key);
    return password;
}

/* Stand-in for a library that opens encrypted archives in memory. */
- (NSData *)open:(NSData *)archive password:(NSString *)password
{
    return password.length ? archive : nil;
}
@end
