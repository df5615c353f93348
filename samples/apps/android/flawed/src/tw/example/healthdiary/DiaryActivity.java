package tw.example.healthdiary;

import android.app.Activity;
import android.content.Intent;
import android.database.Cursor;
import android.net.Uri;
import android.os.Bundle;
import android.view.View;
import android.widget.EditText;
import java.io.IOException;

/** Lists and adds entries; other apps may open it with a search word or a command. */
public class DiaryActivity extends Activity implements View.OnClickListener {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.activity_diary);
        findViewById(R.id.save_button).setOnClickListener(this);
        Intent request = getIntent();
        String words = request.getStringExtra("q");
        if (words != null) {
            Cursor found = new DiaryDatabase(this).search(words);
            found.close();
        }
        Intent next = (Intent) request.getParcelableExtra("next");
        if (next != null) {
            startActivity(next);
        }
        String host = request.getStringExtra("ping");
        if (host != null) {
            ping(host);
        }
        Uri backup = request.getData();
        if (backup != null) {
            restore(backup);
        }
        setResult(RESULT_OK, new Intent().putExtra("access_token", new Settings(this).token()));
    }

    @Override
    public void onClick(View view) {
        String title = ((EditText) findViewById(R.id.entry_title)).getText().toString();
        String note = ((EditText) findViewById(R.id.entry_note)).getText().toString();
        new DiaryDatabase(this).insertEntry(title, note);
        Export.write(this, title, note);
    }

    private void restore(Uri backup) {
        try {
            BackupImporter.unzip(getContentResolver().openInputStream(backup), getFilesDir());
            setTitle(BackupImporter.restore(getContentResolver().openInputStream(backup)).toString());
        } catch (IOException | ClassNotFoundException broken) {
            broken.printStackTrace();
        }
    }

    private static void ping(String host) {
        try {
            Runtime.getRuntime().exec("ping -c 1 " + host);
        } catch (IOException refused) {
            refused.printStackTrace();
        }
    }
}
