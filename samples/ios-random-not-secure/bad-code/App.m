#include "More.h"

NSString *token(void)
{
    return [NSString stringWithFormat:@"%08x", rand()]; // finding
}
void send(NSMutableURLRequest *request)
{
    [request setValue:token() forHTTPHeaderField:@"Authorization"];
}

int main(int count, char **arguments)
{
    send([NSMutableURLRequest new]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
