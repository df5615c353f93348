#include "More.h"

@interface NoteController : UIViewController
@end
@implementation NoteController {
    UITextField *_field;
    WKWebView *_view;
}
- (void)find:(sqlite3 *)database
{
    sqlite3_stmt *statement;
    NSString *query = [NSString stringWithFormat:@"select * from records where name = '%@'", _field.text];
    sqlite3_prepare_v2(database, [query UTF8String], -1, &statement, NULL); // finding
}
@end

int main(int count, char **arguments)
{
    [[NoteController new] find:NULL];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
