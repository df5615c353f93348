.class public L{p}/Helper{h};
.super Ljava/lang/Object;
.field private count:I
.field private name:Ljava/lang/String;
.field private next:L{p}/Helper{h};
.method public constructor <init>(Ljava/lang/String;)V
    .registers 3
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    iput-object p1, p0, L{p}/Helper{h};->name:Ljava/lang/String;
    const/4 v0, 0
    iput v0, p0, L{p}/Helper{h};->count:I
    return-void
.end method
.method public static describe(Ljava/lang/String;I)Ljava/lang/String;
    .registers 5
    new-instance v0, Ljava/lang/StringBuilder;
    invoke-direct {v0}, Ljava/lang/StringBuilder;-><init>()V
    const-string v1, "item "
    invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    invoke-virtual {v0, p0}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    invoke-virtual {v0, p1}, Ljava/lang/StringBuilder;->append(I)Ljava/lang/StringBuilder;
    invoke-virtual {v0}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
    move-result-object v0
    return-object v0
.end method
.method public getName()Ljava/lang/String;
    .registers 2
    iget-object v0, p0, L{p}/Helper{h};->name:Ljava/lang/String;
    return-object v0
.end method
.method public append(Ljava/lang/String;)L{p}/Helper{h};
    .registers 4
    new-instance v0, L{p}/Helper{h};
    invoke-direct {v0, p1}, L{p}/Helper{h};-><init>(Ljava/lang/String;)V
    iput-object p0, v0, L{p}/Helper{h};->next:L{p}/Helper{h};
    iget v1, p0, L{p}/Helper{h};->count:I
    add-int/lit8 v1, v1, 1
    iput v1, v0, L{p}/Helper{h};->count:I
    return-object v0
.end method
.method public find(Ljava/lang/String;)L{p}/Helper{h};
    .registers 5
    move-object v0, p0
    :again
    if-eqz v0, :none
    iget-object v1, v0, L{p}/Helper{h};->name:Ljava/lang/String;
    invoke-virtual {p1, v1}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v1
    if-nez v1, :none
    iget-object v0, v0, L{p}/Helper{h};->next:L{p}/Helper{h};
    goto :again
    :none
    return-object v0
.end method
.method public static sum([I)I
    .registers 5
    const/4 v0, 0
    const/4 v1, 0
    array-length v2, p0
    :again
    if-ge v1, v2, :done
    aget v3, p0, v1
    add-int/2addr v0, v3
    add-int/lit8 v1, v1, 1
    goto :again
    :done
    return v0
.end method
