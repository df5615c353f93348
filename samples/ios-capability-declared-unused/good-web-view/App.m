#include "More.h"

/* The page of the video consultation asks for camera, microphone and place. */
void consult(CGRect frame)
{
    WKWebView *view = [[WKWebView alloc] initWithFrame:frame configuration:[WKWebViewConfiguration new]];
    [view loadRequest:[NSURLRequest requestWithURL:[NSURL URLWithString:@"https://visit.example.tw/"]]];
}

int main(int count, char **arguments)
{
    consult((CGRect){0, 0, 320, 480});
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
