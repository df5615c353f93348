package tw.example.healthdiary;

import android.content.Intent;
import android.os.Bundle;
import android.view.View;
import android.widget.EditText;
import android.widget.TextView;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.json.JSONException;

/** Asks for the national id and the password; the server decides, and neither is kept. */
public class LoginActivity extends SecureActivity implements View.OnClickListener {
    private static final int VERSION = 8;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.activity_login);
        findViewById(R.id.login_button).setOnClickListener(this);
        int warning = DeviceCheck.warning(this);
        if (warning != 0) {
            ((TextView) findViewById(R.id.message)).setText(warning);
        }
    }

    @Override
    public void onClick(View view) {
        String nationalId = ((EditText) findViewById(R.id.national_id)).getText().toString().trim();
        String password = ((EditText) findViewById(R.id.password)).getText().toString();
        if (!Inputs.isNationalId(nationalId) || password.length() < 12) {
            ((TextView) findViewById(R.id.message)).setText(R.string.login_refused);
            return;
        }
        new Thread(() -> login(nationalId, password)).start();
    }

    private void login(String nationalId, String password) {
        try {
            if (Api.newestVersion() > VERSION) {
                show(R.string.update_needed);
                return;
            }
            new Session(this).keep(Api.login(nationalId, password));
            startActivity(new Intent(this, UnlockActivity.class));
            finish();
        } catch (IOException | JSONException | GeneralSecurityException refused) {
            show(R.string.login_refused);
        }
    }

    private void show(int text) {
        runOnUiThread(() -> ((TextView) findViewById(R.id.message)).setText(text));
    }
}
