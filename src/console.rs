//! The host's console: a line on the terminal, for whoever runs the room.
//!
//! It is there where a person sits: stdin and stderr are terminals. It reads and writes the terminal
//! itself, so that stdout stays for programs. While it is there, whatever else is told goes through it
//! ([`terminal`]), above the line that is being typed. What is typed becomes an
//! [`Order`](crate::host::Order), and the answer is shown; nothing of it is kept on a disk.

mod complete; // the Tab key
mod line; //     what is typed means
mod mode; //     the terminal as it was before, and how it gets that back

use std::{
    io::{self, IsTerminal as _},
    sync::Arc,
};

use nix::unistd::{getpgrp, tcgetpgrp};
use rustyline::{
    Behavior, Cmd, CompletionType, Config, Editor, EventHandler, ExternalPrinter as _, KeyEvent,
    config::BellStyle, error::ReadlineError, history::MemHistory,
};

use crate::{
    host::{Answer, Host},
    report::{Voice, terminal},
};
use complete::Typing;
use line::{Console, Typed};

pub use mode::{restore, restore_at_once};

/// What stands before the line.
const PROMPT: &str = "> ";

/// How many lines are remembered while the console runs.
const HISTORY: usize = 100;

/// Whether somebody sits there.
#[must_use]
pub fn is_wanted() -> bool {
    let stdin = io::stdin();
    stdin.is_terminal() && io::stderr().is_terminal() && !is_in_background()
}

/// Whether the shell has put this process into the background. The terminal is not ours then: the system stops
/// the whole process as soon as it asks something of it, and with it the room.
fn is_in_background() -> bool {
    tcgetpgrp(io::stdin()).is_ok_and(|foreground| foreground != getpgrp())
}

/// Starts the console in a thread of its own; where the terminal does not let it, the room goes on without.
pub fn start(host: Arc<Host>) {
    let config = Config::builder()
        .behavior(Behavior::PreferTerm)
        .completion_type(CompletionType::List)
        .bell_style(BellStyle::None)
        .auto_add_history(true)
        .max_history_size(HISTORY);
    let Ok(config) = config.map(rustyline::config::Builder::build) else {
        return none();
    };
    let history = MemHistory::with_config(&config);
    let Ok(mut editor) = Editor::with_history(config, history) else {
        return none();
    };
    // A room that was stopped does not come back by itself, and in the background it would be stopped again as soon
    // as it asks something of the terminal.
    editor.bind_sequence(KeyEvent::ctrl('Z'), EventHandler::Simple(Cmd::Noop));
    editor.set_helper(Some(Typing {
        host: Arc::clone(&host),
        service: None,
    }));
    let Ok(mut printer) = editor.create_external_printer() else {
        return none();
    };
    mode::keep();
    terminal::begin_prompt(Box::new(move |text| printer.print(text).is_ok()));
    terminal::say("Type /help for what you can do here.");
    std::thread::spawn(move || run(&mut editor, &host));
}

/// Tells that there is no console, and what does the same.
fn none() {
    terminal::say(
        "This terminal has no console. In another one: onionchat status, say, invite, stop.",
    );
}

/// Reads lines until the console or the room is closed.
fn run(editor: &mut Editor<Typing, MemHistory>, host: &Host) {
    let mut console = Console::default();
    let voice = Voice::at_console();
    loop {
        let outcome = match editor.readline(PROMPT) {
            Ok(line) => {
                let outcome = console.read(&line, host);
                if let Some(typing) = editor.helper_mut() {
                    typing.service = console.service().cloned();
                }
                outcome
            }
            // Another window size, or a signal that is handled elsewhere.
            Err(ReadlineError::Signal(_)) => continue,
            Err(ReadlineError::Interrupted) => {
                host.stop().cancel();
                return terminal::end_prompt();
            }
            Err(ReadlineError::Eof) => {
                terminal::end_prompt();
                return terminal::say(
                    "The console is closed; the room goes on. Ctrl-C closes the room.",
                );
            }
            // A terminal of another encoding, or something pasted that is no text.
            Err(ReadlineError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => {
                terminal::say("What was typed is not text in UTF-8, and was dropped.");
                continue;
            }
            Err(_) => {
                terminal::end_prompt();
                return none();
            }
        };
        match outcome {
            Typed::Nothing => {}
            Typed::Words(words) => terminal::say(&words),
            Typed::Order(order) => match host.execute(order) {
                Ok(Answer::Closing) => return terminal::end_prompt(),
                Ok(answer) => voice.answer(&answer),
                Err(no) => terminal::say(&no.to_string()),
            },
        }
    }
}
