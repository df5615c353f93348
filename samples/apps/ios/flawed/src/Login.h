#pragma once
#include "Apple.h"

/* Asks for the national id and the password. */
@interface Login : UIViewController
@end
