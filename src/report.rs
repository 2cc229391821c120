//! What the host and programs are told: stdout is for programs, stderr for people.

mod line;
pub mod terminal;

use std::{
    io::{self, IsTerminal as _},
    net::SocketAddr,
};

use indicatif::ProgressBar;

use crate::{
    chat::HostToken,
    cli::Output,
    host::Answer,
    service::ServiceName,
    tor::{Event, OnionAddress, Progress},
};
use line::Line;
use terminal::{qr, spinner};

pub use terminal::{print, say};

/// Where there is no terminal, the bootstrap is told every so many percent.
const STEP: u8 = 25;

/// Tells what came of an order to a process that runs: the answer is what was asked for, and so goes to
/// stdout; that something was done goes to stderr.
pub fn answer(output: Output, quiet: bool, answer: &Answer) {
    let is_asked = matches!(
        answer,
        Answer::Status { .. }
            | Answer::Address { .. }
            | Answer::Rooms { .. }
            | Answer::Who { .. }
            | Answer::Invite(_)
            | Answer::Guests { .. }
    );
    match (output, answer) {
        (Output::Json, answer) => print(&serde_json::to_string(answer).unwrap_or_default()),
        (Output::Human, answer) if is_asked => print(&answer.in_words()),
        (Output::Human, _) if quiet => {}
        // Whoever asked for the end hears of it when it has come.
        (Output::Human, Answer::Closing) => say("The room is closed."),
        (Output::Human, answer) => say(&answer.in_words()),
    }
}

/// Tells the host and programs what happens.
#[derive(Debug)]
pub struct Reporter {
    /// What stdout is for.
    output: Output,
    /// Whether people are told only what goes wrong.
    quiet: bool,
    /// Whether there are several rooms, so that it has to be said which one is meant.
    several: bool,
    /// The progress of the bootstrap on a terminal.
    spinner: Option<ProgressBar>,
    /// The last progress that was worth a line of its own.
    told: Option<Progress>,
    /// Whether the address is known, which then stands on stdout alone.
    has_address: bool,
}

impl Reporter {
    /// A reporter that has said nothing.
    #[must_use]
    pub fn new(output: Output, quiet: bool, several: bool) -> Self {
        Self {
            output,
            quiet,
            several,
            spinner: None,
            told: None,
            has_address: false,
        }
    }

    /// Tells a room's address.
    pub fn address(&mut self, service: &ServiceName, address: &OnionAddress) {
        let onion = address.reveal();
        let url = format!("http://{onion}");
        self.has_address = true;
        if self.several && self.output == Output::Human {
            self.to_people(&format!("The address of {service}:"));
        }
        let line = Line::Address {
            service: self.which(service),
            onion,
            url: &url,
        };
        self.to_programs(&url, &line);
        if io::stderr().is_terminal() && !self.several {
            if let Some(code) = qr(&url) {
                self.to_people(&code);
            }
            self.to_people("Open this address in Tor Browser, and give it to those you invite.");
            self.to_people("Press Ctrl-C to close the room.");
        }
    }

    /// Tells where plain HTTP is served.
    pub fn listening(&self, service: &ServiceName, address: SocketAddr) {
        let url = format!("http://{address}");
        match self.output {
            Output::Human if self.has_address => {
                let whose = self.whose(service);
                self.to_people(&format!("{whose}Also at {url}, for this computer only."));
            }
            _ => {
                let service = self.which(service);
                self.to_programs(&url, &Line::Listening { service, url: &url });
            }
        }
    }

    /// Tells the host's token. Whoever asked for it needs it, so silence does not hold it back.
    pub fn operator_token(&self, service: &ServiceName, token: &HostToken) {
        let token = token.reveal();
        match self.output {
            Output::Human => say(&format!(
                "{}Your operator token, good once: type /op {token} in the room.",
                self.whose(service)
            )),
            Output::Json => {
                let service = self.which(service);
                self.event(&Line::OperatorToken { service, token });
            }
        }
    }

