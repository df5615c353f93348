#include "More.h"

/* Bounded forms, a name that only contains another, and words about strcpy and gets. */
char *strncpy(char *to, const char *from, size_t room);
static const char kHelp[] = "sprintf and gets are not used";
void copy(const char *name)
{
    char to[32];
    snprintf(to, sizeof to, "%s", name);
    strncpy(to, name, sizeof to - 1);
    NSLog(@"%zu %s", malloc_size(to), kHelp);
}

int main(int count, char **arguments)
{
    copy(arguments[0]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
