//! The terminal: taken for the whole screen, and given back as it was however the program ends.

use std::{
    io::{self, IsTerminal as _, Stdout, Write as _},
    panic,
    sync::{
        Mutex, Once, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use nix::sys::signal::{Signal, raise};
use ratatui::{
    Terminal,
    backend::CrosstermBackend,
    crossterm::{
        cursor::Show,
        event::{DisableBracketedPaste, EnableBracketedPaste},
        execute,
        terminal::{
            Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
            enable_raw_mode,
        },
    },
};

use crate::report::terminal as lines;

/// The most lines of a log that are kept while the screen is taken.
const MAX_HELD: usize = 100;

/// The screen that is drawn on.
pub type Canvas = Terminal<CrosstermBackend<Stdout>>;

/// Whether the terminal is taken.
static IS_TAKEN: AtomicBool = AtomicBool::new(false);

/// What was told meanwhile.
static HELD: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Whether a person sits there.
pub fn is_there() -> bool {
    let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    !is_dumb && io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// The terminal, taken. It is given back when this is dropped.
#[derive(Debug)]
pub struct Taken(());

impl Taken {
    /// Takes the terminal.
    ///
    /// # Errors
    /// Where it does not let itself be taken.
    pub fn take() -> io::Result<(Self, Canvas)> {
        restore_on_panic();
        let taken = Self(());
        // What is told from now on would be written across the screen.
        lines::begin_prompt(Box::new(hold));
        enter()?;
        Ok((taken, empty()?))
    }
}

/// An empty screen. Ratatui's own way to empty one asks the terminal where the cursor is, and the answer would come
/// among the keys.
///
/// # Errors
/// Where the terminal takes nothing.
pub fn empty() -> io::Result<Canvas> {
    execute!(io::stdout(), Clear(ClearType::All))?;
    Terminal::new(CrosstermBackend::new(io::stdout()))
}

impl Drop for Taken {
    fn drop(&mut self) {
        restore();
    }
}

/// Keeps what is told until the terminal is given back.
fn hold(text: String) -> bool {
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    if held.len() < MAX_HELD {
        held.push(text);
    }
    true
}

/// Makes the terminal a screen.
fn enter() -> io::Result<()> {
    IS_TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)
}

/// Makes the screen a terminal. The mode first, and at once: all else waits where the terminal takes nothing.
fn leave() {
    if !IS_TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = disable_raw_mode();
    let _ = execute!(
        io::stdout(),
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
}

/// Gives the terminal back, and tells what was told meanwhile; to be called whenever the process ends.
pub fn restore() {
    leave();
    lines::end_prompt();
    let held = std::mem::take(&mut *HELD.lock().unwrap_or_else(PoisonError::into_inner));
    for text in held {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }
}

/// Gives the terminal back as far as it takes anything at the moment.
pub fn restore_at_once() {
    lines::at_once(restore);
}

/// Stops the process as Ctrl-Z does, and takes the terminal again when it goes on.
///
/// # Errors
/// Where it does not let itself be taken again.
pub fn suspend() -> io::Result<()> {
    leave();
    raise(Signal::SIGTSTP).map_err(io::Error::from)?;
    enter()
}

/// Takes the terminal again after somebody else has stopped the process and let it go on: the shell has given the
/// terminal another mode meanwhile.
///
/// # Errors
/// Where it does not let itself be taken.
pub fn come_back() -> io::Result<()> {
    let _ = disable_raw_mode();
    enter()
}

/// Gives the terminal back before a panic is told on it.
fn restore_on_panic() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            restore();
            before(panic);
        }));
    });
}
