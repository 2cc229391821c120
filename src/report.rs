//! What the host and programs are told: stdout is for programs, stderr for people.

mod answer;
mod files;
mod keys;
mod line;
mod qr;
pub mod terminal;
mod voice;

use std::{
    io::{self, IsTerminal as _},
    net::SocketAddr,
    path::Path,
    time::Duration,
};

use indicatif::ProgressBar;
use tracing::Level;

use crate::{
    chat::HostToken,
    cli::Output,
    guests::Listing,
    journal,
    mail::News,
    onion::OnionAddress,
    service::{Privacy, ServiceName},
    timer,
    tor::{Event, Progress},
};
use line::Line;

pub use files::FileProgress;
pub use terminal::{complain, print, say};
pub use voice::Voice;

/// Where there is no terminal, the bootstrap is told every so many percent.
const STEP: u8 = 25;

/// What the host should know of a room that opens.
#[derive(Debug, Clone, Copy)]
pub struct Greeting<'a> {
    /// Which one.
    pub service: &'a ServiceName,
    /// Its address.
    pub address: &'a OnionAddress,
    /// The folder that keeps the address; `None` where nothing does.
    pub kept: Option<&'a Path>,
    /// Who finds it.
    pub privacy: Privacy,
}

/// Tells the host and programs what happens.
#[derive(Debug)]
pub struct Reporter {
    /// How people and programs are spoken to.
    voice: Voice,
    /// Whether there are several rooms, so that it has to be said which one is meant.
    several: bool,
    /// The progress of the bootstrap on a terminal.
    bar: Option<ProgressBar>,
    /// The last progress that was worth a line of its own.
    told: Option<Progress>,
    /// Whether the address is known, which then stands on stdout alone.
    has_address: bool,
    /// What is going on once Tor works.
    after_bootstrap: &'static str,
}

impl Reporter {
    /// A reporter that has said nothing.
    #[must_use]
    pub fn new(voice: Voice, several: bool) -> Self {
        Self {
            voice,
            several,
            bar: None,
            told: None,
            has_address: false,
            after_bootstrap: "announcing the room",
        }
    }

    /// The same for who joins somebody else's room.
    #[must_use]
    pub fn joining(voice: Voice) -> Self {
        Self {
            after_bootstrap: "connected, looking for the room",
            ..Self::new(voice, false)
        }
    }

    /// Tells a room's address, and what holds for it.
    pub fn address(&mut self, greeting: &Greeting<'_>) {
        let service = greeting.service;
        let onion = greeting.address.reveal();
        let url = format!("http://{onion}");
        self.has_address = true;
        let line = Line::Address { onion, url: &url };
        self.voice.head(self.which(service));
        self.voice.result(&url, self.which(service), line);
        if io::stderr().is_terminal() {
            self.greet(&url, greeting);
        }
    }

    /// Tells a person at a terminal what to do with an address.
    fn greet(&self, url: &str, greeting: &Greeting<'_>) {
        if self.several {
            return;
        }
        // Where stdout goes elsewhere, the address would not be seen.
        if !io::stdout().is_terminal() {
            self.voice.people(&terminal::bold(url));
        }
        self.voice.code(url);
        self.voice.people(match greeting.privacy {
            Privacy::Public => {
                "Open this address in Tor Browser, and give it to those you invite: everybody who has it can come \
                 in."
            }
            Privacy::Private => "Open this address in Tor Browser, which then asks for a guest's key.",
        });
        self.voice.people(&match greeting.kept {
            Some(keys) => format!(
                "The address is kept in {}, and nothing of what is said is.",
                keys.display()
            ),
            None => "The address is gone when the room closes, and so is all that is said.".into(),
        });
        self.voice.people("Press Ctrl-C to close the room.");
    }

    /// Tells that only guests find a room, and which files let nobody in although they should.
    pub fn private(&self, service: &ServiceName, listing: &Listing) {
        let whose = self.whose(service);
        let count = match listing.guests.len() {
            0 => "nobody yet".to_owned(),
            1 => "1 guest".to_owned(),
            more => format!("{more} guests"),
        };
        let here = if io::stderr().is_terminal() {
            "/invite NAME here, or "
        } else {
            ""
        };
        self.voice.people(&format!(
            "{whose}The room is private, for {count}. To let somebody in: {here}onionchat invite NAME in another \
             terminal."
        ));
        // A file is called after the guest, and others read the journal.
        if journal::is_stderr() && !listing.faults.is_empty() {
            let count = listing.faults.len();
            say(&format!(
                "{whose}{count} of the files of guests let nobody in. See which: onionchat guests"
            ));
            return;
        }
        for fault in &listing.faults {
            say(&format!("{whose}{fault}."));
        }
    }

    /// Tells that a room that was private is public now, because the host has said so.
    pub fn no_longer_private(&self, service: &ServiceName) {
        let whose = self.whose(service);
        say(&format!(
            "{whose}The room was private, and is public now, as asked: everybody who has its address finds it, \
             also whose key was taken back. To have it private again: --private, and no private = false in the \
             configuration."
        ));
    }

