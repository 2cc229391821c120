//! The terminal as it was before the console: while a line is typed, the terminal hands over every key as
//! it is and shows none, and a process that ends meanwhile must not leave it so.

use std::{
    fs::{File, OpenOptions},
    io::Write as _,
    sync::{Mutex, PoisonError},
};

use nix::sys::termios::{SetArg, Termios, tcgetattr, tcsetattr};

use crate::report::terminal;

/// Takes the prompt and what is typed off its line, and ends what the console has asked of the terminal.
const OFF: &[u8] = b"\r\x1b[J\x1b[?2004l\x1b[?25h";

/// The terminal, and how it was.
struct Before {
    /// The terminal.
    tty: File,
    /// How it was.
    mode: Termios,
}

/// How the terminal was before the console, while there is one.
static BEFORE: Mutex<Option<Before>> = Mutex::new(None);

/// Keeps how the terminal is.
pub(super) fn keep() {
    let tty = OpenOptions::new().read(true).write(true).open("/dev/tty");
    let before = tty.ok().and_then(|tty| {
        let mode = tcgetattr(&tty).ok()?;
        Some(Before { tty, mode })
    });
    *BEFORE.lock().unwrap_or_else(PoisonError::into_inner) = before;
}

/// Gives the terminal back as it was before the console; to be called whenever the process ends. What is
/// told after that goes to the terminal as it is.
pub fn restore() {
    let before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(Before { mut tty, mode }) = before else {
        return terminal::end_prompt();
    };
    // The mode first, and at once: all else waits where the terminal takes nothing.
    let is_changed = tcgetattr(&tty).is_ok_and(|now| now.local_flags != mode.local_flags);
    if is_changed {
        let _ = tcsetattr(&tty, SetArg::TCSANOW, &mode);
    }
    terminal::end_prompt();
    if is_changed {
        let _ = tty.write_all(OFF);
    }
}

/// Gives the terminal back as far as it takes anything at the moment.
pub fn restore_at_once() {
    terminal::at_once(restore);
}
