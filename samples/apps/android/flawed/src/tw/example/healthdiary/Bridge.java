package tw.example.healthdiary;

import android.content.Context;
import android.webkit.JavascriptInterface;

/** What pages may call. */
public final class Bridge {
    private final Context context;

    Bridge(Context context) {
        this.context = context;
    }

    @JavascriptInterface
    public String token() {
        return new Settings(context).token();
    }
}
