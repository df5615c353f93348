package tw.example.healthdiary;

import android.app.Activity;
import android.content.Intent;
import android.hardware.biometrics.BiometricPrompt;
import android.os.Bundle;
import android.os.CancellationSignal;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/** Unlocks with finger or face; the proof is a cipher that works only afterwards. */
public class UnlockActivity extends SecureActivity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            BiometricPrompt.CryptoObject crypto = new BiometricPrompt.CryptoObject(new Vault(this).loginCipher());
            BiometricPrompt prompt = new BiometricPrompt.Builder(this)
                    .setTitle(getText(R.string.unlock))
                    .setNegativeButton(getText(R.string.cancel), getMainExecutor(), (dialog, which) -> finish())
                    .build();
            prompt.authenticate(crypto, new CancellationSignal(), getMainExecutor(), new Answer(this));
        } catch (GeneralSecurityException unavailable) {
            finish();
        }
    }

    private static final class Answer extends BiometricPrompt.AuthenticationCallback {
        private final Activity activity;

        Answer(Activity activity) {
            this.activity = activity;
        }

        @Override
        public void onAuthenticationSucceeded(BiometricPrompt.AuthenticationResult result) {
            try {
                Cipher unlocked = result.getCryptoObject().getCipher();
                unlocked.doFinal(new byte[16]);
                activity.startActivity(new Intent(activity, DiaryActivity.class));
            } catch (GeneralSecurityException locked) {
                activity.finish();
            }
        }
    }
}
