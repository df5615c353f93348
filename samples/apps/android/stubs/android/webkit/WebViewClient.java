package android.webkit;

/** Compile-time shape of the platform class. */
public class WebViewClient {
    public boolean shouldOverrideUrlLoading(WebView view, String url) { return false; }
    public boolean shouldOverrideUrlLoading(WebView view, WebResourceRequest request) { return false; }
    public void onReceivedSslError(WebView view, SslErrorHandler handler, android.net.http.SslError error) {}
}
