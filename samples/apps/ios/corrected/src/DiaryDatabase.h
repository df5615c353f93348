#pragma once
#include "Apple.h"

/* Entries: the mood in the clear for searching, the text sealed. */
@interface DiaryDatabase : NSObject
+ (void)insert:(NSString *)note mood:(NSString *)mood;
+ (int)countWithMood:(NSString *)mood;
@end
