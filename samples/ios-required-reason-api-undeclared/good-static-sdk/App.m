#include "More.h"

/* A library linked in as a static one; its manifest came with its resources. */
int OWKitAge(const char *path)
{
    char room[144];
    return stat(path, room);
}

int main(int count, char **arguments)
{
    OWKitAge("/dev/null");
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
