#include "More.h"

/* Carries the record to the next screen; neither the search nor another device gets it. */
void show(HKQuantitySample *sample)
{
    double value = [[sample quantity] doubleValueForUnit:[HKUnit unitFromString:@"mmHg"]];
    NSUserActivity *activity = [[NSUserActivity alloc] initWithActivityType:@"tw.example.record"];
    [activity setEligibleForSearch:NO];
    [activity setEligibleForHandoff:NO];
    [activity setTitle:[NSString stringWithFormat:@"%f", value]];
    [activity becomeCurrent];
}

int main(int count, char **arguments)
{
    show([HKQuantitySample new]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
