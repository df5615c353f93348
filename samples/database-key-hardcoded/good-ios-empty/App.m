#include "More.h"

/* An empty key opens a plain database; the other key comes from the keychain. */
int sqlite3_key(sqlite3 *database, const void *key, int length);
void start(void)
{
    sqlite3 *database;
    CFTypeRef kept = NULL;
    SecItemCopyMatching(NULL, &kept);
    NSData *key = (__bridge NSData *)kept;
    sqlite3_open("/tmp/c.db", &database);
    sqlite3_key(database, "", 0);
    sqlite3_open("/tmp/r.db", &database);
    sqlite3_key(database, key.bytes, (int)key.length);
}

int main(int count, char **arguments)
{
    start();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
