package tw.example.healthdiary;

import android.content.Intent;
import android.database.Cursor;
import android.net.Uri;
import android.os.Bundle;
import android.view.View;
import android.widget.EditText;
import android.widget.TextView;
import java.security.GeneralSecurityException;

/** Adds entries; opened by itself, or by a verified link that may only name a mood to look for. */
public class DiaryActivity extends SecureActivity implements View.OnClickListener {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.activity_diary);
        findViewById(R.id.save_button).setOnClickListener(this);
        findViewById(R.id.import_button).setOnClickListener(this);
        findViewById(R.id.settings_button).setOnClickListener(this);
        Uri link = getIntent().getData();
        String mood = link == null ? null : link.getQueryParameter("mood");
        if (Inputs.isSearch(mood)) {
            count(mood);
        }
    }

    @Override
    public void onClick(View view) {
        if (view.getId() == R.id.save_button) {
            save();
        } else if (view.getId() == R.id.import_button) {
            startActivity(new Intent(this, HealthBankActivity.class));
        } else {
            startActivity(new Intent(this, SettingsActivity.class));
        }
    }

    private void save() {
        String note = ((EditText) findViewById(R.id.entry_note)).getText().toString();
        try (DiaryDatabase database = new DiaryDatabase(this)) {
            database.insert(System.currentTimeMillis(), note);
            Reminder.schedule(this);
        } catch (GeneralSecurityException locked) {
            ((TextView) findViewById(R.id.message)).setText(R.string.save_failed);
        }
    }

    private void count(String mood) {
        try (DiaryDatabase database = new DiaryDatabase(this); Cursor found = database.withMood(mood)) {
            ((TextView) findViewById(R.id.message)).setText(String.valueOf(found.getCount()));
        }
    }
}
