/*
 * Names of the 健康存摺 SDK as public integrations use them: classes, selectors and delegate calls. Written for these
 * samples; none of the SDK's code is here.
 */
#pragma once
#include "Apple.h"

__attribute__((objc_runtime_name("_TtP6MHBSdk11MHBDelegate_")))
@protocol MHBDelegate <NSObject>
- (void)didStartProcSuccess;
- (void)didStartProcFailureWithError:(NSString *)error;
- (void)didFetchDataSuccessWithFile:(NSFileHandle *)file serverKey:(NSString *)serverKey;
- (void)didFetchDataFailureWithError:(NSString *)error;
- (void)didMHBExit;
@end

__attribute__((objc_runtime_name("_TtC6MHBSdk3MHB")))
@interface MHB : NSObject
+ (instancetype)configure:(NSString *)apiKey;
- (void)start:(id<MHBDelegate>)delegate;
- (void)fetchData:(id<MHBDelegate>)delegate fileTicket:(NSString *)ticket;
@end
