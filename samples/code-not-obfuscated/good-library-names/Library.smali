# Those of a library, which keep their names.
.class public Lokhttp3/internal/http/LongNamedThing0;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing1;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing2;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing3;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing4;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing5;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing6;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing7;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing8;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing9;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing10;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing11;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing12;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing13;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing14;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing15;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing16;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing17;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing18;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing19;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing20;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing21;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing22;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing23;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing24;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing25;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing26;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing27;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing28;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing29;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing30;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing31;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing32;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing33;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing34;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing35;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing36;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing37;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing38;
.super Ljava/lang/Object;

.class public Lokhttp3/internal/http/LongNamedThing39;
.super Ljava/lang/Object;

