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
    int read_##name(const char *text)                        \
    {                                                        \
        char value[32], line[64];                            \
        int from = 0, to = 0;                                \
        while (text[from] && text[from] != '"')              \
            from++;                                          \
        while (text[from] && text[from + to + 1] != '"') {   \
            value[to] = text[from + to + 1];                 \
            to++;                                            \
        }                                                    \
        value[to] = 0;                                       \
        sprintf(line, #name "=%s", value);                   \
        strcpy(name##_kept, value);                          \
        return line[0] == #name[0] ? to : -1;                \
    }
FIELDS(READER)
