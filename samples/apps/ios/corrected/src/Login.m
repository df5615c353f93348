#include "Login.h"
#include "Api.h"
#include "Consent.h"
#include "Entry.h"
#include "HealthBank.h"
#include "Vault.h"

static BOOL matches(NSString *text, NSString *pattern)
{
    NSRegularExpression *shape = [NSRegularExpression regularExpressionWithPattern:pattern options:0 error:NULL];
    NSRange all = {0, text.length};
    return [shape numberOfMatchesInString:text options:0 range:all] == 1;
}

static BOOL jailbroken(void)
{
    return access("/Applications/Cydia.app", 0) == 0 || access("/var/jb", 0) == 0 || access("/bin/bash", 0) == 0;
}

@implementation Login {
    UITextField *nationalIdField;
    UITextField *passwordField;
    UILabel *message;
}

- (void)viewDidLoad
{
    [super viewDidLoad];
    [passwordField setSecureTextEntry:YES];
    [nationalIdField setSecureTextEntry:YES];
    [nationalIdField setAutocorrectionType:UITextAutocorrectionTypeNo];
    [nationalIdField setSpellCheckingType:UITextSpellCheckingTypeNo];
    [nationalIdField setDelegate:self];
    [passwordField setDelegate:self];
    if (jailbroken())
        [message setText:@"此裝置疑似已越獄，您的資料可能不安全。"];
}

- (BOOL)textField:(UITextField *)field
    shouldChangeCharactersInRange:(NSRange)range
                replacementString:(NSString *)text
{
    return field.text.length + text.length <= 64;
}

- (void)logIn:(id)sender
{
    NSString *nationalId = nationalIdField.text;
    NSString *password = passwordField.text;
    if (!matches(nationalId, @"^[A-Z][12389][0-9]{8}$") || password.length < 12) {
        [message setText:@"無法登入，請確認身分證字號與密碼。"];
        return;
    }
    [Api post:@"/login"
        session:nil
           form:@{@"id" : nationalId, @"password" : password}
           done:^(NSDictionary *answer) {
             NSString *session = answer[@"session"];
             if (!session)
                 return;
             [Vault keepSession:session];
             if ([Vault unlock])
                 [self presentViewController:[[Settings alloc] initWithNibName:@"Settings" bundle:nil]
                                    animated:YES
                                  completion:nil];
           }];
}
@end

@implementation Settings
- (void)importRecords:(id)sender
{
    [self presentViewController:[HealthBank new] animated:YES completion:nil];
}

- (void)writeEntry:(id)sender
{
    [self presentViewController:[[Entry alloc] initWithNibName:@"Entry" bundle:nil] animated:YES completion:nil];
}

- (void)withdraw:(id)sender
{
    [Consent set:NO];
}

- (void)logOut:(id)sender
{
    [Api post:@"/logout"
        session:[Vault session]
           form:@{}
           done:^(NSDictionary *answer) {
             [Vault erase];
             [self dismissViewControllerAnimated:YES completion:nil];
           }];
}

- (void)deleteAccount:(id)sender
{
    [Api post:@"/account/delete"
        session:[Vault session]
           form:@{}
           done:^(NSDictionary *answer) {
             [self logOut:sender];
           }];
}
@end
