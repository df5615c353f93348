// flags: -Wno-format-security
#include "More.h"

@interface NoteController : UIViewController
@end
@implementation NoteController {
    UITextField *_field;
    WKWebView *_view;
}
- (void)note
{
    NSLog(_field.text); // finding
}
@end

int main(int count, char **arguments)
{
    [[NoteController new] note];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
