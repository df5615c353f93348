package tw.example.healthdiary;

import android.app.KeyguardManager;
import android.content.Context;
import android.os.Build;
import android.os.Debug;
import android.provider.Settings;
import java.io.File;

/** What the user is warned of before logging in; nothing here is a secret. */
final class DeviceCheck {
    private static final String[] ROOT_PATHS = {"/system/bin/su", "/system/xbin/su", "/sbin/su", "/data/adb/magisk"};

    private DeviceCheck() {}

    /** The warning to show, or 0. */
    static int warning(Context context) {
        KeyguardManager keyguard = (KeyguardManager) context.getSystemService(Context.KEYGUARD_SERVICE);
        if (!keyguard.isDeviceSecure()) {
            return R.string.warn_no_lock;
        }
        if (rooted()) {
            return R.string.warn_rooted;
        }
        if (emulated() || Debug.isDebuggerConnected() || debugBridgeOn(context)) {
            return R.string.warn_debug;
        }
        return 0;
    }

    private static boolean rooted() {
        for (String path : ROOT_PATHS) {
            if (new File(path).exists()) {
                return true;
            }
        }
        return Build.TAGS != null && Build.TAGS.contains("test-keys");
    }

    private static boolean emulated() {
        return Build.FINGERPRINT.startsWith("generic") || Build.HARDWARE.contains("ranchu");
    }

    private static boolean debugBridgeOn(Context context) {
        return Settings.Global.getInt(context.getContentResolver(), Settings.Global.ADB_ENABLED, 0) == 1;
    }
}
