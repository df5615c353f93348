/* Check digit of a national id; 0 when it fits, -1 when the text is none. */
typedef unsigned long size_t;
void *__memcpy_chk(void *to, const void *from, size_t count, size_t room);
size_t __strlen_chk(const char *text, size_t room);

static const char letters[] = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

__attribute__((visibility("default")))
int Java_tw_example_healthdiary_Checksum_ofNationalId(void *env, void *type, const char *id)
{
    char copy[11];
    int index = 0, sum, at;

    (void)env;
    (void)type;
    if (__strlen_chk(id, 11) != 10)
        return -1;
    __memcpy_chk(copy, id, sizeof copy, sizeof copy);
    while (letters[index] && letters[index] != copy[0])
        index++;
    sum = (index + 10) / 10 + (index + 10) % 10 * 9;
    for (at = 1; at < 9; at++)
        sum += (copy[at] - '0') * (9 - at);
    return (sum + copy[9] - '0') % 10;
}
