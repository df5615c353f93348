package android.app;

/** Compile-time shape of the platform class. */
public final class NotificationChannel {
    public NotificationChannel(String id, CharSequence name, int importance) {}
    public void setLockscreenVisibility(int visibility) {}
}
