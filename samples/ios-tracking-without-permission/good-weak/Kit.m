#include "More.h"

/* Looks whether the framework is there, and never reads the identifier. */
BOOL kitHasIdentifiers(void)
{
    return NSClassFromString(@"ASIdentifierManager") != nil && [ASIdentifierManager sharedManager] != nil;
}
