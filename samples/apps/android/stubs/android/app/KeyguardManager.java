package android.app;

/** Compile-time shape of the platform class. */
public class KeyguardManager {
    public boolean isDeviceSecure() { return false; }
}
