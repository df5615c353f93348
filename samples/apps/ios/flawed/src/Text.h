#pragma once
#include "Apple.h"

/* Plain C: one reader for each field of a record. */
int DiaryReadFields(const char *record);
