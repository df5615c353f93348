//! Fields and views of screens.

use super::*;

/// The same id stands for a name on one screen and for a password on another.
#[test]
fn a_field_is_what_the_layout_of_its_own_screen_says() {
    let text = |layout: u32| {
        format!(
            r#"
.class public Lt/Main;
.super Landroid/app/Activity;
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 4
    const v0, {layout}
    invoke-virtual {{p0, v0}}, Lt/Main;->setContentView(I)V
    const v0, 0x7f010001
    invoke-virtual {{p0, v0}}, Lt/Main;->findViewById(I)Landroid/view/View;
    move-result-object v0
    check-cast v0, Landroid/widget/EditText;
    invoke-virtual {{v0}}, Landroid/widget/EditText;->getText()Landroid/text/Editable;
    move-result-object v0
    invoke-interface {{v0}}, Landroid/text/Editable;->toString()Ljava/lang/String;
    move-result-object v0
    invoke-static {{v0, v0}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#
        )
    };
    let kind = |layout: u32| found(&text(layout)).iter().map(|f| f.source.of.clone()).collect::<Vec<_>>();
    assert_eq!(kind(0x7f02_0001), ["user-input"]);
    assert_eq!(kind(0x7f02_0002), ["password-input"]);
    assert_eq!(kind(0x7f02_0009), ["password-input"], "a layout that is not known leaves what any says");
}

/// Two screens that use the same view id do not show each other's text.
#[test]
fn a_view_is_that_of_its_own_screen() {
    let text = |other: &str| {
        format!(
            r#"{HEAD}
.method public onCreate(Landroid/os/Bundle;)V
    .registers 3
    const v0, 0x7f010001
    invoke-virtual {{p0, v0}}, Lt/Main;->findViewById(I)Landroid/view/View;
    move-result-object v0
    check-cast v0, Landroid/widget/TextView;
    invoke-static {{}}, Lt/Main;->id()Ljava/lang/String;
    move-result-object v1
    invoke-virtual {{v0, v1}}, Landroid/widget/TextView;->setText(Ljava/lang/CharSequence;)V
    return-void
.end method
.class public Lt/Last;
.super L{other};
.method public onResume()V
    .registers 3
    const v0, 0x7f010001
    invoke-virtual {{p0, v0}}, Lt/Last;->findViewById(I)Landroid/view/View;
    move-result-object v0
    check-cast v0, Landroid/widget/TextView;
    invoke-virtual {{v0}}, Landroid/widget/TextView;->getText()Ljava/lang/CharSequence;
    move-result-object v0
    invoke-interface {{v0}}, Ljava/lang/CharSequence;->toString()Ljava/lang/String;
    move-result-object v0
    invoke-static {{v0, v0}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#
        )
    };
    let components = [("t.Main", Role::Activity), ("t.Last", Role::Activity)];
    assert!(among(&text("android/app/Activity"), &components).0.is_empty());
    assert_eq!(
        among(&text("t/Main"), &components).0.len(),
        1,
        "the screen that inherits the writer shows what it wrote"
    );
}

/// What is typed goes to a native method whose library compares it with a word.
#[test]
fn typed_text_that_native_code_compares_with_a_word_is_seen() {
    let text = |method: &str| {
        format!(
            r#"{HEAD}
.method public onCreate(Landroid/os/Bundle;)V
    .registers 4
    const v0, 0x7f010003
    invoke-virtual {{p0, v0}}, Lt/Main;->findViewById(I)Landroid/view/View;
    move-result-object v0
    check-cast v0, Landroid/widget/EditText;
    invoke-virtual {{v0}}, Landroid/widget/EditText;->getText()Landroid/text/Editable;
    move-result-object v0
    invoke-interface {{v0}}, Landroid/text/Editable;->toString()Ljava/lang/String;
    move-result-object v0
    invoke-static {{v0}}, Lt/Main;->{method}(Ljava/lang/String;)I
    return-void
.end method
.method public static native open(Ljava/lang/String;)I
.end method
.method public static native close(Ljava/lang/String;)I
.end method
"#
        )
    };
    let sinks = |method: &str| found(&text(method)).iter().map(|f| f.sink.of.clone()).collect::<Vec<_>>();
    assert_eq!(sinks("open"), ["fixed-word"]);
    assert!(sinks("close").is_empty());
}

/// What is logged only when the password was the word that the code knows tells that it was; what is logged either way
/// tells nothing.
#[test]
fn what_is_said_only_after_a_guess_came_true_is_told_as_such() {
    let text = |word: &str| {
        format!(
            r#"{HEAD}
.field private right:Z
.method public onCreate(Landroid/os/Bundle;)V
    .registers 4
    const v0, 0x7f010001
    invoke-virtual {{p0, v0}}, Lt/Main;->findViewById(I)Landroid/view/View;
    move-result-object v0
    check-cast v0, Landroid/widget/EditText;
    invoke-virtual {{v0}}, Landroid/widget/EditText;->getText()Landroid/text/Editable;
    move-result-object v0
    invoke-interface {{v0}}, Landroid/text/Editable;->toString()Ljava/lang/String;
    move-result-object v0
    const-string v1, "{word}"
    invoke-virtual {{v0, v1}}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v0
    if-eqz v0, :wrong
    const/4 v0, 1
    iput-boolean v0, p0, Lt/Main;->right:Z
    :wrong
    const-string v1, "looked"
    invoke-static {{v1, v1}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    iget-boolean v0, p0, Lt/Main;->right:Z
    if-eqz v0, :end
    const-string v1, "right"
    invoke-static {{v1, v1}}, Landroid/util/Log;->i(Ljava/lang/String;Ljava/lang/String;)I
    :end
    return-void
.end method
"#
        )
    };
    let told = |word: &str| -> Vec<(String, Vec<String>)> {
        let flows = found(&text(word)).into_iter().filter(|f| f.sink.of == "log");
        flows.map(|f| (f.sink.api.raw().to_owned(), f.transforms)).collect()
    };
    assert_eq!(told("openSesame"), [("android.util.Log.i".to_owned(), vec!["implied".to_owned()])]);
    assert!(told("").is_empty(), "an empty field is no secret");
}

/// Hexadecimal digits looked up in a table tell what they were looked up for.
#[test]
fn characters_of_a_table_tell_what_was_looked_up() {
    let text = |table: &str| {
        format!(
            r#"{HEAD}
.method public onCreate(Landroid/os/Bundle;)V
    .registers 6
    const/16 v0, 16
    new-array v0, v0, [{table}
    invoke-static {{}}, Lt/Main;->id()Ljava/lang/String;
    move-result-object v1
    const/4 v2, 3
    invoke-virtual {{v1, v2}}, Ljava/lang/String;->charAt(I)C
    move-result v1
    {get} v1, v0, v1
    invoke-static {{v1}}, Ljava/lang/String;->valueOf({value})Ljava/lang/String;
    move-result-object v1
    invoke-static {{v1, v1}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#,
            get = if table == "C" { "aget-char" } else { "aget-object" },
            value = if table == "C" { "C" } else { "Ljava/lang/Object;" },
        )
    };
    assert_eq!(found(&text("C")).len(), 1);
    assert!(found(&text("Ljava/lang/String;")).is_empty(), "one of the texts that the build holds");
}

/// A screen that registers more than are run: what is left out is told, and the first ones are run all the same.
#[test]
fn more_callbacks_than_are_run_are_told() {
    let text = |count: usize| {
        let one = "    new-instance v0, Lt/Press;
    invoke-direct {v0}, Lt/Press;-><init>()V
    invoke-virtual {p1, v0}, Landroid/view/View;->setOnClickListener(Landroid/view/View$OnClickListener;)V
";
        format!(
            r#"{HEAD}
.method public onCreate(Landroid/os/Bundle;)V
    .registers 3
    const v0, 0x7f010001
    invoke-virtual {{p0, v0}}, Lt/Main;->findViewById(I)Landroid/view/View;
    move-result-object p1
{}    return-void
.end method
.class public Lt/Press;
.super Ljava/lang/Object;
.implements Landroid/view/View$OnClickListener;
.method public constructor <init>()V
    .registers 1
    return-void
.end method
.method public onClick(Landroid/view/View;)V
    .registers 3
    invoke-static {{}}, Lt/Main;->id()Ljava/lang/String;
    move-result-object v0
    invoke-static {{v0, v0}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#,
            one.repeat(count)
        )
    };
    for (count, cut) in [(20, false), (600, true)] {
        let (flows, told) = followed(&text(count));
        assert_eq!((flows.len(), told), (1, cut), "{count} callbacks");
    }
}

/// What a listener or watcher of a field is told is that field's.
#[test]
fn a_watcher_is_told_what_is_typed_into_its_field() {
    let text = |adds: &str, implements: &str, told: &str| {
        format!(
            r#"{HEAD}
.method public onCreate(Landroid/os/Bundle;)V
    .registers 4
    const v0, 0x7f020002
    invoke-virtual {{p0, v0}}, Lt/Main;->setContentView(I)V
    const v0, 0x7f010001
    invoke-virtual {{p0, v0}}, Lt/Main;->findViewById(I)Landroid/view/View;
    move-result-object v0
    check-cast v0, Landroid/widget/EditText;
    new-instance v1, Lt/Told;
    invoke-direct {{v1}}, Lt/Told;-><init>()V
    invoke-virtual {{v0, v1}}, Landroid/widget/EditText;->{adds}
    return-void
.end method
.class public Lt/Told;
.super Ljava/lang/Object;
.implements Landroid/{implements};
.method public constructor <init>()V
    .registers 1
    invoke-direct {{p0}}, Ljava/lang/Object;-><init>()V
    return-void
.end method
{told}
    move-result-object v0
    invoke-static {{v0, v0}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#
        )
    };
    let kinds = |text: &str| found(text).iter().map(|f| f.source.of.clone()).collect::<Vec<_>>();
    let watcher = r#"
.method public afterTextChanged(Landroid/text/Editable;)V
    .registers 3
    invoke-interface {p1}, Landroid/text/Editable;->toString()Ljava/lang/String;"#;
    let adds = "addTextChangedListener(Landroid/text/TextWatcher;)V";
    assert_eq!(kinds(&text(adds, "text/TextWatcher", watcher)), ["password-input"]);
    let listener = r#"
.method public onFocusChange(Landroid/view/View;Z)V
    .registers 4
    check-cast p1, Landroid/widget/EditText;
    invoke-virtual {p1}, Landroid/widget/EditText;->getText()Landroid/text/Editable;
    move-result-object v0
    invoke-interface {v0}, Landroid/text/Editable;->toString()Ljava/lang/String;"#;
    let adds = "setOnFocusChangeListener(Landroid/view/View$OnFocusChangeListener;)V";
    assert_eq!(kinds(&text(adds, "view/View$OnFocusChangeListener", listener)), ["password-input"]);
}
