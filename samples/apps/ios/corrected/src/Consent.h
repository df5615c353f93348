#pragma once
#include "Apple.h"

/* Shows the packaged notice; the user may agree, or decline and go on without 健康存摺. */
@interface Consent : UIViewController
+ (BOOL)given;
+ (void)set:(BOOL)agreed;
@end
