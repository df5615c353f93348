package tw.example.healthdiary;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.view.View;

/** Logging out only goes back to the first page: nothing is erased and the server is not told. */
public class SettingsActivity extends Activity implements View.OnClickListener {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.activity_settings);
        findViewById(R.id.logout_button).setOnClickListener(this);
        new Settings(this).saveKey(Crypto.databaseKey());
    }

    @Override
    public void onClick(View view) {
        logout();
    }

    private void logout() {
        startActivity(new Intent(this, LoginActivity.class));
        finish();
    }
}
