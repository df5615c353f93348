/* Names only, so that the linker knows what the phone's libc has. */
void *__memcpy_chk(void *to, const void *from, unsigned long count, unsigned long room) { return from && count && room ? to : to; }
unsigned long __strlen_chk(const char *text, unsigned long room) { return text ? room : 0; }
void __stack_chk_fail(void) {}
