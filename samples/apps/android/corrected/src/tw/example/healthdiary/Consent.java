package tw.example.healthdiary;

import android.content.Context;

/** Remembers only whether the user agreed, and to which version of the notice. */
final class Consent {
    private static final String FILE = "consent";
    private static final String VERSION = "agreed_version";
    static final int NOTICE_VERSION = 3;

    private Consent() {}

    static boolean given(Context context) {
        return context.getSharedPreferences(FILE, Context.MODE_PRIVATE).getInt(VERSION, 0) == NOTICE_VERSION;
    }

    static void set(Context context, boolean agreed) {
        context.getSharedPreferences(FILE, Context.MODE_PRIVATE)
                .edit()
                .putInt(VERSION, agreed ? NOTICE_VERSION : 0)
                .apply();
    }
}
