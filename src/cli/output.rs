//! The only place that prints.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::io::Write;

/// One line on standard error.
pub(crate) fn complain(message: &str) {
    eprintln!("maspect: {}", message.replace(['\n', '\r'], " "));
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
            let bar = indicatif::ProgressBar::new_spinner();
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
