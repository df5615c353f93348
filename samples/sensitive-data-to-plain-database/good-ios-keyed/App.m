#include "More.h"

/* SQLCipher under SQLite's own symbols: the database is given a key. */
int sqlite3_key(sqlite3 *database, const void *key, int length);
void keep(HKQuantitySample *sample, NSData *key)
{
    sqlite3 *database;
    sqlite3_stmt *statement;
    sqlite3_open("/tmp/r.db", &database);
    sqlite3_key(database, key.bytes, (int)key.length);
    sqlite3_prepare_v2(database, "insert into r values (?)", -1, &statement, NULL);
    double value = [[sample quantity] doubleValueForUnit:[HKUnit unitFromString:@"mmHg"]];
    sqlite3_bind_text(statement, 1, [[NSString stringWithFormat:@"%f", value] UTF8String], -1, SQLITE_TRANSIENT);
    sqlite3_step(statement);
}

int main(int count, char **arguments)
{
    keep([HKQuantitySample new], nil);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
