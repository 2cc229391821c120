//! The first minute, as a host sees it in a terminal.

use libtest_mimic::Trial;

use super::{Folders, REACHABLE, SharedNetwork, tor_trials};
use crate::support::process::binary;
use crate::support::terminal::Terminal;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        the_first_minute_in_a_terminal,
        the_first_minute_in_a_narrow_terminal,
        nobody_gets_colours_who_wants_none,
    ]
}

/// Lines of the terminal: all that is said in the first minute fits without scrolling.
const LINES: u16 = 60;

/// Runs the program, and says at its end how it ended and whether the terminal shows again what is typed.
const SHELL: &str = "trap : INT; \"$@\"; echo \"exit $?\"; stty -a | grep -o -- '[^ ]*icanon'; cat";

/// A room as a person starts it, in a terminal of so many columns.
async fn start(
    network: &SharedNetwork,
    folders: &Folders,
    columns: u16,
    environment: &[&str],
) -> Terminal {
    let config = folders.0.path().join("room.toml");
    std::fs::write(&config, network.get().tor_table()).expect("a file");
    let (keys, cache, binary) = (folders.keys(), folders.cache(), binary());
    let paths = [&binary, &config, &keys, &cache];
    let [binary, config, keys, cache] = paths.map(|path| path.to_str().expect("UTF-8"));
    let folders = ["--config", config, "--keys", keys, "--cache", cache];
    let command: Vec<&str> = ["sh", "-c", SHELL, "sh", "env"]
        .into_iter()
        .chain(environment.iter().copied())
        .chain([binary])
        .chain(folders)
        .collect();
    Terminal::start(columns, LINES, &command).await
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

/// Waits until the room is reachable; gives what is to be seen then.
async fn until_reachable(terminal: &Terminal) -> String {
    terminal
        .shows_within(REACHABLE, "The room is reachable")
        .await;
    // The prompt follows.
    terminal.shows("\n>").await;
    terminal.screen().await.trim_end().to_owned()
}

/// What a host sees who types nothing, from the start to the end.
async fn the_first_minute_in_a_terminal(network: SharedNetwork) {
    let folders = Folders::new();
    let terminal = start(&network, &folders, 100, &[]).await;
    let shown = until_reachable(&terminal).await;
    assert_eq!(
        snapshot(&shown, &folders),
        "ADDRESS\n\
         QR CODE\n\
         Open this address in Tor Browser, and give it to those you invite: everybody who has it can come in.\n\
         The address is kept in KEYS, and nothing of what is said is.\n\
         Press Ctrl-C to close the room.\n\
         The room is reachable through Tor, after N s.\n\
         Type /help for what you can do here.\n\
         >"
    );
    assert!(terminal.is_coloured().await);
    terminal.press(&["C-c"]).await;
    terminal.shows("The room is closed.\nexit 0\nicanon").await;
}

/// On a phone's terminal, or a tiled one, nothing is cut and no word is broken but the address.
async fn the_first_minute_in_a_narrow_terminal(network: SharedNetwork) {
    let folders = Folders::new();
    let terminal = start(&network, &folders, 40, &[]).await;
    let shown = until_reachable(&terminal).await;
    let code = shown.lines().filter(|line| line.contains('█')).count();
    assert!((17..=20).contains(&code), "the code is whole:\n{shown}");
    for whole in [
        "Open this address in Tor Browser, and\ngive it to those you invite: everybody\nwho has it can come in.",
        "Press Ctrl-C to close the room.",
        "The room is reachable through Tor, after",
    ] {
        assert!(shown.contains(whole), "{whole:?} is not in\n{shown}");
    }
    assert!(!shown.contains('…'), "{shown}");
}

/// `NO_COLOR`, as <https://no-color.org> has it, and `CLICOLOR=0`.
async fn nobody_gets_colours_who_wants_none(network: SharedNetwork) {
    for variable in ["NO_COLOR=1", "CLICOLOR=0"] {
        let folders = Folders::new();
        let terminal = start(&network, &folders, 100, &[variable]).await;
        until_reachable(&terminal).await;
        assert!(!terminal.is_coloured().await, "{variable}");
    }
}
