package tw.example.healthdiary;

import android.app.Activity;
import android.content.Intent;
import android.hardware.biometrics.BiometricPrompt;
import android.os.Bundle;
import android.os.CancellationSignal;

/** Asks for a finger, then believes the answer: no key is bound to it. */
public class UnlockActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        BiometricPrompt prompt = new BiometricPrompt.Builder(this)
                .setTitle("解鎖日記")
                .setConfirmationRequired(false)
                .build();
        prompt.authenticate(new CancellationSignal(), getMainExecutor(), new Answer(this));
    }

    private static final class Answer extends BiometricPrompt.AuthenticationCallback {
        private final Activity activity;

        Answer(Activity activity) {
            this.activity = activity;
        }

        @Override
        public void onAuthenticationSucceeded(BiometricPrompt.AuthenticationResult result) {
            activity.startActivity(new Intent(activity, DiaryActivity.class));
        }
    }
}
