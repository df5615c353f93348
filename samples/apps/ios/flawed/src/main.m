#include "Consent.h"
#include "Crypto.h"
#include "DiaryDatabase.h"
#include "Login.h"
#include "Page.h"
#include "Store.h"

@interface AppDelegate : UIResponder
@end

@implementation AppDelegate {
    UIWindow *_window;
}

- (BOOL)application:(UIApplication *)application didFinishLaunchingWithOptions:(NSDictionary *)options
{
    _window = [UIWindow new];
    [_window setRootViewController:[[Login alloc] initWithNibName:@"Login" bundle:nil]];
    [_window makeKeyAndVisible];
    return DiaryCreateKeyPair() != NULL;
}

/* healthdiary://login?token=... and healthdiary://search?... */
- (BOOL)application:(UIApplication *)application openURL:(NSURL *)url options:(NSDictionary *)options
{
    NSString *token = url.query;
    [Store keepInKeychain:token];
    [DiaryDatabase search:token];
    NSData *backup = [NSData dataWithContentsOfFile:token];
    id entry = [NSKeyedUnarchiver unarchiveObjectWithData:backup];
    [DiarySealNote(backup) writeToFile:NSTemporaryDirectory() atomically:YES];
    [DiarySealPhoto(backup) writeToFile:NSTemporaryDirectory() atomically:YES];
    [DiaryBackupKey(token) writeToFile:NSTemporaryDirectory() atomically:YES];
    [[Page new] show:url];
    [_window setRootViewController:[[Consent alloc] initWithNibName:@"Consent" bundle:nil]];
    return entry != nil;
}
@end

int main(int count, char **arguments)
{
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
