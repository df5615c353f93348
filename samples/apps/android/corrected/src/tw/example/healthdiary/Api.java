package tw.example.healthdiary;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.HttpsURLConnection;
import org.json.JSONException;
import org.json.JSONObject;

/** Talks to the diary's server, over pinned TLS only (see the network security configuration). */
final class Api {
    private static final String BASE = "https://api.jkrj-diary.tw/v1";

    private Api() {}

    /** Trades identity and password for the server's random session identifier. */
    static String login(String nationalId, String password) throws IOException, JSONException {
        JSONObject form = new JSONObject().put("id", nationalId).put("password", password);
        return new JSONObject(post("/login", null, form)).getString("session");
    }

    /** The 健康存摺 API key stays on the server; a logged-in app asks for it when it needs it. */
    static String healthBankKey(String session) throws IOException, JSONException {
        return new JSONObject(post("/healthbank/key", session, new JSONObject())).getString("key");
    }

    /** Ends the session on the server. */
    static void logout(String session) throws IOException {
        post("/logout", session, new JSONObject());
    }

    /** Deletes the account and everything that the server holds. */
    static void deleteAccount(String session) throws IOException {
        post("/account/delete", session, new JSONObject());
    }

    /** The newest version that the server knows; an older app asks the user to update. */
    static int newestVersion() throws IOException, JSONException {
        return new JSONObject(post("/version", null, new JSONObject())).getInt("version");
    }

    private static String post(String path, String session, JSONObject form) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection) new URL(BASE + path).openConnection();
        connection.setRequestMethod("POST");
        connection.setUseCaches(false);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        if (session != null) {
            connection.setRequestProperty("Authorization", "Bearer " + session);
        }
        try (OutputStream out = connection.getOutputStream()) {
            out.write(form.toString().getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream in = connection.getInputStream()) {
            return new String(Vault.readAll(in), StandardCharsets.UTF_8);
        } finally {
            connection.disconnect();
        }
    }
}
