#include "Consent.h"
#include "HealthBank.h"

@implementation Consent
- (void)agree:(id)sender
{
    [self presentViewController:[HealthBank new] animated:YES completion:nil];
}
@end
