# The app's own classes, renamed.
.class public Ltw/example/sample/c;
.super Ljava/lang/Object;

.class public Ltw/example/sample/d;
.super Ljava/lang/Object;

.class public Ltw/example/sample/e;
.super Ljava/lang/Object;

.class public Ltw/example/sample/f;
.super Ljava/lang/Object;

.class public Ltw/example/sample/g;
.super Ljava/lang/Object;

.class public Ltw/example/sample/h;
.super Ljava/lang/Object;

.class public Ltw/example/sample/i;
.super Ljava/lang/Object;

.class public Ltw/example/sample/j;
.super Ljava/lang/Object;

.class public Ltw/example/sample/k;
.super Ljava/lang/Object;

.class public Ltw/example/sample/l;
.super Ljava/lang/Object;

.class public Ltw/example/sample/m;
.super Ljava/lang/Object;

.class public Ltw/example/sample/n;
.super Ljava/lang/Object;

.class public Ltw/example/sample/o;
.super Ljava/lang/Object;

.class public Ltw/example/sample/p;
.super Ljava/lang/Object;

.class public Ltw/example/sample/q;
.super Ljava/lang/Object;

.class public Ltw/example/sample/r;
.super Ljava/lang/Object;

.class public Ltw/example/sample/s;
.super Ljava/lang/Object;

.class public Ltw/example/sample/t;
.super Ljava/lang/Object;

.class public Ltw/example/sample/u;
.super Ljava/lang/Object;

.class public Ltw/example/sample/v;
.super Ljava/lang/Object;

.class public Ltw/example/sample/w;
.super Ljava/lang/Object;

.class public Ltw/example/sample/x;
.super Ljava/lang/Object;

.class public Ltw/example/sample/y;
.super Ljava/lang/Object;

.class public Ltw/example/sample/z;
.super Ljava/lang/Object;

