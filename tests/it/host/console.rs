//! The console: what a person sees who runs the room in a terminal, to the letter.

mod editing; // the keys that mend a line, bring one back, or complete one
mod guests; //  a room that only guests find
mod orders; //  what the conversation leaves out
mod several; // several rooms from one process

use std::net::SocketAddr;
use std::time::Duration;

use libtest_mimic::Trial;
use tempfile::TempDir;

use super::order;
use crate::support::process::{DEAD_NETWORK, binary};
use crate::support::terminal::Terminal;
use crate::support::visitor::Visitor;
use crate::support::{eventually, trials, within};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        the_host_talks_with_the_room,
        everything_fits_into_forty_columns,
        ctrl_d_closes_the_console_only,
        ctrl_z_does_not_stop_the_room,
        ctrl_c_closes_the_room,
        stop_closes_the_room,
        sigterm_leaves_a_sane_terminal,
        the_order_of_another_shell_leaves_a_sane_terminal,
        nobody_sits_there,
        what_is_told_does_not_cross_the_line,
    ]
    .into_iter()
    .chain(editing::trials())
    .chain(guests::trials())
    .chain(orders::trials())
    .chain(several::trials())
    .collect()
}

/// Says what has become of the terminal when the program has ended: how, whether it shows what is typed, and
/// whether it hands over whole lines; then waits.
const SHELL: &str = "trap : INT; \"$@\"; echo \"exit $?\"; stty -a | tr ' ;' '\\n\\n' | grep -xE -- '-?(echo|icanon|isig)' | tr '\\n' ' '; cat";

/// How long a room without a network may take to show the prompt: what is in the way is known only after a while.
const BLOCKED: Duration = Duration::from_mins(1);

/// A sane terminal.
const SANE: &str = "isig icanon echo";

/// A room in a terminal.
struct Hosted {
    terminal: Terminal,
    home: TempDir,
}

impl Hosted {
    /// Starts a room in a terminal of this size.
    async fn start(columns: u16, lines: u16, arguments: &[&str]) -> Self {
        Self::start_as(SHELL, columns, lines, arguments).await
    }

