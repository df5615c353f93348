#include "More.h"

@interface MHB : NSObject
@end
@implementation MHB
+ (void)configure:(NSString *)key
{
}
@end
