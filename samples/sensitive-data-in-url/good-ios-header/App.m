#include "More.h"

/* The address is a link that the server signed; the token goes in a header. */
void fetch(NSDictionary *answer)
{
    CFTypeRef kept = NULL;
    SecItemCopyMatching(NULL, &kept);
    NSString *token = [[NSString alloc] initWithData:(__bridge NSData *)kept encoding:NSUTF8StringEncoding];
    NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:answer[@"download_url"]]];
    [request setValue:token forHTTPHeaderField:@"Authorization"];
    [[[NSURLSession sharedSession] dataTaskWithRequest:request completionHandler:^(NSData *d, NSURLResponse *r, NSError *e) {}] resume];
}

int main(int count, char **arguments)
{
    fetch(nil);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
