package tw.example.healthdiary;

import android.content.Intent;
import android.os.Bundle;
import android.view.View;
import android.webkit.WebSettings;
import android.webkit.WebView;
import android.widget.LinearLayout;

/** Shows the notice; the user may agree, or decline and go on without 健康存摺. */
public class ConsentActivity extends SecureActivity implements View.OnClickListener {
    private static final String NOTICE = "file:///android_asset/privacy_notice.html";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.activity_consent);
        findViewById(R.id.agree_button).setOnClickListener(this);
        findViewById(R.id.decline_button).setOnClickListener(this);
        WebView page = new WebView(this);
        WebSettings settings = page.getSettings();
        settings.setJavaScriptEnabled(false);
        settings.setAllowFileAccess(false);
        settings.setAllowContentAccess(false);
        page.setWebViewClient(new PackagedPages());
        ((LinearLayout) findViewById(R.id.notice)).addView(page);
        page.loadUrl(NOTICE);
    }

    @Override
    public void onClick(View view) {
        boolean agreed = view.getId() == R.id.agree_button;
        Consent.set(this, agreed);
        if (agreed) {
            startActivity(new Intent(this, HealthBankActivity.class));
        }
        finish();
    }
}
