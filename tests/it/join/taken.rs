//! The terminal, which is given back as it was however the program ends.

use libtest_mimic::Trial;
use tokio::process::Command;

use super::{Seat, WIDE};
use crate::support::process::{Room, binary};
use crate::support::terminal::Terminal;
use crate::support::trials;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        signals_give_the_terminal_back,
        ctrl_z_stops_it_and_fg_brings_it_back,
        who_was_stopped_by_another_comes_back,
        ctrl_c_leaves,
    ]
}

/// The client that runs in this terminal.
async fn client(terminal: &Terminal) -> String {
    let shell = terminal.pid().await;
    let children = Command::new("pgrep").args(["-P", &shell]).output().await;
    let children = children.expect("the command pgrep is there").stdout;
    let children = String::from_utf8_lossy(&children).into_owned();
    children.lines().next().expect("a client").to_owned()
}

/// Sends a signal.
async fn signal(name: &str, pid: &str) {
    let sent = Command::new("kill")
        .args([&format!("-{name}"), pid])
        .status();
    assert!(sent.await.expect("the command kill is there").success());
}

/// Whatever asks it to end, the terminal is as it was.
async fn signals_give_the_terminal_back() {
    let room = Room::open().await;
    for (name, nick) in [("TERM", "Ada"), ("HUP", "Bo"), ("INT", "Cy")] {
        let ada = Seat::join(WIDE, room.address, nick).await;
        signal(name, &client(&ada.terminal).await).await;
        ada.ends(0).await;
        let screen = ada.terminal.screen().await;
        assert!(!screen.contains("connected"), "{name}:\n{screen}");
    }
}

/// Ctrl-C empties the line first, and leaves then.
async fn ctrl_c_leaves() {
    let room = Room::open().await;
    let ada = Seat::join(WIDE, room.address, "Ada").await;
    ada.terminal.type_text("half a line").await;
    ada.terminal.shows("> half a line").await;
    ada.terminal.press(&["C-c"]).await;
    ada.hides("> half a line").await;
    ada.terminal.press(&["C-c"]).await;
    ada.ends(0).await;
}

/// A shell with jobs, in which somebody joins a room.
async fn in_a_shell(room: &Room) -> Terminal {
    let shell = ["env", "PS1=$ ", "bash", "--norc", "-i"];
    let terminal = Terminal::start(WIDE.0, WIDE.1, &shell).await;
    terminal.shows("$").await;
    let line = format!("{} join {} --nick Ada", binary().display(), room.address);
    terminal.type_text(&line).await;
    terminal.press(&["Enter"]).await;
    terminal.shows("connected | Ada").await;
    terminal
}

/// Ctrl-Z gives the shell its terminal, and `fg` brings the room back with what was said meanwhile.
async fn ctrl_z_stops_it_and_fg_brings_it_back() {
    let room = Room::open().await;
    let terminal = in_a_shell(&room).await;
    terminal.type_text("half").await;
    terminal.shows("> half").await;
    terminal.press(&["C-z"]).await;
    terminal.shows("Stopped").await;
    assert_eq!(terminal.format("#{alternate_on}").await, "0");
    terminal.type_text("echo the shell works").await;
    terminal.press(&["Enter"]).await;
    terminal.shows("\nthe shell works").await;
    room.say("Owl-0001", "meanwhile").await;
    terminal.type_text("fg").await;
    terminal.press(&["Enter"]).await;
    terminal.shows("Owl-0001: meanwhile").await;
    terminal.shows("\n> half\n").await;
    terminal.press(&["Enter"]).await;
    terminal.shows("Ada: half").await;
}

/// Somebody else stops it and lets it go on: the whole picture is there again, and keys work.
async fn who_was_stopped_by_another_comes_back() {
    let room = Room::open().await;
    let terminal = in_a_shell(&room).await;
    let pid = client(&terminal).await;
    signal("STOP", &pid).await;
    terminal.shows("Stopped").await;
    terminal.type_text("fg").await;
    terminal.press(&["Enter"]).await;
    // The shell's words are not on the new picture.
    terminal.shows("\n>\n").await;
    terminal.type_text("back again").await;
    terminal.press(&["Enter"]).await;
    terminal.shows("Ada: back again").await;
}
