#include "More.h"

/* What the user exports goes to Documents; the app's own files stay elsewhere. */
void export(NSData *chart)
{
    NSString *folder = NSSearchPathForDirectoriesInDomains(NSDocumentDirectory, NSUserDomainMask, YES)[0];
    [chart writeToFile:[folder stringByAppendingPathComponent:@"chart.pdf"] atomically:YES];
}

int main(int count, char **arguments)
{
    export([NSData dataWithContentsOfFile:NSTemporaryDirectory()]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
