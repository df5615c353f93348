package okhttp3;

/** Compile-time shape of the library class. */
public class OkHttpClient {
    public static final class Builder {
        public Builder addInterceptor(Interceptor interceptor) { return this; }
        public OkHttpClient build() { return null; }
    }
}
