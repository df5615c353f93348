#include "More.h"

/* The table is named by the code, the value is bound. */
static NSString *const kTable = @"records";
@interface NoteController : UIViewController
@end
@implementation NoteController {
    UITextField *_field;
    WKWebView *_view;
}
- (void)find:(sqlite3 *)database
{
    sqlite3_stmt *statement;
    NSString *query = [NSString stringWithFormat:@"select * from %@ where name = ?", kTable];
    sqlite3_prepare_v2(database, [query UTF8String], -1, &statement, NULL);
    sqlite3_bind_text(statement, 1, [_field.text UTF8String], -1, SQLITE_TRANSIENT);
}
@end

int main(int count, char **arguments)
{
    [[NoteController new] find:NULL];
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
