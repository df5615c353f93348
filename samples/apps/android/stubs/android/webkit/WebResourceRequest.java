package android.webkit;

/** Compile-time shape of the platform interface. */
public interface WebResourceRequest {
    android.net.Uri getUrl();
}
