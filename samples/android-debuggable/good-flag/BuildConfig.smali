# A flag of the code is not the one of the manifest.
.class public final Ltw/example/sample/BuildConfig;
.super Ljava/lang/Object;
.field public static final DEBUG:Z = true
