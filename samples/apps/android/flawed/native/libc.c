/* Names only, so that the linker knows what the phone's libc has. */
char *strcpy(char *to, const char *from) { return from ? to : to; }
int sprintf(char *to, const char *format, ...) { return to && format; }
int rand(void) { return 4; }
