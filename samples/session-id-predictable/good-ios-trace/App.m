#include "More.h"

/* The number names a request, not a session. */
void ask(NSMutableURLRequest *request)
{
    [request setValue:[NSString stringWithFormat:@"%f", [[NSDate date] timeIntervalSince1970]] forHTTPHeaderField:@"X-Request-Id"];
    [request setValue:[[NSUUID UUID] UUIDString] forHTTPHeaderField:@"Idempotency-Key"];
}

int main(int count, char **arguments)
{
    ask([NSMutableURLRequest new]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
