package tw.example.healthdiary;

import android.content.Context;
import android.util.Base64;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import net.lingala.zip4j.io.inputstream.ZipInputStream;
import org.json.JSONException;
import org.json.JSONObject;

/** Opens the archive in memory and keeps the test results sealed; nothing else of it is kept, sent or printed. */
final class HealthBankImporter {
    static final String RECORD = "record";
    private final Context context;

    HealthBankImporter(Context context) {
        this.context = context;
    }

    boolean take(FileInputStream archive, String apiKey, String serverKey) {
        try {
            char[] password = archivePassword(apiKey, serverKey);
            try (ZipInputStream zip = new ZipInputStream(archive, password)) {
                if (zip.getNextEntry() == null) {
                    return false;
                }
                String json = new String(Vault.readAll(zip), StandardCharsets.UTF_8);
                String tests = new JSONObject(json).getJSONObject("myhealthbank").getJSONObject("bdata").getString("r7");
                new Vault(context).store(RECORD, tests.getBytes(StandardCharsets.UTF_8));
                return true;
            } finally {
                Arrays.fill(password, '\0');
            }
        } catch (IOException | JSONException | GeneralSecurityException unusable) {
            return false;
        }
    }

    /** Salt, rounds and hash of the archive's password are the SDK's own choice and are used for nothing else. */
    private static char[] archivePassword(String apiKey, String serverKey) throws GeneralSecurityException {
        SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1");
        byte[] salt = serverKey.getBytes(StandardCharsets.UTF_8);
        PBEKeySpec parameters = new PBEKeySpec(apiKey.toCharArray(), salt, 1000, 256);
        byte[] derived = factory.generateSecret(parameters).getEncoded();
        return Base64.encodeToString(derived, Base64.NO_WRAP).toCharArray();
    }
}
