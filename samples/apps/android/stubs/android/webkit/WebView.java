package android.webkit;

/** Compile-time shape of the platform class. */
public class WebView extends android.view.View {
    public WebView(android.content.Context context) { super(context); }
    public static void setWebContentsDebuggingEnabled(boolean flag) {}
    public WebSettings getSettings() { return null; }
    public void setWebViewClient(WebViewClient client) {}
    public void addJavascriptInterface(Object object, String name) {}
    public void loadUrl(String url) {}
    public void loadDataWithBaseURL(String base, String data, String type, String encoding, String history) {}
    public void evaluateJavascript(String script, ValueCallback<String> callback) {}
    public void clearCache(boolean files) {}
}
