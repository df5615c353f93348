#include "More.h"

@interface NoteController : UIViewController
@end
@implementation NoteController {
    UITextField *_field;
    WKWebView *_view;
}
- (void)show
{
    [_view evaluateJavaScript:[NSString stringWithFormat:@"show('%@')", _field.text] completionHandler:nil]; // finding
}
@end

int main(int count, char **arguments)
{
    [[NoteController new] show];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
