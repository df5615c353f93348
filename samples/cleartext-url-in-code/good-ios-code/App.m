#include "More.h"

/* Addresses that are names, that nothing uses, of the device itself, or of servers that are asked by TLS. */
static NSString *const kNamespace = @"http://www.w3.org/2000/svg";
void ask(void)
{
    NSLog(@"%@ %@", kNamespace, @"http://unused.example.tw/v1");
    NSURL *here = [NSURL URLWithString:@"http://127.0.0.1:8080/status"];
    NSURL *there = [NSURL URLWithString:@"https://api.example.tw/v1?next=http://old.example.tw/"];
    [[[NSURLSession sharedSession] dataTaskWithURL:here completionHandler:^(NSData *d, NSURLResponse *r, NSError *e) {}] resume];
    [[[NSURLSession sharedSession] dataTaskWithURL:there completionHandler:^(NSData *d, NSURLResponse *r, NSError *e) {}] resume];
}

int main(int count, char **arguments)
{
    ask();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
