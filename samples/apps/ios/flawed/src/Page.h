#pragma once
#include "Apple.h"

/* Shows any page, with a door into the app. */
@interface Page : UIViewController
- (void)show:(NSURL *)address;
@end
