package android.app;

import android.content.Context;

/** Compile-time shape of the platform class. */
public class Notification {
    public static final int VISIBILITY_PUBLIC = 1;
    public static final int VISIBILITY_SECRET = -1;
    public static class Builder {
        public Builder(Context context) {}
        public Builder(Context context, String channel) {}
        public Builder setSmallIcon(int icon) { return this; }
        public Builder setContentTitle(CharSequence text) { return this; }
        public Builder setContentText(CharSequence text) { return this; }
        public Builder setContentIntent(PendingIntent intent) { return this; }
        public Builder setVisibility(int visibility) { return this; }
        public Builder setAutoCancel(boolean cancel) { return this; }
        public Notification build() { return null; }
    }
}