    /// The same with another shell around it.
    async fn start_as(shell: &str, columns: u16, lines: u16, arguments: &[&str]) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        Self::start_in(home, shell, (columns, lines), arguments).await
    }

    /// The same with a configuration file.
    async fn configured(columns: u16, lines: u16, config: &str, arguments: &[&str]) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let file = home.path().join("room.toml");
        std::fs::write(&file, config).expect("it takes the configuration");
        let file = file.to_str().expect("UTF-8");
        let arguments = [&["--config", file], arguments].concat();
        Self::start_in(home, SHELL, (columns, lines), &arguments).await
    }

    /// Starts a room that keeps what it has to in this home.
    async fn start_in(
        home: TempDir,
        shell: &str,
        (columns, lines): (u16, u16),
        arguments: &[&str],
    ) -> Self {
        let (program, keys) = (binary(), home.path().join("keys"));
        let [program, keys] = [&program, &keys].map(|path| path.to_str().expect("UTF-8"));
        let fixed = [
            "sh", "-c", shell, "sh", program, "--keys", keys, "--title", "Tea",
        ];
        let terminal = Terminal::start(columns, lines, &[&fixed[..], arguments].concat()).await;
        Self { terminal, home }
    }

    /// Starts a room in a network that does not answer, and waits for the prompt.
    async fn offline(columns: u16, lines: u16, arguments: &[&str]) -> Self {
        let room = Self::configured(columns, lines, DEAD_NETWORK, arguments).await;
        room.terminal.shows_within(BLOCKED, "\n>").await;
        room
    }

    /// Starts a room on loopback, and waits for the prompt.
    async fn open(columns: u16, lines: u16) -> Self {
        let room = Self::start(columns, lines, &["--no-tor", "--listen", "127.0.0.1:0"]).await;
        room.terminal.shows("\n>").await;
        room
    }

    /// Types a line, and waits until the answer is there.
    async fn types(&self, line: &str, answer: &str) {
        self.terminal.type_text(line).await;
        self.terminal.press(&["Enter"]).await;
        self.terminal.shows(answer).await;
    }

    /// Types a line that is not broken at the edge, and gives what is shown until the prompt is back.
    async fn asks(&self, line: &str) -> String {
        let typed = format!("\n> {line}\n");
        let before = self.terminal.screen().await.matches(&typed).count();
        self.terminal.type_text(line).await;
        self.terminal.press(&["Enter"]).await;
        let mut answer = None;
        eventually("the prompt is back", async || {
            let screen = self.terminal.screen().await;
            let shown = screen.trim_end().strip_suffix("\n>");
            let shown = shown.and_then(|shown| shown.split(&typed).nth(before + 1));
            answer = shown.map(str::to_owned);
            answer.is_some()
        })
        .await;
        answer.unwrap_or_default()
    }

    /// Where the room listens.
    async fn address(&self) -> SocketAddr {
        let screen = self.terminal.screen().await;
        let address = screen.split_once("http://").expect("an address").1;
        let address = address.lines().next().unwrap_or_default();
        address.trim().parse().expect("an address")
    }

    /// What the terminal shows, with a port and times that are always the same.
    async fn snapshot(&self) -> String {
        let port = self.address().await.port().to_string();
        let screen = self.terminal.screen().await.replace(&port, "PORT");
        let lines = screen.trim_end().lines().map(|line| {
            let line = line.trim_end();
            match line.strip_prefix("  open for ") {
                Some(_) => "  open for TIME",
                None => line,
            }
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// A conversation: who is there, a typo, a topic, a kick with a completed nick, an announcement.
async fn the_host_talks_with_the_room() {
    let room = Hosted::open(80, 40).await;
    let address = room.address().await;
    let mut ada = Visitor::returning(&address).await;
    let mut transcript = ada.read().await;
    ada.compose_taken("/nick Ada").await;
    transcript.read_until("is now Ada").await;
    room.types("/who", "  Ada").await;
    room.types("/kik ada", "Did you mean").await;
    room.types("/topic #0 where we meet", "is set.").await;
    transcript
        .read_until("The host set the topic: where we meet")
        .await;
    room.types("/say back at nine", "Said in all").await;
    transcript.read_until("From the host: back at nine").await;
    room.types("/op ada", "operator of").await;
    transcript
        .read_until("The host made Ada an operator here.")
        .await;
    room.types("/rooms", "#0 lobby: 1").await;
    room.types("hello", "Commands begin").await;
    room.terminal.type_text("/kick a").await;
    room.terminal.press(&["Tab"]).await;
    room.terminal.shows("> /kick Ada").await;
    room.types(" be nice", "was removed").await;
    transcript
        .read_until("The host removed you from the room: be nice.")
        .await;
    room.types("/kick zoe", "called so").await;
    let expected = "\
http://127.0.0.1:PORT
Type /help for what you can do here.
> /who
#0 lobby: 1 member
  Ada
> /kik ada
There is no such command. Did you mean /kick?
> /topic #0 where we meet
The topic of the lobby is set.
> /say back at nine
Said in all rooms.
> /op ada
Ada is operator of the lobby now.
> /rooms
#0 lobby: 1 member
> hello
Commands begin with a slash. To say something to everybody: /say TEXT
> /kick Ada be nice
Ada was removed from the lobby.
> /kick zoe
Nobody here is called so. Type /who to see who is here.
>";
    assert_eq!(room.snapshot().await, expected);
}

/// The help, the status and what comes of a mistake, where the terminal is narrow.
async fn everything_fits_into_forty_columns() {
    let room = Hosted::open(40, 50).await;
    room.types("/help", "this console only.").await;
    room.types("/status", "transcripts open").await;
    room.types("/kick", "It is written").await;
    let expected = "\
http://127.0.0.1:PORT
Type /help for what you can do here.
> /help
/who: who is in the lobby
/rooms: the rooms, and how many in each
/kick NICK [REASON]: remove somebody
/ban NICK: remove somebody for good
/op NICK: let somebody moderate
/topic TEXT: set what the lobby is about
/say TEXT: tell everybody, in all rooms
/invite NAME: make a key for a guest
/guests: list the guests
/revoke NAME: take a guest's key back
/address: show the address again
/status: how everything is
/stop: close the room
For another room, its number first:
  /kick #3 NICK, /say #3 TEXT
Ctrl-D closes this console only.
> /status
Tea (room): open for this computer only
  http://127.0.0.1:PORT
  open for TIME
  0 members in 1 room
  0 of 100 transcripts open
> /kick
It is written: /kick NICK [REASON]
>";
    assert_eq!(room.snapshot().await, expected);
}

/// The room goes on without its console, and Ctrl-C still closes it.
async fn ctrl_d_closes_the_console_only() {
    let room = Hosted::open(80, 20).await;
    let address = room.address().await;
    room.terminal.press(&["C-d"]).await;
    room.terminal
        .shows("The console is closed; the room goes on.")
        .await;
    Visitor::new(&address).get("/").await.expect(200);
    room.terminal.press(&["C-c"]).await;
    room.terminal.shows("The room is closed.\nexit 0\n").await;
    room.terminal.shows(SANE).await;
}

/// A room that is stopped and then sent into the background would stand still for its readers.
async fn ctrl_z_does_not_stop_the_room() {
    let room = Hosted::open(80, 20).await;
    room.terminal.press(&["C-z"]).await;
    room.types("/rooms", "#0 lobby: 0 members").await;
    let address = room.address().await;
    Visitor::new(&address).get("/").await.expect(200);
}

/// As everywhere.
async fn ctrl_c_closes_the_room() {
    let room = Hosted::open(80, 20).await;
    room.terminal.type_text("/half a li").await;
    room.terminal.shows("> /half a li").await;
    room.terminal.press(&["C-c"]).await;
    room.terminal.shows("The room is closed.\nexit 0\n").await;
    room.terminal.shows(SANE).await;
}

/// The command does the same.
async fn stop_closes_the_room() {
    let room = Hosted::open(80, 20).await;
    room.types("/stop", "The room is closed.\nexit 0\n").await;
    room.terminal.shows(SANE).await;
}

/// The prompt and what stands behind it are gone, and what is typed next is shown.
async fn sigterm_leaves_a_sane_terminal() {
    let room = Hosted::open(80, 20).await;
    room.terminal.type_text("/half a li").await;
    room.terminal.shows("> /half a li").await;
    // The shell around it has one child, which is the room.
    let shell = room.terminal.pid().await;
    let children = std::fs::read_to_string(format!("/proc/{shell}/task/{shell}/children"));
    let room_pid = children.expect("the shell lives").trim().to_owned();
    let killed = tokio::process::Command::new("kill")
        .args(["-TERM", &room_pid])
        .status();
    assert!(killed.await.expect("the command kill is there").success());
    room.terminal.shows("The room is closed.\nexit 0\n").await;
    room.terminal.shows(SANE).await;
    let screen = room.terminal.screen().await;
    assert!(!screen.contains("/half"), "{screen}");
}

/// Nor does it matter who has closed the room.
async fn the_order_of_another_shell_leaves_a_sane_terminal() {
    let room = Hosted::open(80, 20).await;
    let stop = order(&room.home.path().join("keys"), &["stop"]).await;
    assert_eq!(stop.code, Some(0), "{stop:?}");
    room.terminal.shows("The room is closed.\nexit 0\n").await;
    room.terminal.shows(SANE).await;
}

/// Where stdin is no terminal, or stderr is none, nothing reads what is typed.
async fn nobody_sits_there() {
    for shell in ["\"$@\" < /dev/null", "\"$@\" 2> /dev/null"] {
        let loopback = ["--no-tor", "--listen", "127.0.0.1:0"];
        let room = Hosted::start_as(shell, 80, 20, &loopback).await;
        room.terminal.shows("http://127").await;
        let address = room.address().await;
        Visitor::new(&address).get("/").await.expect(200);
        assert_eq!(room.snapshot().await, "http://127.0.0.1:PORT");
    }
}

/// With a network that does not answer, the log of Tor goes on while a line is typed: it stands above the
/// line, which stays whole.
async fn what_is_told_does_not_cross_the_line() {
    let room = Hosted::offline(100, 100, &["-v"]).await;
    room.terminal.type_text("/say half a line").await;
    room.terminal.shows("> /say half a line").await;
    let lines = async || room.terminal.screen().await.trim_end().lines().count();
    let before = lines().await;
    within(BLOCKED, "more is told", async || lines().await > before + 1).await;
    let screen = room.terminal.screen().await;
    assert_eq!(
        screen.trim_end().lines().last(),
        Some("> /say half a line"),
        "{screen}"
    );
    assert_eq!(screen.matches("> /say").count(), 1, "{screen}");
    assert!(
        !screen.contains('⠋'),
        "a spinner beside the prompt:\n{screen}"
    );
}
