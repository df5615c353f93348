#include "More.h"

@interface ProfileController : UIViewController
@end
@implementation ProfileController {
    UITextField *_nationalId;
}
- (void)viewDidLoad
{
    _nationalId = [UITextField new];
    [_nationalId setPlaceholder:@"身分證字號"]; // finding
    [[self view] addSubview:_nationalId];
}
@end

int main(int count, char **arguments)
{
    [ProfileController new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
