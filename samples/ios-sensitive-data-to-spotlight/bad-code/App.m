#include "More.h"

void show(HKQuantitySample *sample)
{
    double value = [[sample quantity] doubleValueForUnit:[HKUnit unitFromString:@"mmHg"]];
    NSUserActivity *activity = [[NSUserActivity alloc] initWithActivityType:@"tw.example.record"];
    [activity setEligibleForSearch:YES];
    [activity setTitle:[NSString stringWithFormat:@"%f", value]]; // finding
    [activity becomeCurrent];
}
void list(HKQuantitySample *sample)
{
    CSSearchableItemAttributeSet *item = [CSSearchableItemAttributeSet new];
    double value = [[sample quantity] doubleValueForUnit:[HKUnit unitFromString:@"mmHg"]];
    [item setContentDescription:[NSString stringWithFormat:@"%f", value]]; // finding
}

int main(int count, char **arguments)
{
    show([HKQuantitySample new]);
    list([HKQuantitySample new]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
