#include "More.h"

/* The sentence stands in the table of strings alone. */
@class CNContactStore;
@interface CNContactStore : NSObject
@end
id contacts(void)
{
    return [CNContactStore new];
}

int main(int count, char **arguments)
{
    contacts();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
