#include "More.h"

@interface SearchController : UIViewController
@end
@implementation SearchController {
    UITextField *_name;
    NSPredicate *_wanted;
}
- (void)search
{
    /* The text is an argument, not part of the format. */
    _wanted = [NSPredicate predicateWithFormat:@"name == %@", _name.text];
}
@end

int main(int count, char **arguments)
{
    [[SearchController new] search];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
