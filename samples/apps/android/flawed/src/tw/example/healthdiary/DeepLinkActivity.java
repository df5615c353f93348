package tw.example.healthdiary;

import android.app.Activity;
import android.net.Uri;
import android.os.Bundle;
import android.webkit.WebSettings;
import android.webkit.WebView;

/** Opens healthdiary://login?token=...&amp;page=... and shows the page named there. */
public class DeepLinkActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Uri link = getIntent().getData();
        String token = link.getQueryParameter("token");
        new Settings(this).saveLogin("", "", token);
        WebView page = new WebView(this);
        WebSettings settings = page.getSettings();
        settings.setJavaScriptEnabled(true);
        settings.setAllowFileAccess(true);
        settings.setAllowUniversalAccessFromFileURLs(true);
        settings.setMixedContentMode(WebSettings.MIXED_CONTENT_ALWAYS_ALLOW);
        page.setWebViewClient(new OpenWebClient());
        page.addJavascriptInterface(new Bridge(this), "diary");
        setContentView(page);
        page.loadUrl("http://www.jkrj-diary.tw/news");
        page.loadUrl(link.getQueryParameter("page"));
    }
}
