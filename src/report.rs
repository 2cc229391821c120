//! What the host and programs are told: stdout is for programs, stderr for people.

use std::{
    io::{self, IsTerminal as _, Write as _},
    net::SocketAddr,
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use qrcode::{QrCode, render::unicode};
use serde::Serialize;

use crate::{
    chat::HostToken,
    cli::Output,
    tor::{Event, OnionAddress, Progress},
};

/// How often the spinner turns: often enough to show life, rarely enough to cost nothing.
const SPIN: Duration = Duration::from_millis(120);

/// Where there is no terminal, the bootstrap is told every so many percent.
const STEP: u8 = 25;

/// A line for programs.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
enum Line<'a> {
    /// The room's address is known.
    Address {
        /// The address, with its `.onion`.
        onion: &'a str,
        /// The address as a URL.
        url: &'a str,
    },
    /// How the bootstrap goes.
    Bootstrap {
        /// From 0 to 100.
        percent: u8,
        /// What is being done.
        phase: &'a str,
        /// What keeps it from going on.
        blocked: Option<&'a str>,
    },
    /// What makes whoever shows it first operator in every room.
    #[serde(rename = "operator_token")]
    OperatorToken {
        /// The token.
        token: &'a str,
    },
    /// Plain HTTP is served on loopback.
    Listening {
        /// Where.
        url: &'a str,
    },
    /// The room's own page was fetched through Tor.
    Reachable {
        /// Seconds since the start, or since the room was lost.
        seconds: f64,
    },
    /// The room's own page cannot be fetched any more.
    Unreachable {
        /// Why.
        reason: &'a str,
    },
    /// The room is closed.
    Stopped,
}

/// Tells the host and programs what happens.
#[derive(Debug)]
pub struct Reporter {
    /// What stdout is for.
    output: Output,
    /// Whether people are told only what goes wrong.
    quiet: bool,
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
    pub fn new(output: Output, quiet: bool) -> Self {
        Self {
            output,
            quiet,
            spinner: None,
            told: None,
            has_address: false,
        }
    }

    /// Tells the room's address.
    pub fn address(&mut self, address: &OnionAddress) {
        let onion = address.reveal();
        let url = format!("http://{onion}");
        self.has_address = true;
        self.to_programs(&url, &Line::Address { onion, url: &url });
        if io::stderr().is_terminal() {
            if let Some(code) = qr(&url) {
                self.to_people(&code);
            }
            self.to_people("Open this address in Tor Browser, and give it to those you invite.");
            self.to_people("Press Ctrl-C to close the room.");
        }
    }

    /// Tells where plain HTTP is served.
    pub fn listening(&self, address: SocketAddr) {
        let url = format!("http://{address}");
        match self.output {
            Output::Human if self.has_address => {
                self.to_people(&format!("Also at {url}, for this computer only."));
            }
            _ => self.to_programs(&url, &Line::Listening { url: &url }),
        }
    }

    /// Tells the host's token. Whoever asked for it needs it, so silence does not hold it back.
    pub fn operator_token(&self, token: &HostToken) {
        let token = token.reveal();
        match self.output {
            Output::Human => say(&format!(
                "Your operator token, good once: type /op {token} in the room."
            )),
            Output::Json => self.event(&Line::OperatorToken { token }),
        }
    }

    /// Tells what Tor says.
    pub fn tor(&mut self, event: &Event) {
        match event {
            Event::Bootstrap(progress) => self.bootstrap(progress),
            Event::Reachable { seconds } => {
                self.done(&format!(
                    "The room is reachable through Tor, after {seconds} s."
                ));
                self.event(&Line::Reachable { seconds: *seconds });
            }
            Event::Unreachable { reason } => {
                let text =
                    format!("The room is not reachable through Tor: {reason}. Still trying.");
                self.done("");
                say(&text);
                self.event(&Line::Unreachable { reason });
            }
        }
    }

    /// Tells that the room is closed.
    pub fn stopped(&mut self) {
        self.done("The room is closed.");
        self.event(&Line::Stopped);
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
        if io::stderr().is_terminal() {
            let text = match percent {
                100 => "Announcing the room".to_owned(),
                _ => format!("Connecting to Tor: {percent} %, {phase}"),
            };
            let spinner = self.spinner.get_or_insert_with(spinner);
            spinner.set_message(text);
            // The spinner's line is cut at the terminal's edge, and a reason must not be.
            if let Some(why) = blocked.as_deref().filter(|_| is_news) {
                spinner.suspend(|| say(&format!("Waiting: {why}.")));
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
            spinner.finish_and_clear();
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

/// Writes a line to stdout. Where nobody reads it, the room goes on all the same.
pub fn print(line: &str) {
    let mut stdout = io::stdout().lock();
    let _ = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
}

/// Writes a line to stderr.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// A spinner with a line of text.
fn spinner() -> ProgressBar {
    let spinner = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
        spinner.set_style(style);
    }
    spinner.enable_steady_tick(SPIN);
    spinner
}

/// An address as a QR code for a terminal, two modules a character. The light modules are the ones
/// drawn, because most terminals are dark.
fn qr(url: &str) -> Option<String> {
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
