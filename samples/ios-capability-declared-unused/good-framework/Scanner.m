#include "More.h"

/* The app's own framework has the camera. */
@interface AVCaptureDevice : NSObject
+ (id)defaultDeviceWithMediaType:(NSString *)type;
@end
id scanner(void)
{
    return [AVCaptureDevice defaultDeviceWithMediaType:@"vide"];
}
