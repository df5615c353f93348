#include "More.h"

/* Writes nothing down. */
void start(void)
{
    [[NSUserDefaults standardUserDefaults] setInteger:1 forKey:@"starts"];
}

int main(int count, char **arguments)
{
    start();
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
