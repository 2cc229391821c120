//! What is written where: stdout and stderr, around the spinner and the host's line; QR codes.

use std::{
    io::{self, IsTerminal as _, Write},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use qrcode::{QrCode, render::unicode};

/// How often the spinner turns: often enough to show life, rarely enough to cost nothing.
const SPIN: Duration = Duration::from_millis(120);

/// What is on the terminal beside lines.
enum Screen {
    /// Nothing.
    Plain,
    /// The progress of the bootstrap.
    Spinner(ProgressBar),
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

/// Writes a line to stdout. Where nobody reads it, the room goes on all the same.
pub fn print(line: &str) {
    let write = || {
        let mut stdout = io::stdout().lock();
        let _ = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
    };
    if !io::stdout().is_terminal() {
        return write();
    }
    match &mut *screen() {
        Screen::Plain => write(),
        Screen::Spinner(spinner) => spinner.suspend(write),
        Screen::Prompt(print) => {
            if !print(format!("{line}\n")) {
                write();
            }
        }
    }
}

/// Writes a line to stderr.
pub fn say(line: &str) {
    tell(&format!("{line}\n"));
}

/// Writes whole lines to stderr, around what is on the terminal.
fn tell(lines: &str) {
    let write = || drop(io::stderr().lock().write_all(lines.as_bytes()));
    match &mut *screen() {
        Screen::Plain => write(),
        Screen::Spinner(spinner) => spinner.suspend(write),
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

/// There is no spinner any more.
pub(super) fn end_spinner(spinner: &ProgressBar) {
    let mut screen = screen();
    spinner.finish_and_clear();
    if matches!(*screen, Screen::Spinner(_)) {
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

/// A spinner with a line of text.
pub(super) fn spinner() -> ProgressBar {
    let spinner = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
        spinner.set_style(style);
    }
    spinner.enable_steady_tick(SPIN);
    *screen() = Screen::Spinner(spinner.clone());
    spinner
}

/// An address as a QR code for a terminal, two modules a character. The light modules are the ones
/// drawn, because most terminals are dark.
pub(super) fn qr(url: &str) -> Option<String> {
    // Onion addresses are the same in capitals, which the code holds in less space.
    let code = QrCode::new(url.to_ascii_uppercase()).ok()?;
    let (light, dark) = (unicode::Dense1x2::Dark, unicode::Dense1x2::Light);
    Some(
        code.render::<unicode::Dense1x2>()
            .dark_color(dark)
            .light_color(light)
            .build(),
    )
}
