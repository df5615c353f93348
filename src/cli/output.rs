//! The only place that prints.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::io::Write;
use std::path::Path;
use std::sync::OnceLock;

use maspect::finding::Note;
use maspect::notice::NoticeError;
use maspect::project::Problem;
use maspect::report::words::Words;
use maspect::rule::Lang;

/// The language of messages about what a person wrote: their notice, their project file, the paths they gave.
static SPOKEN: OnceLock<Lang> = OnceLock::new();

/// Sets the language of messages, once.
pub(crate) fn speak(lang: Lang) {
    let _ = SPOKEN.set(lang);
}

fn spoken() -> Lang {
    SPOKEN.get().copied().unwrap_or(Lang::En)
}

/// One line on standard error.
pub(crate) fn complain(message: &str) {
    eprintln!("maspect: {}", message.replace(['\n', '\r'], " "));
}

/// A problem with a project file, on standard error.
pub(crate) fn problem(problem: &Problem) {
    complain(&problem.say(spoken()));
}

/// A note on standard error.
pub(crate) fn note(note: &Note) {
    complain(&worded(note));
}

/// An error on standard error: in the person's language where it is about what they gave.
pub(crate) fn error(error: &anyhow::Error) {
    let worded = error.chain().find_map(|cause| {
        (cause.downcast_ref::<Problem>().map(|p| p.say(spoken())))
            .or_else(|| cause.downcast_ref::<NoticeError>().map(|e| worded(&e.note())))
            .or_else(|| cause.downcast_ref::<Unreadable>().map(|e| worded(&e.0)))
            .or_else(|| cause.downcast_ref::<NoBuild>().map(|e| worded(&e.0)))
            .or_else(|| cause.downcast_ref::<Told>().map(|e| worded(&e.0)))
    });
    complain(&worded.unwrap_or_else(|| format!("{error:#}")));
}

/// A note in the person's language, without a full stop.
pub(crate) fn worded(note: &Note) -> String {
    Words::of(spoken()).note(note).trim_end_matches(['。', '.']).to_owned()
}

/// A file that is no build, with the line that says what it looks like; ends with exit code 3.
#[derive(Debug, thiserror::Error)]
#[error("{}", Words::of(Lang::En).note(.0))]
pub(crate) struct NoBuild(pub(crate) Note);

/// What cannot be done with what was asked for, in the person's language.
#[derive(Debug, thiserror::Error)]
#[error("{}", Words::of(Lang::En).note(.0))]
pub(crate) struct Told(pub(crate) Note);

/// A file that was asked for and cannot be read: not there, a folder, or something else.
#[derive(Debug, thiserror::Error)]
#[error("{}", Words::of(Lang::En).note(.0))]
pub(crate) struct Unreadable(pub(crate) Note);

impl Unreadable {
    /// Says of a file why it cannot be read.
    pub(crate) fn of(path: &Path, error: &std::io::Error) -> Self {
        let code = match error.kind() {
            std::io::ErrorKind::NotFound => "file-not-there",
            _ if path.is_dir() => "file-is-folder",
            _ => "file-unreadable",
        };
        let note = Note::new(code).with("file", path.display());
        Self(if code == "file-unreadable" { note.with("why", error) } else { note })
    }
}

/// Text on standard output. A closed pipe (`| head`) ends quietly.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Says on standard error that work goes on: only on a terminal, and only when it takes longer than a second.
pub(crate) struct Waiting(Option<(std::sync::mpsc::Sender<()>, std::thread::JoinHandle<()>)>);

impl Waiting {
    /// Begins to wait for work on something.
    pub(crate) fn on(what: &str) -> Self {
        use std::io::IsTerminal;
        if !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let (sender, receiver) = std::sync::mpsc::channel::<()>();
        let what = maspect::finding::AppText::new(what).to_string();
        let thread = std::thread::spawn(move || {
            let patience = std::time::Duration::from_secs(1);
            if receiver.recv_timeout(patience) != Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                return;
            }
            let bar = indicatif::ProgressBar::new_spinner().with_elapsed(patience);
            if let Ok(style) = indicatif::ProgressStyle::with_template("{spinner} {elapsed} {msg}") {
                bar.set_style(style);
            }
            bar.set_message(what);
            bar.enable_steady_tick(std::time::Duration::from_millis(200));
            let _ = receiver.recv();
            bar.finish_and_clear();
        });
        Self(Some((sender, thread)))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.0.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}
