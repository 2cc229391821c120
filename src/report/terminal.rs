//! What is written where: stdout and stderr, around the bar of the bootstrap and the host's line; colours.

use std::{
    io::{self, IsTerminal as _, Write},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use term_style::{Term, style};
use tracing::Level;

use crate::journal;

/// How often the spinner turns: often enough to show life, rarely enough to cost nothing.
const SPIN: Duration = Duration::from_millis(120);

/// How many columns a bar needs beside what is being done.
const WIDE: usize = 72;
/// What is on the terminal beside lines.
enum Screen {
    /// Nothing.
    Plain,
    /// The progress of the bootstrap.
    Progress(ProgressBar),
    /// The host's line at the console, with what writes above it.
    Prompt(Print),
}

/// Writes lines above the host's line; says whether it could.
type Print = Box<dyn FnMut(String) -> bool + Send>;

/// What is on the terminal. Whoever writes to it asks here, so that nothing crosses what is there.
static SCREEN: Mutex<Screen> = Mutex::new(Screen::Plain);

/// Takes what is on the terminal; a panic elsewhere is no reason to say nothing any more.
fn screen() -> MutexGuard<'static, Screen> {
    SCREEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether something that was to be on stdout is nowhere.
static IS_LOST: AtomicBool = AtomicBool::new(false);

/// Whether something that was to be on stdout could not be written, but for a reader who had enough.
#[must_use]
pub fn is_lost() -> bool {
    IS_LOST.load(Ordering::Relaxed)
}

/// How long a terminal may take to be given back where there is no time left; it takes microseconds.
const AT_ONCE: Duration = Duration::from_millis(200);

/// Gives the terminal back, as `restore` does, as far as it takes anything at the moment: one that was stopped, or at
/// whose other end nobody reads, must not hold up the end.
pub fn at_once(restore: fn()) {
    let (done, is_done) = mpsc::channel();
    std::thread::spawn(move || {
        restore();
        done.send(())
    });
    let _ = is_done.recv_timeout(AT_ONCE);
}

/// Writes a line to stdout. Where nobody reads it, the room goes on all the same.
pub fn print(line: &str) {
    let write = || {
        let mut stdout = io::stdout().lock();
        let written = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
        if written.is_err_and(|error| error.kind() != io::ErrorKind::BrokenPipe) {
            IS_LOST.store(true, Ordering::Relaxed);
        }
    };
    if !io::stdout().is_terminal() {
        return write();
    }
    match &mut *screen() {
        Screen::Plain => write(),
        Screen::Progress(bar) => bar.suspend(write),
        Screen::Prompt(print) => {
            if !print(format!("{line}\n")) {
                write();
            }
        }
    }
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
    tell(&format!("{lines}\n"));
}

/// Writes whole lines to stderr, around what is on the terminal.
fn tell(lines: &str) {
    let write = || drop(io::stderr().lock().write_all(lines.as_bytes()));
    match &mut *screen() {
        Screen::Plain => write(),
        Screen::Progress(bar) => bar.suspend(write),
        Screen::Prompt(print) => {
            if !print(lines.to_owned()) {
                write();
            }
        }
    }
}

/// From now on there is a line on the terminal at which the host types.
pub fn begin_prompt(print: Print) {
    *screen() = Screen::Prompt(print);
}

/// There is no such line any more.
pub fn end_prompt() {
    let mut screen = screen();
    if matches!(*screen, Screen::Prompt(_)) {
        *screen = Screen::Plain;
    }
}

/// Whether there is such a line.
pub(super) fn has_prompt() -> bool {
    matches!(*screen(), Screen::Prompt(_))
}

/// There is no progress any more.
pub(super) fn end_progress(bar: &ProgressBar) {
    let mut screen = screen();
    bar.finish_and_clear();
    if matches!(*screen, Screen::Progress(_)) {
        *screen = Screen::Plain;
    }
}

/// Where the log goes: to stderr, around what is on the terminal.
#[derive(Debug, Clone, Copy)]
pub struct Log;

impl Write for Log {
    fn write(&mut self, lines: &[u8]) -> io::Result<usize> {
        // A line of the log comes in one piece.
        tell(&String::from_utf8_lossy(lines));
        Ok(lines.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
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
    *screen() = Screen::Progress(progress.clone());
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
