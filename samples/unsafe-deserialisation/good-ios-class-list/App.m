#include "More.h"

/* Only the class that is expected is made of the answer. */
void take(NSURL *url)
{
    NSData *data = [NSData dataWithContentsOfURL:url];
    NSDictionary *answer = [NSKeyedUnarchiver unarchivedObjectOfClass:[NSDictionary class] fromData:data error:NULL];
    NSLog(@"%d", answer != nil);
}

int main(int count, char **arguments)
{
    take([NSURL URLWithString:@"https://api.example.tw/v1"]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
