#include "More.h"

void record(HKQuantitySample *sample)
{
    CKRecord *record = [CKRecord new];
    double value = [[sample quantity] doubleValueForUnit:[HKUnit unitFromString:@"mmHg"]];
    [record setObject:[NSString stringWithFormat:@"%f", value] forKey:@"pressure"]; // finding
}

int main(int count, char **arguments)
{
    record([HKQuantitySample new]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
