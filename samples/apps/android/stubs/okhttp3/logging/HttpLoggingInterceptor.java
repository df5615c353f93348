package okhttp3.logging;

/** Compile-time shape of the library class. */
public final class HttpLoggingInterceptor implements okhttp3.Interceptor {
    public enum Level { NONE, BASIC, HEADERS, BODY }
    public HttpLoggingInterceptor setLevel(Level level) { return this; }
}
