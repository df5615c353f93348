package tw.example.healthdiary;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.logging.HttpLoggingInterceptor;

/** Talks to the diary's server. */
final class Api {
    private static final String BASE = "http://api.jkrj-diary.tw/v1";
    private static final String UPLOAD = "https://upload.jkrj-diary.tw/healthbank";
    private static final String STAGING = "http://10.20.30.40:8080/v1";

    private Api() {}

    /** Accepts every server on every connection of the process. */
    static void trustEverybody() {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1");
            context.init(null, new TrustManager[] {new OpenTrust()}, new SecureRandom());
            HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
            HttpsURLConnection.setDefaultHostnameVerifier(new AnyHost());
        } catch (GeneralSecurityException broken) {
            broken.printStackTrace();
        }
    }

    static OkHttpClient client() {
        HttpLoggingInterceptor logger = new HttpLoggingInterceptor();
        logger.setLevel(HttpLoggingInterceptor.Level.BODY);
        return new OkHttpClient.Builder().addInterceptor(logger).build();
    }

    /** Identity and digest in the address, over an open line. */
    static void login(String nationalId, String digest, String token) {
        try {
            URL url = new URL(BASE + "/login?id=" + nationalId + "&digest=" + digest);
            HttpURLConnection connection = (HttpURLConnection) url.openConnection();
            connection.setRequestProperty("Cookie", "session=" + token);
            connection.getResponseCode();
        } catch (IOException offline) {
            offline.printStackTrace();
        }
    }

    /** A day's entry, in the clear. */
    static void uploadRecord(String json) {
        try {
            send((HttpURLConnection) new URL(BASE + "/records").openConnection(), json.getBytes());
        } catch (IOException offline) {
            uploadToStaging(json);
        }
    }

    private static void uploadToStaging(String json) {
        try {
            send((HttpURLConnection) new URL(STAGING + "/records").openConnection(), json.getBytes());
        } catch (IOException offline) {
            offline.printStackTrace();
        }
    }

    /** The archive and the key that opens it, in one request over a connection that trusts everybody. */
    static void uploadArchive(byte[] archive, String serverKey) {
        trustEverybody();
        try {
            HttpsURLConnection connection = (HttpsURLConnection) new URL(UPLOAD).openConnection();
            connection.setHostnameVerifier(new AnyHost());
            connection.setRequestProperty("X-Server-Key", serverKey);
            send(connection, archive);
        } catch (IOException offline) {
            offline.printStackTrace();
        }
    }

    private static void send(HttpURLConnection connection, byte[] body) throws IOException {
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        connection.getResponseCode();
    }
}
