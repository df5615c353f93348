package android.hardware.biometrics;

import android.content.Context;
import android.content.DialogInterface;
import android.os.CancellationSignal;
import java.util.concurrent.Executor;

/** Compile-time shape of the platform class. */
public class BiometricPrompt {
    private BiometricPrompt() {}
    public void authenticate(CryptoObject crypto, CancellationSignal cancel, Executor executor,
            AuthenticationCallback callback) {}
    public void authenticate(CancellationSignal cancel, Executor executor, AuthenticationCallback callback) {}
    public static class Builder {
        public Builder(Context context) {}
        public Builder setTitle(CharSequence title) { return this; }
        public Builder setConfirmationRequired(boolean required) { return this; }
        public Builder setNegativeButton(CharSequence text, Executor executor,
                DialogInterface.OnClickListener listener) { return this; }
        public BiometricPrompt build() { return null; }
    }
    public static final class CryptoObject {
        public CryptoObject(javax.crypto.Cipher cipher) {}
        public javax.crypto.Cipher getCipher() { return null; }
    }
    public static class AuthenticationResult {
        public CryptoObject getCryptoObject() { return null; }
    }
    public abstract static class AuthenticationCallback {
        public void onAuthenticationSucceeded(AuthenticationResult result) {}
        public void onAuthenticationError(int code, CharSequence text) {}
    }
}
