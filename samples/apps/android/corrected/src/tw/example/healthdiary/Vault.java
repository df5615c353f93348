package tw.example.healthdiary;

import android.content.Context;
import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyProperties;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** Seals text with AES-256-GCM under keys that never leave the system's key store; the IV is the cipher's own. */
final class Vault {
    private static final String PROVIDER = "AndroidKeyStore";
    private static final String STORE_KEY = "diary_store";
    private static final String LOGIN_KEY = "diary_login";
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int TAG_BITS = 128;
    private static final int IV_BYTES = 12;

    private final Context context;

    Vault(Context context) {
        this.context = context;
    }

    byte[] seal(byte[] plain) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(Cipher.ENCRYPT_MODE, storeKey());
        byte[] iv = cipher.getIV();
        byte[] body = cipher.doFinal(plain);
        byte[] sealed = new byte[iv.length + body.length];
        System.arraycopy(iv, 0, sealed, 0, iv.length);
        System.arraycopy(body, 0, sealed, iv.length, body.length);
        return sealed;
    }

    byte[] open(byte[] sealed) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        GCMParameterSpec parameters = new GCMParameterSpec(TAG_BITS, sealed, 0, IV_BYTES);
        cipher.init(Cipher.DECRYPT_MODE, storeKey(), parameters);
        return cipher.doFinal(sealed, IV_BYTES, sealed.length - IV_BYTES);
    }

    /** A cipher that works only after the user's finger or face, for the prompt. */
    Cipher loginCipher() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(Cipher.ENCRYPT_MODE, loginKey());
        return cipher;
    }

    void store(String name, byte[] plain) throws GeneralSecurityException, IOException {
        try (FileOutputStream out = new FileOutputStream(file(name))) {
            out.write(seal(plain));
        }
    }

    byte[] load(String name) throws GeneralSecurityException, IOException {
        try (FileInputStream in = new FileInputStream(file(name))) {
            return open(readAll(in));
        }
    }

    /** Files, keys and all: what logging out or deleting the account calls. */
    void erase() throws GeneralSecurityException, IOException {
        File[] files = context.getNoBackupFilesDir().listFiles();
        if (files != null) {
            for (File file : files) {
                file.delete();
            }
        }
        KeyStore store = KeyStore.getInstance(PROVIDER);
        store.load(null);
        store.deleteEntry(STORE_KEY);
        store.deleteEntry(LOGIN_KEY);
    }

    static byte[] readAll(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        int count;
        while ((count = in.read(buffer, 0, buffer.length)) > 0) {
            out.write(buffer, 0, count);
        }
        return out.toByteArray();
    }

    private File file(String name) {
        return new File(context.getNoBackupFilesDir(), name);
    }

    private static SecretKey storeKey() throws GeneralSecurityException {
        SecretKey known = known(STORE_KEY);
        return known != null ? known : generate(parameters(STORE_KEY).setUnlockedDeviceRequired(true).build());
    }

    private static SecretKey loginKey() throws GeneralSecurityException {
        SecretKey known = known(LOGIN_KEY);
        return known != null
                ? known
                : generate(parameters(LOGIN_KEY)
                        .setUserAuthenticationRequired(true)
                        .setInvalidatedByBiometricEnrollment(true)
                        .build());
    }

    private static SecretKey known(String alias) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(PROVIDER);
            store.load(null);
            return (SecretKey) store.getKey(alias, null);
        } catch (IOException unreadable) {
            throw new GeneralSecurityException(unreadable);
        }
    }

    private static KeyGenParameterSpec.Builder parameters(String alias) {
        int purposes = KeyProperties.PURPOSE_ENCRYPT | KeyProperties.PURPOSE_DECRYPT;
        return new KeyGenParameterSpec.Builder(alias, purposes)
                .setKeySize(256)
                .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
                .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE);
    }

    private static SecretKey generate(KeyGenParameterSpec parameters) throws GeneralSecurityException {
        KeyGenerator generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER);
        generator.init(parameters);
        return generator.generateKey();
    }
}
