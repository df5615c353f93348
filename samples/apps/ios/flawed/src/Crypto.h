#pragma once
#include "Apple.h"

/* Home-made protection of entries. */
NSString *DiaryPasswordDigest(NSString *password);
NSData *DiarySealNote(NSData *note);
NSData *DiarySealPhoto(NSData *photo);
NSData *DiaryBackupKey(NSString *password);
NSString *DiaryArchivePassword(NSString *apiKey, NSString *serverKey);
NSString *DiarySessionToken(void);
SecKeyRef DiaryCreateKeyPair(void);
