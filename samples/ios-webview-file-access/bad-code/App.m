#include "More.h"

void show(WKWebView *view)
{
    NSString *folder = NSSearchPathForDirectoriesInDomains(NSDocumentDirectory, NSUserDomainMask, YES)[0];
    NSURL *page = [NSURL fileURLWithPath:[folder stringByAppendingPathComponent:@"report.html"]];
    [view loadFileURL:page allowingReadAccessToURL:[NSURL fileURLWithPath:NSHomeDirectory()]]; // finding
}
void settings(WKWebViewConfiguration *configuration)
{
    [[configuration preferences] setValue:@YES forKey:@"allowFileAccessFromFileURLs"]; // finding
}

int main(int count, char **arguments)
{
    show([WKWebView new]);
    settings([WKWebViewConfiguration new]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
