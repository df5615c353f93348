#pragma once
#include "Apple.h"

/* Entries and records, readable as they are. */
@interface DiaryDatabase : NSObject
+ (void)insertRecord:(NSString *)json;
+ (void)search:(NSString *)words;
@end
