//! The first minute, as a host sees it in a terminal.

use libtest_mimic::Trial;

use super::{Folders, REACHABLE, SharedNetwork, tor_trials};
use crate::support::process::Program;
use crate::support::terminal::Terminal;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        the_first_minute_in_a_terminal,
        the_first_minute_in_a_narrow_terminal,
        nobody_gets_colours_who_wants_none,
    ]
}

/// A room as a person starts it.
fn program(folders: &Folders, network: &SharedNetwork) -> Program {
    folders.program(network.get().tor_table(), &["--output", "human"])
}

/// What is to be seen, with what differs each time put into words.
fn snapshot(shown: &str, folders: &Folders) -> String {
    let keys = folders.keys().display().to_string();
    let mut lines = Vec::new();
    for line in shown.lines() {
        let is_code = |c: char| "█▀▄ ".contains(c);
        let line = line.replace(&keys, "KEYS");
        let host = line.strip_prefix("http://");
        if host.is_some_and(|host| host.len() == 62 && !host.contains(' ')) {
            lines.push("ADDRESS".into());
        } else if !line.is_empty() && line.chars().all(is_code) {
            if lines.last().is_none_or(|last: &String| last != "QR CODE") {
                lines.push("QR CODE".into());
            }
        } else if let Some((before, _)) = line.split_once(", after ") {
            lines.push(format!("{before}, after N s."));
        } else {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// What a host sees who types nothing more, from the start to the end.
async fn the_first_minute_in_a_terminal(network: SharedNetwork) {
    let folders = Folders::new();
    let mut terminal = Terminal::open(program(&folders, &network), 100);
    terminal.until_shown("Press Ctrl-C").await;
    let reachable = |shown: &str| shown.contains("The room is reachable");
    let shown = terminal
        .until_within(REACHABLE, "reachable", reachable)
        .await;
    assert_eq!(
        snapshot(&shown, &folders),
        "ADDRESS\n\
         QR CODE\n\
         Open this address in Tor Browser, and give it to those you invite: everybody who has it can come in.\n\
         The address is kept in KEYS, and nothing of what is said is.\n\
         Press Ctrl-C to close the room.\n\
         The room is reachable through Tor, after N s."
    );
    assert!(terminal.is_coloured());
    terminal.press("\x03");
    let (code, shown) = terminal.end().await;
    assert_eq!(code, 0);
    assert!(terminal.is_as_it_was());
    assert!(shown.ends_with("The room is closed."), "{shown}");
}

/// On a phone's terminal, or a tiled one, nothing is cut and no word is broken but the address.
async fn the_first_minute_in_a_narrow_terminal(network: SharedNetwork) {
    let folders = Folders::new();
    let mut terminal = Terminal::open(program(&folders, &network), 40);
    let reachable =
        |shown: &str| shown.contains("after") && shown.contains("The room is reachable");
    let shown = terminal
        .until_within(REACHABLE, "reachable", reachable)
        .await;
    let code: Vec<&str> = shown.lines().filter(|line| line.contains('█')).collect();
    assert!(
        (17..=20).contains(&code.len()),
        "the code is whole:\n{shown}"
    );
    for whole in [
        "Open this address in Tor Browser, and\ngive it to those you invite: everybody\nwho has it can come in.",
        "Press Ctrl-C to close the room.",
        "The room is reachable through Tor, after",
    ] {
        assert!(shown.contains(whole), "{whole:?} is not in\n{shown}");
    }
    let cut = |line: &&str| line.chars().count() > 40 || line.contains('…');
    assert_eq!(shown.lines().find(cut), None);
}

/// `NO_COLOR`, as <https://no-color.org> has it, and `CLICOLOR=0`.
async fn nobody_gets_colours_who_wants_none(network: SharedNetwork) {
    for (name, value) in [("NO_COLOR", "1"), ("CLICOLOR", "0")] {
        let folders = Folders::new();
        let program = program(&folders, &network).env(name, value);
        let mut terminal = Terminal::open(program, 100);
        let reachable = |shown: &str| shown.contains("The room is reachable");
        terminal
            .until_within(REACHABLE, "reachable", reachable)
            .await;
        assert!(!terminal.is_coloured(), "{name}={value}");
    }
}
