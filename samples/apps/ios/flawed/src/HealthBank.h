#pragma once
#include "MHBSdk.h"

/* Fetches the user's 健康存摺; starts at once, consent or not. */
@interface HealthBank : UIViewController <MHBDelegate>
@end
