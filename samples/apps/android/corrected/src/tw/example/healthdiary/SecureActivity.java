package tw.example.healthdiary;

import android.app.Activity;
import android.os.Bundle;
import android.view.WindowManager;

/** Base of every page: kept out of screenshots and of the list of recent apps. */
abstract class SecureActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        getWindow().setFlags(WindowManager.LayoutParams.FLAG_SECURE, WindowManager.LayoutParams.FLAG_SECURE);
    }
}
