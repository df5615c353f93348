package tw.example.healthdiary;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.DESKeySpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Home-made protection of entries. */
final class Crypto {
    private static final byte[] IV = new byte[16];
    private static final String KEY = "d1aryK3y!d1aryK3";
    private static final byte[] SALT = {1, 2, 3, 4, 5, 6, 7, 8};

    private Crypto() {}

    /** Passwords travel and rest as this digest. */
    static String md5(String password) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(password.getBytes());
            return hex(digest);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    static byte[] encryptNote(byte[] note) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("DES/ECB/PKCS5Padding");
        SecretKeyFactory factory = SecretKeyFactory.getInstance("DES");
        cipher.init(Cipher.ENCRYPT_MODE, factory.generateSecret(new DESKeySpec(KEY.getBytes())));
        return cipher.doFinal(note);
    }

    static byte[] encryptPhoto(byte[] photo) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY.getBytes(), "AES"), new IvParameterSpec(IV));
        return cipher.doFinal(photo);
    }

    /** The key of the exported backup. */
    static byte[] backupKey(char[] password) throws GeneralSecurityException {
        SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1");
        return factory.generateSecret(new PBEKeySpec(password, SALT, 500, 128)).getEncoded();
    }

    /** The password of the health bank archive: salt, rounds and hash are the SDK's own choice. */
    static char[] archivePassword(String apiKey, String serverKey) throws GeneralSecurityException {
        SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1");
        PBEKeySpec parameters = new PBEKeySpec(apiKey.toCharArray(), serverKey.getBytes(), 1000, 256);
        byte[] derived = factory.generateSecret(parameters).getEncoded();
        return android.util.Base64.encodeToString(derived, android.util.Base64.NO_WRAP).toCharArray();
    }

    static String sessionToken() {
        return Long.toHexString(new Random(System.currentTimeMillis()).nextLong());
    }

    static byte[] databaseKey() {
        SecureRandom random = new SecureRandom();
        random.setSeed(42L);
        byte[] key = new byte[16];
        random.nextBytes(key);
        return key;
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return text.toString();
    }
}
