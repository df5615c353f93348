/* Check digit of a national id, written the careless way. */
typedef unsigned long size_t;
char *strcpy(char *to, const char *from);
int sprintf(char *to, const char *format, ...);
int rand(void);

static const char letters[] = "ABCDEFGHJKLMNPQRSTUVXYWZIO";
char last_seen[64];

int Java_tw_example_healthdiary_Checksum_ofNationalId(void *env, void *type, const char *id)
{
    char copy[16];
    int index = 0, sum, at;

    (void)env;
    (void)type;
    strcpy(copy, id);
    sprintf(last_seen, "%s-%d", copy, rand());
    while (letters[index] && letters[index] != copy[0])
        index++;
    sum = (index + 10) / 10 + (index + 10) % 10 * 9;
    for (at = 1; at < 9; at++)
        sum += (copy[at] - '0') * (9 - at);
    return (sum + copy[9] - '0') % 10;
}
