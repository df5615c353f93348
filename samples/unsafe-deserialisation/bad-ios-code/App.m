#include "More.h"

void take(NSURL *url)
{
    NSData *data = [NSData dataWithContentsOfURL:url];
    NSLog(@"%d", [NSKeyedUnarchiver unarchiveObjectWithData:data] != nil); // finding
}

int main(int count, char **arguments)
{
    take([NSURL URLWithString:@"https://api.example.tw/v1"]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
