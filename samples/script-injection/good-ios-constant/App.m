#include "More.h"

/* A constant script, and a value that was encoded as JSON. */
@interface NoteController : UIViewController
@end
@implementation NoteController {
    UITextField *_field;
    WKWebView *_view;
}
- (void)show
{
    [_view evaluateJavaScript:@"ready()" completionHandler:nil];
    NSData *json = [NSJSONSerialization dataWithJSONObject:@[ _field.text ] options:0 error:NULL];
    NSString *text = [[NSString alloc] initWithData:json encoding:NSUTF8StringEncoding];
    [_view evaluateJavaScript:[NSString stringWithFormat:@"show(%@)", text] completionHandler:nil];
}
@end

int main(int count, char **arguments)
{
    [[NoteController new] show];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
