package tw.example.healthdiary;

import android.app.Application;
import android.webkit.WebView;
import okhttp3.OkHttpClient;

/** Process start. */
public class DiaryApplication extends Application {
    static OkHttpClient http;

    @Override
    public void onCreate() {
        super.onCreate();
        WebView.setWebContentsDebuggingEnabled(true);
        http = Api.client();
    }
}
