#include "More.h"

@interface PinController : UIViewController
@end
@implementation PinController {
    UITextField *_password;
}
- (void)viewDidLoad
{
    [_password setSecureTextEntry:YES];
}
- (BOOL)open
{
    return [_password.text isEqualToString:@"2580"]; // finding
}
@end

int main(int count, char **arguments)
{
    NSLog(@"%d", [[PinController new] open]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
