#include "More.h"

/* A view of Safari, which guards itself. */
@interface SFSafariViewController : UIViewController
- (instancetype)initWithURL:(NSURL *)url;
@end
void show(UIViewController *from)
{
    NSURL *url = [NSURL URLWithString:@"https://www.example.tw/help"];
    [from presentViewController:[[SFSafariViewController alloc] initWithURL:url] animated:YES completion:nil];
}

int main(int count, char **arguments)
{
    show([UIViewController new]);
    return UIApplicationMain(count, arguments, nil, @"AppDelegate");
}
