#pragma once
#include "Apple.h"

/* Screen of one entry. */
@interface Entry : UIViewController
@end
