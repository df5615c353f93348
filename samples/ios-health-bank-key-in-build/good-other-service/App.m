#include "More.h"

/* A value of the same shape that belongs to another service; the key of the 健康存摺 comes from the server. */
@interface MHB : NSObject
+ (void)configure:(NSString *)key;
@end
@interface Push : NSObject
+ (void)startWithKey:(NSString *)key;
@end
@implementation Push
+ (void)startWithKey:(NSString *)key
{
    [[NSUserDefaults standardUserDefaults] setObject:key forKey:@"push"];
}
@end
void start(void)
{
    [Push startWithKey:@"0f1e2d3c4b5a69788796a5b4c3d2e1f0"];
    [[[NSURLSession sharedSession] dataTaskWithURL:[NSURL URLWithString:@"https://api.example.tw/key"]
                                 completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
                                     [MHB configure:[[NSString alloc] initWithData:data encoding:NSUTF8StringEncoding]];
                                 }] resume];
}

int main(int count, char **arguments)
{
    start();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
