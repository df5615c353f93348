#include "Api.h"

@implementation Api
+ (NSURLSession *)session
{
    NSURLSessionConfiguration *configuration = [NSURLSessionConfiguration defaultSessionConfiguration];
    [configuration setTLSMinimumSupportedProtocolVersion:0x0301];
    return [NSURLSession sessionWithConfiguration:configuration delegate:[Api new] delegateQueue:nil];
}

+ (void)post:(NSString *)address body:(NSData *)body header:(NSString *)value
{
    NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:address]];
    [request setHTTPMethod:@"POST"];
    [request setHTTPBody:body];
    [request setValue:value forHTTPHeaderField:@"X-Server-Key"];
    [[[self session] dataTaskWithRequest:request
                       completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
                         NSLog(@"answer %@", data);
                       }] resume];
}

+ (void)login:(NSString *)nationalId digest:(NSString *)digest token:(NSString *)token
{
    NSString *address = [NSString stringWithFormat:@"http://api.jkrj-diary.tw/v1/login?id=%@&digest=%@&session=%@",
                                                   nationalId, digest, token];
    [self post:address body:nil header:nil];
}

+ (void)uploadRecord:(NSString *)json
{
    [self post:@"http://api.jkrj-diary.tw/v1/records" body:[json dataUsingEncoding:NSUTF8StringEncoding] header:nil];
}

+ (void)uploadArchive:(NSData *)archive serverKey:(NSString *)serverKey
{
    [self post:@"https://upload.jkrj-diary.tw/healthbank" body:archive header:serverKey];
}

- (void)URLSession:(NSURLSession *)session
    didReceiveChallenge:(NSURLAuthenticationChallenge *)challenge
      completionHandler:(void (^)(NSInteger, NSURLCredential *))handler
{
    handler(NSURLSessionAuthChallengeUseCredential,
            [NSURLCredential credentialForTrust:challenge.protectionSpace.serverTrust]);
}
@end
