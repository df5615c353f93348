#pragma once
#include "MHBSdk.h"

/* Fetches the user's 健康存摺 after consent. */
@interface HealthBank : UIViewController <MHBDelegate>
@end
