//! The client: somebody joins a room from a terminal, on the whole screen or line by line.

mod full; //    the whole screen: a conversation, keys, sizes
mod hostile; // whoever is at the other end
mod lost; //    the connection is lost and comes back
mod plain; //   line by line
mod rooms; //   rooms with a passphrase, and going from one to another
mod taken; //   the terminal, and how it gets back what it was

use std::net::SocketAddr;
use std::time::Duration;

use libtest_mimic::Trial;
use tokio::time::sleep;

use crate::support::eventually;
use crate::support::process::{Program, binary};
use crate::support::terminal::Terminal;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    let parts = [
        full::trials(),
        hostile::trials(),
        lost::trials(),
        plain::trials(),
        rooms::trials(),
        taken::trials(),
    ];
    parts.into_iter().flatten().collect()
}

/// Says how the program has ended, and whether the terminal is as it was; then waits.
const SHELL: &str = "before=$(stty -g); \"$@\"; code=$?; \
                     [ \"$before\" = \"$(stty -g)\" ] && same=same || same=other; \
                     echo \"exit $code, $same mode\"; exec cat";

/// A terminal wide enough for everything.
pub const WIDE: (u16, u16) = (100, 30);

/// The smallest terminal that is promised to do.
const SMALL: (u16, u16) = (40, 12);

/// What the room says to who writes too soon after the line before.
const TOO_FAST: &str = "You write faster";

/// How long to wait then.
const RETYPE: Duration = Duration::from_millis(300);

/// Somebody in front of a terminal.
pub struct Seat {
    /// The terminal.
    pub terminal: Terminal,
}

impl Seat {
    /// Somebody starts to join a room.
    pub async fn start((columns, lines): (u16, u16), address: &str, arguments: &[&str]) -> Self {
        let program = binary();
        let program = program.to_str().expect("UTF-8");
        let fixed = ["sh", "-c", SHELL, "sh", program, "join", address];
        let command = [&fixed[..], arguments].concat();
        let terminal = Terminal::start(columns, lines, &command).await;
        Self { terminal }
    }

    /// Somebody has joined the lobby of a room under this nick.
    pub async fn join(size: (u16, u16), room: SocketAddr, nick: &str) -> Self {
        let seat = Self::start(size, &room.to_string(), &["--nick", nick]).await;
        seat.terminal.shows(&format!("connected | {nick}")).await;
        seat
    }

    /// Types a line and presses Enter.
    pub async fn tries(&self, line: &str) {
        self.terminal.type_text(line).await;
        self.terminal.shows(line.trim_end()).await;
        self.terminal.press(&["Enter"]).await;
    }

    /// The same for a line that is taken, in turn: a second has to pass between two messages of one person.
    pub async fn types(&self, line: &str) {
        self.tries(line).await;
        eventually(&format!("{line:?} is taken"), async || {
            let screen = self.terminal.screen().await;
            if screen.contains(TOO_FAST) {
                sleep(RETYPE).await;
                self.terminal.press(&["Enter"]).await;
            }
            screen.trim_end().ends_with("\n>") && !screen.contains("| sending")
        })
        .await;
    }

    /// Says something, and sees it.
    pub async fn says(&self, text: &str) {
        self.types(text).await;
        self.terminal.shows(&format!(": {text}")).await;
    }

    /// How often something is on the screen.
    pub async fn times(&self, text: &str) -> usize {
        self.terminal.screen().await.matches(text).count()
    }

    /// Waits until something is no longer on the screen.
    pub async fn hides(&self, text: &str) {
        eventually(&format!("{text:?} is gone"), async || {
            self.times(text).await == 0
        })
        .await;
    }

    /// Waits until the program has ended so, and the terminal is as it was.
    pub async fn ends(&self, code: i32) {
        self.terminal
            .shows(&format!("exit {code}, same mode"))
            .await;
        assert_eq!(self.terminal.format("#{alternate_on}").await, "0");
    }
}

/// The command line of a client that joins a room.
pub fn joining(address: &str, arguments: &[&str]) -> Program {
    Program::new(&["join", address]).and(arguments.iter().copied())
}

/// The same, with what a shell writes into its stdin.
pub fn piped(script: &str, program: Program) -> Program {
    let script = format!("({script}) | \"$@\"");
    program.started_as([
        "sh".into(),
        "-c".into(),
        script.into(),
        "sh".into(),
        binary().into_os_string(),
    ])
}
