#include "More.h"

/* A command that tells whether the phone was opened up; what was typed goes elsewhere. */
@interface NoteController : UIViewController
@end
@implementation NoteController {
    UITextField *_field;
    WKWebView *_view;
}
- (void)look
{
    NSLog(@"%d", system("which su"));
    [_field setText:_field.text];
}
@end

int main(int count, char **arguments)
{
    [[NoteController new] look];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
