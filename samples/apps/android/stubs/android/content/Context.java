package android.content;

/** Compile-time shape of the platform class: only what the samples call, newer members included. */
public abstract class Context {
    public static final int MODE_PRIVATE = 0;
    public static final int MODE_WORLD_READABLE = 1;
    public static final String KEYGUARD_SERVICE = "keyguard";
    public static final String NOTIFICATION_SERVICE = "notification";
    public static final String ALARM_SERVICE = "alarm";
    public static final String CLIPBOARD_SERVICE = "clipboard";
    public static final String TELEPHONY_SERVICE = "phone";
    public abstract android.content.pm.PackageManager getPackageManager();
    public abstract android.content.pm.ApplicationInfo getApplicationInfo();
    public abstract ContentResolver getContentResolver();
    public abstract android.content.res.Resources getResources();
    public abstract android.content.res.AssetManager getAssets();
    public final String getString(int id) { return null; }
    public final CharSequence getText(int id) { return null; }
    public abstract Context getApplicationContext();
    public abstract String getPackageName();
    public abstract SharedPreferences getSharedPreferences(String name, int mode);
    public abstract java.io.FileOutputStream openFileOutput(String name, int mode) throws java.io.FileNotFoundException;
    public abstract java.io.FileInputStream openFileInput(String name) throws java.io.FileNotFoundException;
    public abstract boolean deleteFile(String name);
    public abstract boolean deleteDatabase(String name);
    public abstract java.io.File getFilesDir();
    public abstract java.io.File getNoBackupFilesDir();
    public abstract java.io.File getCacheDir();
    public abstract java.io.File getExternalFilesDir(String type);
    public abstract void startActivity(Intent intent);
    public abstract ComponentName startService(Intent intent);
    public abstract void sendBroadcast(Intent intent);
    public abstract void sendStickyBroadcast(Intent intent);
    public abstract Object getSystemService(String name);
    public abstract int checkSelfPermission(String permission);
    public java.util.concurrent.Executor getMainExecutor() { return null; }
}
