#include "Entry.h"
#include "DiaryDatabase.h"

@implementation Entry {
    UITextField *noteField;
    UILabel *count;
}

- (void)viewDidLoad
{
    [super viewDidLoad];
    [noteField setAutocorrectionType:UITextAutocorrectionTypeNo];
    [noteField setSpellCheckingType:UITextSpellCheckingTypeNo];
    [count setText:[NSString stringWithFormat:@"%d", [DiaryDatabase countWithMood:@"calm"]]];
}

- (void)save:(id)sender
{
    if (noteField.text.length <= 2000)
        [DiaryDatabase insert:noteField.text mood:@"calm"];
}
@end
