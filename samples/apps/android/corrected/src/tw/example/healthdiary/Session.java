package tw.example.healthdiary;

import android.content.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** The server's session identifier, sealed at rest. */
final class Session {
    private static final String FILE = "session";
    private final Vault vault;

    Session(Context context) {
        vault = new Vault(context);
    }

    void keep(String token) throws GeneralSecurityException, IOException {
        vault.store(FILE, token.getBytes(StandardCharsets.UTF_8));
    }

    String token() throws GeneralSecurityException, IOException {
        return new String(vault.load(FILE), StandardCharsets.UTF_8);
    }
}
