#include "DiaryDatabase.h"

@implementation DiaryDatabase
+ (sqlite3 *)open
{
    sqlite3 *database = NULL;
    NSString *documents = NSSearchPathForDirectoriesInDomains(NSDocumentDirectory, NSUserDomainMask, YES)[0];
    sqlite3_open([documents stringByAppendingPathComponent:@"diary.db"].UTF8String, &database);
    return database;
}

+ (void)insertRecord:(NSString *)json
{
    sqlite3 *database = [self open];
    NSString *sql = [NSString stringWithFormat:@"INSERT INTO record (tests) VALUES ('%@')", json];
    sqlite3_exec(database, sql.UTF8String, NULL, NULL, NULL);
    sqlite3_close(database);
}

+ (void)search:(NSString *)words
{
    sqlite3 *database = [self open];
    NSString *sql = [NSString stringWithFormat:@"SELECT * FROM entry WHERE title LIKE '%%%@%%'", words];
    sqlite3_exec(database, sql.UTF8String, NULL, NULL, NULL);
    sqlite3_close(database);
}
@end
