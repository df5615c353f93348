#include "Consent.h"
#include "HealthBank.h"

static const NSInteger kNoticeVersion = 3;

@implementation Consent
+ (BOOL)given
{
    return [[NSUserDefaults standardUserDefaults] integerForKey:@"agreed_version"] == kNoticeVersion;
}

+ (void)set:(BOOL)agreed
{
    [[NSUserDefaults standardUserDefaults] setInteger:agreed ? kNoticeVersion : 0 forKey:@"agreed_version"];
}

- (void)viewDidLoad
{
    [super viewDidLoad];
    WKWebViewConfiguration *configuration = [WKWebViewConfiguration new];
    [configuration.defaultWebpagePreferences setAllowsContentJavaScript:NO];
    [configuration setWebsiteDataStore:[WKWebsiteDataStore nonPersistentDataStore]];
    WKWebView *web = [[WKWebView alloc] initWithFrame:self.view.bounds configuration:configuration];
    [web setNavigationDelegate:self];
    NSURL *notice = [[NSBundle mainBundle] URLForResource:@"privacy_notice" withExtension:@"html"];
    [web loadFileURL:notice allowingReadAccessToURL:notice];
    [self.view addSubview:web];
}

/* Links go nowhere: only the packaged notice is shown. */
- (void)webView:(WKWebView *)web
    decidePolicyForNavigationAction:(WKNavigationAction *)action
                    decisionHandler:(void (^)(NSInteger))decide
{
    decide([action.request.URL.scheme isEqualToString:@"file"] ? 1 : 0);
}

- (void)agree:(id)sender
{
    [Consent set:YES];
    [self presentViewController:[HealthBank new] animated:YES completion:nil];
}

- (void)decline:(id)sender
{
    [Consent set:NO];
    [self dismissViewControllerAnimated:YES completion:nil];
}
@end