    /// Tells where plain HTTP is served.
    pub fn listening(&self, service: &ServiceName, address: SocketAddr) {
        let url = format!("http://{address}");
        match self.voice.output {
            Output::Human if self.has_address => {
                let whose = self.whose(service);
                self.voice
                    .people(&format!("{whose}Also at {url}, for this computer only."));
            }
            _ => {
                self.voice.head(self.which(service));
                let line = Line::Listening { url: &url };
                self.voice.result(&url, self.which(service), line);
            }
        }
    }

    /// Tells the host's token. Whoever asked for it needs it, so silence does not hold it back.
    pub fn operator_token(&self, service: &ServiceName, token: &HostToken) {
        let token = token.reveal();
        match self.voice.output {
            // Others read the journal, and it is kept.
            Output::Human if journal::is_stderr() => self.voice.people(
                "The operator token is not told to the journal: run the room in a terminal for it.",
            ),
            Output::Human => say(&format!(
                "{}Your operator token, good once: type /op {token} in the room.",
                self.whose(service)
            )),
            Output::Json => {
                let line = Line::OperatorToken { token };
                self.voice.event(self.which(service), line);
            }
        }
    }

    /// Tells in how much time the rooms open, if not at once, and close, if they do by themselves.
    pub fn timers(&mut self, opens: Option<Duration>, closes: Option<Duration>) {
        let what = if self.several { "rooms" } else { "room" };
        let s = if self.several { "" } else { "s" };
        if let Some(left) = opens {
            self.voice
                .people(&format!("The {what} open{s} in {}.", timer::in_words(left)));
            let seconds = timer::seconds(left);
            self.voice.event(None, Line::Opens { seconds });
        }
        if let Some(left) = closes {
            self.voice.people(&format!(
                "The {what} close{s} in {}.",
                timer::in_words(left)
            ));
            let seconds = timer::seconds(left);
            self.voice.event(None, Line::Closes { seconds });
        }
        if opens.is_some() {
            self.after_bootstrap = "connected, the room opens later";
        }
    }

    /// Tells what Tor says.
    pub fn tor(&mut self, event: &Event) {
        match event {
            Event::Bootstrap(progress) => self.bootstrap(progress),
            Event::Reachable { service, seconds } => {
                let whose = self.whose(service);
                self.done(&terminal::good(&format!(
                    "{whose}The room is reachable through Tor, after {seconds} s."
                )));
                let line = Line::Reachable { seconds: *seconds };
                self.voice.event(self.which(service), line);
            }
            Event::Unreachable { service, reason } => {
                let whose = self.whose(service);
                let text = format!(
                    "{whose}The room is not reachable through Tor: {reason}. Still trying."
                );
                self.done("");
                say(&format!(
                    "{}{}",
                    journal::mark(Level::WARN),
                    terminal::bad(&text)
                ));
                let line = Line::Unreachable { reason };
                self.voice.event(self.which(service), line);
            }
        }
    }

    /// Tells that something has come into a room's mailbox, and nothing of what and from whom.
    pub fn mail(&mut self, service: &ServiceName, news: News) {
        let News { unread, asking } = news;
        let line = Line::Mail { unread, asking };
        self.voice.event(self.which(service), line);
        let whose = self.whose(service);
        if unread > 0 {
            self.voice.people(&format!(
                "{whose}There are messages from peers, {unread} unread: onionchat peer inbox in another terminal."
            ));
        }
        if asking > 0 {
            self.voice.people(&format!(
                "{whose}Peers ask to write to you, {asking} of them: onionchat peer list in another terminal."
            ));
        }
    }

    /// For programs, which room is meant, where there are several.
    fn which<'a>(&self, service: &'a ServiceName) -> Option<&'a ServiceName> {
        self.several.then_some(service)
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
        self.voice.event(None, Line::Stopped);
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
        let line = Line::Bootstrap {
            percent: *percent,
            phase,
            blocked: blocked.as_deref(),
        };
        self.voice.event(None, line);
        if self.voice.quiet {
            return;
        }
        let is_news = self.is_news(progress);
        if io::stderr().is_terminal() && !terminal::has_prompt() {
            let bar = self.bar.get_or_insert_with(terminal::progress);
            bar.set_position(u64::from(*percent));
            bar.set_message(match percent {
                100 => self.after_bootstrap.to_owned(),
                _ => phase.clone(),
            });
            // The bar's line is cut at the terminal's edge, and a reason must not be.
            if let Some(why) = blocked.as_deref().filter(|_| is_news) {
                let text = terminal::bad(&format!("Waiting: {why}."));
                say(&text);
            }
        } else if is_news {
            let text = match blocked {
                None => format!("Connecting to Tor: {percent} %, {phase}"),
                Some(why) => format!("Connecting to Tor: {percent} %, waiting: {why}"),
            };
            self.voice.people(&text);
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
        if let Some(bar) = self.bar.take() {
            terminal::end_progress(&bar);
        }
        if !text.is_empty() {
            self.voice.people(text);
        }
    }
}
