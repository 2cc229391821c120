//! Who is spoken to: people on stderr, programs on stdout, or the host at the console.

use std::io::{self, IsTerminal as _};

use super::{
    Line,
    line::Told,
    qr::{columns, qr},
    terminal::{self, complain, print, say},
};
use crate::{cli::Output, exit::Exit, service::ServiceName};

/// Speaks to people and programs, as each of them wants it.
#[derive(Debug, Clone, Copy)]
pub struct Voice {
    /// What stdout is for.
    pub(super) output: Output,
    /// Whether people are told only what goes wrong.
    pub(super) quiet: bool,
    /// Whether stdout is somebody else's, so that what was asked for goes to the terminal with all the rest.
    pub(super) is_at_console: bool,
}

impl Voice {
    /// The voice of a command that was typed in a shell.
    #[must_use]
    pub fn new(output: Output, quiet: bool) -> Self {
        Self {
            output,
            quiet,
            is_at_console: false,
        }
    }

    /// Whether people are told only what goes wrong.
    #[must_use]
    pub fn is_quiet(self) -> bool {
        self.quiet
    }

    /// The voice that answers at the console: somebody sits there, and stdout belongs to whoever started the room.
    #[must_use]
    pub fn at_console() -> Self {
        Self {
            is_at_console: true,
            ..Self::new(Output::Human, false)
        }
    }

    /// Tells people whose address follows, where there are several rooms.
    pub(super) fn head(self, service: Option<&ServiceName>) {
        if let (Some(service), Output::Human, false) = (service, self.output, self.is_at_console) {
            self.people(&format!("The address of {service}:"));
        }
    }

    /// An address with the name of its room, where there are several: at the console, since a program takes the
    /// line as it is.
    pub(super) fn named(self, service: Option<&ServiceName>, url: &str) -> String {
        match service.filter(|_| self.is_at_console) {
            Some(service) => format!("{service}: {url}"),
            None => url.to_owned(),
        }
    }

    /// Tells why the program cannot do what it was asked for, and how it ends.
    pub fn failed(self, reason: &str, exit: Exit) {
        complain(reason);
        let code = exit.code();
        self.event(None, Line::Failed { code, reason });
    }

    /// Tells programs what they asked for, in their format.
    pub(super) fn result(self, human: &str, service: Option<&ServiceName>, event: Line<'_>) {
        match self.output {
            Output::Human => self.product(human),
            Output::Json => self.event(service, event),
        }
    }

    /// Tells what was asked for.
    pub(super) fn product(self, text: &str) {
        if self.is_at_console {
            say(text);
        } else {
            print(text);
        }
    }

    /// Tells an event, if events were asked for.
    pub(super) fn event(self, service: Option<&ServiceName>, event: Line<'_>) {
        if self.output == Output::Json {
            // It fails only for maps whose keys are no strings, and there are none.
            print(&serde_json::to_string(&Told { event, service }).unwrap_or_default());
        }
    }

    /// Tells people something, unless they asked for silence.
    pub(super) fn people(self, text: &str) {
        if !self.quiet {
            say(text);
        }
    }

    /// Shows something as a QR code, where there is a terminal with room for it.
    pub(super) fn code(self, text: &str) {
        if self.quiet || !io::stderr().is_terminal() {
            return;
        }
        if let Some(code) = qr(text).filter(|code| columns(code) <= terminal::columns()) {
            terminal::draw(&code);
        }
    }
}
