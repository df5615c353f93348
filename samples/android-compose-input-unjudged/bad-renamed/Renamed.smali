# What `KeyboardOptions` is called after the shrinker.
.class public final Lb/a/c;
.super Ljava/lang/Object;

.method public final toString()Ljava/lang/String; # finding
    .registers 2
    const-string v0, "KeyboardOptions(capitalization="
    return-object v0
.end method
