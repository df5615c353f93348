#include "More.h"

void _os_log_impl(void *dso, void *log, uint8_t type, const char *format, uint8_t *buffer, uint32_t size);
void say(void *log, const char *token)
{
    uint8_t buffer[12] = {0, 1, 0x22, 8};
    memcpy(buffer + 4, &token, 8);
    _os_log_impl(NULL, log, 1, "token %{public}s", buffer, sizeof buffer); // finding
}

int main(int count, char **arguments)
{
    say(arguments, arguments[1]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