    /// Tells what Tor says.
    pub fn tor(&mut self, event: &Event) {
        match event {
            Event::Bootstrap(progress) => self.bootstrap(progress),
            Event::Reachable { service, seconds } => {
                let whose = self.whose(service);
                self.done(&format!(
                    "{whose}The room is reachable through Tor, after {seconds} s."
                ));
                self.event(&Line::Reachable {
                    service: self.which(service),
                    seconds: *seconds,
                });
            }
            Event::Unreachable { service, reason } => {
                let whose = self.whose(service);
                let text = format!(
                    "{whose}The room is not reachable through Tor: {reason}. Still trying."
                );
                self.done("");
                say(&text);
                self.event(&Line::Unreachable {
                    service: self.which(service),
                    reason,
                });
            }
        }
    }

    /// For programs, which room is meant, where there are several.
    fn which<'a>(&self, service: &'a ServiceName) -> Option<&'a str> {
        self.several.then_some(service.as_str())
    }

    /// For people, which room is meant, where there are several; to stand before a sentence.
    fn whose(&self, service: &ServiceName) -> String {
        self.which(service)
            .map(|name| format!("{name}: "))
            .unwrap_or_default()
    }

    /// Tells that the room is closed.
    pub fn stopped(&mut self) {
        self.done("The room is closed.");
        self.event(&Line::Stopped);
    }

    /// Takes the progress off the terminal, where a line for the host is to be.
    pub fn end_progress(&mut self) {
        self.done("");
    }

    /// Tells how the bootstrap goes.
    fn bootstrap(&mut self, progress: &Progress) {
        let Progress {
            percent,
            phase,
            blocked,
        } = progress;
        self.event(&Line::Bootstrap {
            percent: *percent,
            phase,
            blocked: blocked.as_deref(),
        });
        if self.quiet {
            return;
        }
        let is_news = self.is_news(progress);
        if io::stderr().is_terminal() && !terminal::has_prompt() {
            let text = match percent {
                100 => "Announcing the room".to_owned(),
                _ => format!("Connecting to Tor: {percent} %, {phase}"),
            };
            let spinner = self.spinner.get_or_insert_with(spinner);
            spinner.set_message(text);
            // The spinner's line is cut at the terminal's edge, and a reason must not be.
            if let Some(why) = blocked.as_deref().filter(|_| is_news) {
                say(&format!("Waiting: {why}."));
            }
        } else if is_news {
            let text = match blocked {
                None => format!("Connecting to Tor: {percent} %, {phase}"),
                Some(why) => format!("Connecting to Tor: {percent} %, waiting: {why}"),
            };
            self.to_people(&text);
        }
        if is_news {
            self.told = Some(progress.clone());
        }
    }

    /// Whether a progress is worth a line of its own.
    fn is_news(&self, progress: &Progress) -> bool {
        self.told.as_ref().is_none_or(|told| {
            told.percent / STEP != progress.percent / STEP || told.blocked != progress.blocked
        })
    }

    /// Ends the progress of the bootstrap, and says so if there is something to say.
    fn done(&mut self, text: &str) {
        if let Some(spinner) = self.spinner.take() {
            terminal::end_spinner(&spinner);
        }
        if !text.is_empty() {
            self.to_people(text);
        }
    }

    /// Writes a line for programs, in their format.
    fn to_programs(&self, human: &str, event: &Line<'_>) {
        match self.output {
            Output::Human => print(human),
            Output::Json => self.event(event),
        }
    }

    /// Writes an event for programs, if they asked for events.
    fn event(&self, event: &Line<'_>) {
        if self.output == Output::Json {
            // It fails only for maps whose keys are no strings, and there are none.
            print(&serde_json::to_string(event).unwrap_or_default());
        }
    }

    /// Writes a line for people, unless they asked for silence.
    fn to_people(&self, text: &str) {
        if !self.quiet {
            say(text);
        }
    }
}
