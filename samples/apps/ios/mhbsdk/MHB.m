#include "MHBSdk.h"

/*
 * Stand-in for the SDK's framework: it keeps a ticket where the SDK keeps one and calls the delegate; it talks to no
 * server and hands out nothing.
 */
@implementation MHB {
    NSString *_apiKey;
}

+ (instancetype)configure:(NSString *)apiKey
{
    MHB *sdk = [MHB new];
    sdk->_apiKey = apiKey;
    return sdk;
}

- (void)start:(id<MHBDelegate>)delegate
{
    if (_apiKey.length != 32) {
        [delegate didStartProcFailureWithError:@"102"];
        return;
    }
    [NSUserDefaults.standardUserDefaults setObject:@"https://mhbdata.nhi.gov.tw" forKey:@"File_Ticket_0"];
    [delegate didStartProcSuccess];
}

- (void)fetchData:(id<MHBDelegate>)delegate fileTicket:(NSString *)ticket
{
    [delegate didFetchDataFailureWithError:ticket.length ? @"204" : @"205"];
    [delegate didMHBExit];
}
@end
