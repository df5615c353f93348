#include "More.h"

@interface SearchController : UIViewController
@end
@implementation SearchController {
    UITextField *_name;
    NSPredicate *_wanted;
}
- (void)search
{
    _wanted = [NSPredicate predicateWithFormat:[NSString stringWithFormat:@"name == '%@'", _name.text]]; // finding
}
@end

int main(int count, char **arguments)
{
    [[SearchController new] search];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
