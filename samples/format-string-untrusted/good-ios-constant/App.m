#include "More.h"

/* The format is the build's; the text is an argument. */
@interface NoteController : UIViewController
@end
@implementation NoteController {
    UITextField *_field;
    WKWebView *_view;
}
- (void)note
{
    NSLog(@"100%% %@", _field.text);
    NSString *text = [NSString stringWithFormat:@"%d %% of %@", 5, _field.text];
    NSLog(@"%@", text);
}
@end

int main(int count, char **arguments)
{
    [[NoteController new] note];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
