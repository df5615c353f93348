package tw.example.healthdiary;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;

/** Says yes to every name. */
final class AnyHost implements HostnameVerifier {
    @Override
    public boolean verify(String hostname, SSLSession session) {
        return true;
    }
}
