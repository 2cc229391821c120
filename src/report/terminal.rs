//! What is written where: stdout and stderr, the bar of the bootstrap, colours.

use std::{
    io::{self, IsTerminal as _, Write as _},
    time::Duration,
};

use console::{Term, style};
use indicatif::{ProgressBar, ProgressStyle};
use tracing::Level;

use crate::journal;

/// How often the spinner turns: often enough to show life, rarely enough to cost nothing.
const SPIN: Duration = Duration::from_millis(120);

/// How many columns a bar needs beside what is being done.
const WIDE: usize = 72;

/// Writes a line to stdout. Where nobody reads it, the room goes on all the same.
pub fn print(line: &str) {
    let mut stdout = io::stdout().lock();
    let _ = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
}

/// Tells people on stderr why the program cannot do what it was asked for.
pub fn complain(text: &str) {
    say(&format!("{}{text}", journal::mark(Level::ERROR)));
}

/// Tells people something on stderr. On a terminal it is broken between words; an address stays whole, so that
/// it can be copied.
pub fn say(text: &str) {
    if io::stderr().is_terminal() {
        draw(&textwrap::fill(
            text,
            textwrap::Options::new(columns()).break_words(false),
        ));
    } else {
        draw(text);
    }
}

/// Writes lines to stderr as they are.
pub(super) fn draw(lines: &str) {
    let _ = writeln!(io::stderr().lock(), "{lines}");
}

/// How many columns people have on stderr.
pub(super) fn columns() -> usize {
    usize::from(Term::stderr().size().1)
}

/// The progress of the bootstrap: a bar where there is room for one.
pub(super) fn progress() -> ProgressBar {
    let template = if columns() < WIDE {
        "{spinner} {percent} % {wide_msg}"
    } else {
        "{spinner} Connecting to Tor {bar:16} {percent:>3} %  {wide_msg}"
    };
    let progress = ProgressBar::new(100);
    if let Ok(style) = ProgressStyle::with_template(template) {
        progress.set_style(style);
    }
    progress.enable_steady_tick(SPIN);
    progress
}

/// Something good, for people who like colours; `NO_COLOR` and `CLICOLOR` say whether they do.
pub(super) fn good(text: &str) -> String {
    style(text).for_stderr().green().to_string()
}

/// Something in the way, likewise.
pub(super) fn bad(text: &str) -> String {
    style(text).for_stderr().yellow().to_string()
}

/// Something not to be overlooked, likewise.
pub(super) fn bold(text: &str) -> String {
    style(text).for_stderr().bold().to_string()
}
