#include "More.h"

/* A place on the screen, one picture of several, and names that only contain the word. */
CGRect sparkle(CGRect bounds)
{
    CGRect frame = {rand() % 320, rand() % 480, 4, 4};
    return frame;
}
NSString *sample(NSArray *tips)
{
    return tips[(NSUInteger)random() % tips.count];
}
static int randomly(int seed)
{
    return seed * 7 + 3;
}
/* A token from a sound generator. */
NSString *token(void)
{
    return [NSString stringWithFormat:@"%08x%08x", arc4random(), arc4random_uniform(1u << 31)];
}
void send(NSMutableURLRequest *request)
{
    [request setValue:token() forHTTPHeaderField:@"Authorization"];
    [request setHTTPMethod:randomly(4) > 3 ? @"PUT" : @"POST"];
}

int main(int count, char **arguments)
{
    sparkle((CGRect){0, 0, 320, 480});
    sample(nil);
    send([NSMutableURLRequest new]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
