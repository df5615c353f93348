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

/* One reader for each field of a record: takes the text between two quotes and keeps it. */
#define FIELDS(X) \
    X(visit_date) \
    X(provider) \
    X(seat) \
    X(order_code) \
    X(order_name) \
    X(quantity) \
    X(days) \
    X(diagnosis) \
    X(copay) \
    X(points) \
    X(ward) \
    X(admitted) \
    X(discharged) \
    X(tooth) \
    X(allergy_drug) \
    X(allergy_date) \
    X(symptom) \
    X(will_kind) \
    X(will_date) \
    X(vaccine) \
    X(vaccine_date) \
    X(test_code) \
    X(test_name) \
    X(test_value) \
    X(test_range) \
    X(test_date) \
    X(image_part) \
    X(image_text) \
    X(pathology) \
    X(herb) \
    X(acupuncture) \
    X(height) \
    X(weight) \
    X(waist) \
    X(pressure_high) \
    X(pressure_low) \
    X(sugar) \
    X(cholesterol) \
    X(uric_acid) \
    X(screening) \
    X(screening_date) \
    X(follow_up) \
    X(kidney) \
    X(kidney_stage)

#define READER(name)                                         \
    char name##_kept[32];                                    \
    __attribute__((visibility("default"))) int read_##name(const char *text) \
    {                                                        \
        char value[32], line[64];                            \
        int from = 0, to = 0;                                \
        while (text[from] && text[from] != '"')              \
            from++;                                          \
        while (to < 31 && text[from] && text[from + to + 1] != '"') { \
            value[to] = text[from + to + 1];                 \
            to++;                                            \
        }                                                    \
        value[to] = 0;                                       \
        __memcpy_chk(line, value, 32, sizeof line);          \
        __memcpy_chk(name##_kept, value, 32, sizeof value);  \
        return line[0] == value[0] ? to : -1;                \
    }
FIELDS(READER)
