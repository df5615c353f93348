package android.app;

import android.content.Context;
import android.content.Intent;
import android.os.Bundle;
import android.view.ContextThemeWrapper;
import android.view.View;
import android.view.Window;

/** Compile-time shape of the platform class: only what the samples call. */
public class Activity extends ContextThemeWrapper {
    public static final int RESULT_OK = -1;
    protected void onCreate(Bundle state) {}
    protected void onResume() {}
    protected void onPause() {}
    protected void onStop() {}
    protected void onDestroy() {}
    protected void onNewIntent(Intent intent) {}
    public Intent getIntent() { return null; }
    public Window getWindow() { return null; }
    public void setContentView(int layout) {}
    public void setContentView(View view) {}
    public View findViewById(int id) { return null; }
    public final void setResult(int code, Intent data) {}
    public void finish() {}
    public void setTitle(CharSequence title) {}
    public final void runOnUiThread(Runnable action) {}
    public void startActivity(Intent intent) {}
    public final void requestPermissions(String[] permissions, int code) {}
}
