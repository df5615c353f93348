package com.nhi.mhbsdk;

/** Version marker of the stand-in: the number that the health insurer gives to the second-phase SDK. */
public final class BuildConfig {
    public static final String LIBRARY_PACKAGE_NAME = "com.nhi.mhbsdk";
    public static final String VERSION_NAME = "3.1.1";

    private BuildConfig() {}
}
