package okhttp3;

/** Compile-time shape of the library interface. */
public interface Interceptor {}
