package tw.example.healthdiary;

import android.content.Intent;
import android.os.Bundle;

/** Entry of verified links: always by way of unlocking, and nothing of the link is passed on. */
public class LinkActivity extends SecureActivity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        startActivity(new Intent(this, UnlockActivity.class));
        finish();
    }
}
