package android.webkit;

/** Compile-time shape of the platform class. */
public abstract class CookieManager {
    public static CookieManager getInstance() { return null; }
    public abstract void setCookie(String url, String value);
    public abstract void removeAllCookies(ValueCallback<Boolean> callback);
    public abstract void flush();
}
