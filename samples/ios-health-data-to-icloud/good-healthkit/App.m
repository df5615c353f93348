#include "More.h"

/* HealthKit brings its samples to the user's other devices by itself. */
@interface HKHealthStore (Saving)
- (void)saveObject:(id)object withCompletion:(void (^)(BOOL, NSError *))done;
@end
void record(HKHealthStore *store, HKQuantitySample *sample)
{
    double value = [[sample quantity] doubleValueForUnit:[HKUnit unitFromString:@"mmHg"]];
    if (value > 90)
        [store saveObject:sample withCompletion:^(BOOL ok, NSError *error) {}];
}

int main(int count, char **arguments)
{
    record([HKHealthStore new], [HKQuantitySample new]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
