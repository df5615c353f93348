#pragma once
#include "Apple.h"

/* Asks for the national id and the password; the server decides, and neither is kept. */
@interface Login : UIViewController
@end

/* Withdrawing consent, logging out, deleting the account. */
@interface Settings : UIViewController
@end
