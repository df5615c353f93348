package tw.example.healthdiary;

import android.content.Intent;
import android.content.SharedPreferences;
import android.os.Bundle;
import android.view.View;
import android.webkit.CookieManager;
import android.widget.TextView;
import java.io.IOException;
import java.security.GeneralSecurityException;

/** Logging out and deleting the account erase everything that the phone holds and tell the server. */
public class SettingsActivity extends SecureActivity implements View.OnClickListener {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.activity_settings);
        findViewById(R.id.logout_button).setOnClickListener(this);
        findViewById(R.id.withdraw_button).setOnClickListener(this);
        findViewById(R.id.delete_account_button).setOnClickListener(this);
    }

    @Override
    public void onClick(View view) {
        if (view.getId() == R.id.withdraw_button) {
            Consent.set(this, false);
            return;
        }
        boolean delete = view.getId() == R.id.delete_account_button;
        new Thread(() -> logout(delete)).start();
    }

    private void logout(boolean deleteAccount) {
        try {
            String session = new Session(this).token();
            if (deleteAccount) {
                Api.deleteAccount(session);
            }
            Api.logout(session);
            clear();
            startActivity(new Intent(this, LoginActivity.class));
            finish();
        } catch (IOException | GeneralSecurityException failed) {
            runOnUiThread(() -> ((TextView) findViewById(R.id.message)).setText(R.string.logout_failed));
        }
    }

    private void clear() throws GeneralSecurityException, IOException {
        new Vault(this).erase();
        deleteDatabase(DiaryDatabase.NAME);
        SharedPreferences store = getSharedPreferences(getPackageName(), MODE_PRIVATE);
        store.edit().clear().apply();
        CookieManager.getInstance().removeAllCookies(null);
        CookieManager.getInstance().flush();
        Consent.set(this, false);
    }
}
