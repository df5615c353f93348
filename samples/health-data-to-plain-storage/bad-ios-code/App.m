#include "More.h"

void keep(HKQuantitySample *sample)
{
    double value = [[sample quantity] doubleValueForUnit:[HKUnit unitFromString:@"mmHg"]];
    NSString *text = [NSString stringWithFormat:@"%f", value];
    [[NSUserDefaults standardUserDefaults] setObject:text forKey:@"pressure"]; // finding
}

int main(int count, char **arguments)
{
    keep([HKQuantitySample new]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
