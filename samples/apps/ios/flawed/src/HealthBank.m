#include "HealthBank.h"
#include "Api.h"
#include "Crypto.h"
#include "DiaryDatabase.h"
#include "Store.h"
#include "Text.h"

@implementation HealthBank {
    MHB *_sdk;
}

- (void)viewDidLoad
{
    [super viewDidLoad];
    _sdk = [MHB configure:@"6f1d9c47b82e4a05938c7de1f2460ba7"];
    [_sdk start:self];
}

- (void)didStartProcSuccess
{
    NSUserDefaults *defaults = [NSUserDefaults standardUserDefaults];
    for (NSString *name in [[defaults dictionaryRepresentation] allKeys]) {
        if ([name hasPrefix:@"File_Ticket_"])
            [_sdk fetchData:self fileTicket:[defaults objectForKey:name]];
    }
}

- (void)didStartProcFailureWithError:(NSString *)error
{
    NSLog(@"start failed %@", error);
}

- (void)didFetchDataSuccessWithFile:(NSFileHandle *)file serverKey:(NSString *)serverKey
{
    NSLog(@"server key %@", serverKey);
    NSData *archive = [file readDataToEndOfFile];
    NSString *documents = NSSearchPathForDirectoriesInDomains(NSDocumentDirectory, NSUserDomainMask, YES)[0];
    [archive writeToFile:[documents stringByAppendingPathComponent:@"healthbank.zip"] atomically:YES];
    NSString *apiKey = [[NSBundle mainBundle] objectForInfoDictionaryKey:@"MHB_API_KEY"];
    NSLog(@"password %@", DiaryArchivePassword(apiKey, serverKey));
    [Api uploadArchive:archive serverKey:serverKey];
    [self spread:[[NSString alloc] initWithData:archive encoding:NSUTF8StringEncoding]];
}

- (void)didFetchDataFailureWithError:(NSString *)error
{
    NSLog(@"fetch failed %@", error);
}

- (void)didMHBExit
{
}

- (void)spread:(NSString *)json
{
    NSLog(@"record %@, %d", json, DiaryReadFields(json.UTF8String));
    NSDictionary *root = [NSJSONSerialization JSONObjectWithData:[json dataUsingEncoding:NSUTF8StringEncoding] options:0
                                                           error:NULL];
    NSString *tests = root[@"myhealthbank"][@"bdata"][@"r7"];
    [Store keepRecord:tests];
    [DiaryDatabase insertRecord:tests];
    [Api uploadRecord:tests];
    [[UIPasteboard generalPasteboard] setString:tests];
    UNMutableNotificationContent *content = [UNMutableNotificationContent new];
    [content setTitle:@"檢驗結果"];
    [content setBody:tests];
    [[UNUserNotificationCenter currentNotificationCenter]
        addNotificationRequest:[UNNotificationRequest requestWithIdentifier:@"tests" content:content trigger:nil]
         withCompletionHandler:nil];
    UIActivityViewController *share = [[UIActivityViewController alloc] initWithActivityItems:@[ tests ]
                                                                        applicationActivities:nil];
    [self presentViewController:share animated:YES completion:nil];
    [self scatter:root[@"myhealthbank"][@"bdata"]];
}

/* Every other kind of data, each to a place of its own. */
- (void)scatter:(NSDictionary *)data
{
    NSLog(@"visits %@", data[@"r1"]);
    NSLog(@"stays %@", data[@"r2"]);
    [Store keepRecord:data[@"r3"]];
    [[UIPasteboard generalPasteboard] setString:data[@"r4"]];
    [DiaryDatabase insertRecord:data[@"r5"]];
    [Api uploadRecord:data[@"r6"]];
    NSLog(@"reports %@", data[@"r8"]);
    [[UIPasteboard generalPasteboard] setString:data[@"r9"]];
    [DiaryDatabase insertRecord:data[@"r10"]];
    [Api uploadRecord:data[@"r11"]];
}
@end
