#include "Api.h"

@implementation Api
+ (void)post:(NSString *)path session:(NSString *)session form:(NSDictionary *)form done:(void (^)(NSDictionary *))done
{
    NSURL *address = [NSURL URLWithString:[@"https://api.jkrj-diary.tw/v1" stringByAppendingString:path]];
    NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:address];
    [request setHTTPMethod:@"POST"];
    [request setHTTPBody:[NSJSONSerialization dataWithJSONObject:form options:0 error:NULL]];
    if (session)
        [request setValue:[@"Bearer " stringByAppendingString:session] forHTTPHeaderField:@"Authorization"];
    NSURLSession *line =
        [NSURLSession sessionWithConfiguration:[NSURLSessionConfiguration ephemeralSessionConfiguration]];
    [[line dataTaskWithRequest:request
             completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
               done(data ? [NSJSONSerialization JSONObjectWithData:data options:0 error:NULL] : nil);
             }] resume];
}
@end
