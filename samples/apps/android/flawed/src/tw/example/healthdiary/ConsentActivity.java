package tw.example.healthdiary;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.view.View;

/** Shows what will be collected; the only way on is to agree. Nothing checks that this page was ever seen. */
public class ConsentActivity extends Activity implements View.OnClickListener {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.activity_consent);
        findViewById(R.id.agree_button).setOnClickListener(this);
    }

    @Override
    public void onClick(View view) {
        startActivity(new Intent(this, HealthBankActivity.class));
        finish();
    }
}
