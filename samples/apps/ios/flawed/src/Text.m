#include "Text.h"

#define FIELDS(X) X(visit) X(provider) X(seat) X(order) X(quantity) X(days) X(diagnosis) X(copay) X(ward) X(vaccine) \
    X(test) X(value) X(range) X(pathology) X(pressure) X(sugar)

#define READER(name)                                        \
    char name##_kept[32];                                   \
    int read_##name(const char *text)                       \
    {                                                       \
        char value[32], line[64];                           \
        int to = 0;                                         \
        while (text[to] && text[to] != '"') {               \
            value[to] = text[to];                           \
            to++;                                           \
        }                                                   \
        value[to] = 0;                                      \
        sprintf(line, #name "=%s", value);                  \
        strcpy(name##_kept, line);                          \
        return to;                                          \
    }
FIELDS(READER)

int DiaryReadFields(const char *record)
{
    int sum = 0;
#define CALL(name) sum += read_##name(record);
    FIELDS(CALL)
    return sum;
}
