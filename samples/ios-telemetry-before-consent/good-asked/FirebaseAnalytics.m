#include "More.h"

@interface FIRAnalytics_ : NSObject
@end
@implementation FIRAnalytics_
@end
