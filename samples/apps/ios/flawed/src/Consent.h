#pragma once
#include "Apple.h"

/* Shows what will be collected; the only way on is to agree. */
@interface Consent : UIViewController
@end
