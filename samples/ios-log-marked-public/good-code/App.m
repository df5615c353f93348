#include "More.h"

/* What is public is the app's own text. */
void _os_log_impl(void *dso, void *log, uint8_t type, const char *format, uint8_t *buffer, uint32_t size);
void say(void *log)
{
    uint8_t buffer[12] = {0, 1, 0x22, 8};
    const char *page = "profile";
    memcpy(buffer + 4, &page, 8);
    _os_log_impl(NULL, log, 1, "opened %{public}s", buffer, sizeof buffer);
    _os_log_impl(NULL, log, 1, "token renewed", buffer, 2);
    _os_log_impl(NULL, log, 1, "password changed for %{private}s", buffer, sizeof buffer);
    NSLog(@"token renewed");
}

int main(int count, char **arguments)
{
    say(arguments);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
