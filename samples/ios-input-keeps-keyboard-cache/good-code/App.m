#include "More.h"

/* Traits are set in code, after the view is loaded. */
@interface ProfileController : UIViewController
@end
@implementation ProfileController {
    UITextField *_nationalId, *_password;
}
- (void)viewDidLoad
{
    _nationalId = [UITextField new];
    [_nationalId setPlaceholder:@"身分證字號"];
    [_password = [UITextField new] setPlaceholder:@"密碼"];
    /* Secure entry alone keeps nothing. */
    [_password setSecureTextEntry:YES];
    [self strict:_nationalId];
    [_nationalId setAutocorrectionType:UITextAutocorrectionTypeNo];
    [_nationalId setSpellCheckingType:UITextSpellCheckingTypeNo];
}
- (void)strict:(UITextField *)field
{
    [[self view] addSubview:field];
}
@end

int main(int count, char **arguments)
{
    [ProfileController new];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
