#include "More.h"

/* The code is of no use without the verifier, which never left the app. */
@interface AppDelegate : UIResponder
@end
@implementation AppDelegate {
    NSString *_verifier;
}
- (BOOL)application:(UIApplication *)application openURL:(NSURL *)url options:(NSDictionary *)options
{
    NSString *body = [NSString stringWithFormat:@"%@&code_verifier=%@", url.query, _verifier];
    NSMutableURLRequest *request =
        [NSMutableURLRequest requestWithURL:[NSURL URLWithString:@"https://id.example.tw/token"]];
    [request setHTTPBody:[body dataUsingEncoding:NSUTF8StringEncoding]];
    [[[NSURLSession sharedSession] dataTaskWithRequest:request
                                     completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
                                     }] resume];
    return YES;
}
@end

int main(int count, char **arguments)
{
    [AppDelegate new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
