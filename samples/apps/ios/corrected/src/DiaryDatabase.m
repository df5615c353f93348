#include "DiaryDatabase.h"
#include "Vault.h"

@implementation DiaryDatabase
+ (sqlite3 *)open
{
    sqlite3 *database = NULL;
    NSString *folder = NSSearchPathForDirectoriesInDomains(NSApplicationSupportDirectory, NSUserDomainMask, YES)[0];
    sqlite3_open([folder stringByAppendingPathComponent:@"diary.db"].UTF8String, &database);
    return database;
}

+ (void)insert:(NSString *)note mood:(NSString *)mood
{
    sqlite3 *database = [self open];
    sqlite3_stmt *statement = NULL;
    NSData *sealed = [Vault seal:[note dataUsingEncoding:NSUTF8StringEncoding]];
    sqlite3_prepare_v2(database, "INSERT INTO entry (mood, note) VALUES (?, ?)", -1, &statement, NULL);
    sqlite3_bind_text(statement, 1, mood.UTF8String, -1, SQLITE_TRANSIENT);
    sqlite3_bind_blob(statement, 2, sealed.bytes, (int)sealed.length, SQLITE_TRANSIENT);
    sqlite3_step(statement);
    sqlite3_finalize(statement);
    sqlite3_close(database);
}

+ (int)countWithMood:(NSString *)mood
{
    sqlite3 *database = [self open];
    sqlite3_stmt *statement = NULL;
    int rows = 0;
    sqlite3_prepare_v2(database, "SELECT id FROM entry WHERE mood = ?", -1, &statement, NULL);
    sqlite3_bind_text(statement, 1, mood.UTF8String, -1, SQLITE_TRANSIENT);
    while (sqlite3_step(statement) == 100)
        rows++;
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return rows;
}
@end
