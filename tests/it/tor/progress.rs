//! The way to the network, as a host sees it: a line that lives, the reason where nothing goes on, and plain lines
//! where there is no terminal.

use std::time::Duration;

use libtest_mimic::Trial;

use super::{Folders, REACHABLE, SharedNetwork, tor_trials};
use crate::support::process::{DEAD_NETWORK, Program, binary};
use crate::support::terminal::Terminal;
use crate::support::within;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        a_line_lives_while_tor_is_connected_to,
        the_reason_is_not_cut_in_a_narrow_terminal,
        a_file_gets_plain_lines,
        a_file_gets_the_reason,
        who_wants_quiet_is_not_told,
    ]
}

/// Columns of a phone's terminal, or a tiled one.
const NARROW: u16 = 40;

/// Columns with room for a bar.
const WIDE: u16 = 100;

/// Lines: all that is said fits without scrolling.
const LINES: u16 = 60;

/// How long the program may take to say what is in its way: it waits 20 seconds before it says so.
const DIAGNOSIS: Duration = Duration::from_mins(1);

/// What a host is told to do where the network answers nothing, as it ends on a terminal.
const ADVICE: &str = "check this computer's network connection; where other programs have one, your network lets \
                      nothing through to Tor; try a bridge: --bridge LINE, with a line from \
                      https://bridges.torproject.org.";

/// What a line for people begins with where there is no terminal.
const CONNECTING: &str = "Connecting to Tor: ";

/// The program with these folders, in a network with this `[tor]` table, in a terminal of so many columns.
async fn in_terminal(folders: &Folders, table: &str, columns: u16, flags: &[&str]) -> Terminal {
    let config = folders.0.path().join("room.toml");
    std::fs::write(&config, table).expect("a file");
    let (keys, cache, binary) = (folders.keys(), folders.cache(), binary());
    let paths = [&binary, &config, &keys, &cache];
    let [binary, config, keys, cache] = paths.map(|path| path.to_str().expect("UTF-8"));
    let command = [binary, "--config", config, "--keys", keys, "--cache", cache];
    Terminal::start(columns, LINES, &[&command[..], flags].concat()).await
}

/// The same without a terminal, in words for people.
fn in_file(folders: &Folders, table: &str, flags: &[&str]) -> Program {
    folders.program(table, &[&["--output", "human"], flags].concat())
}

/// What was drawn on the line of the progress, one by one.
fn drawn(recording: &str) -> Vec<&str> {
    let is_spinner = |c: char| ('\u{2800}'..='\u{28ff}').contains(&c);
    let lines = recording.split(['\r', '\n']);
    lines
        .map(|line| line.trim_start_matches("\u{1b}[2K"))
        .filter(|line| line.starts_with(is_spinner))
        .collect()
}

/// How many percent a line tells.
fn percent(line: &str) -> u8 {
    let number = line
        .split(" %")
        .next()
        .and_then(|line| line.rsplit(' ').next());
    let number = number.and_then(|number| number.parse().ok());
    number.unwrap_or_else(|| panic!("no percentage in {line:?}"))
}

/// A line with the percentage and what is being done turns and grows until the room is reachable; then it is gone.
/// It has a bar where there is room for one.
async fn a_line_lives_while_tor_is_connected_to(network: SharedNetwork) {
    for (columns, has_bar) in [(WIDE, true), (NARROW, false)] {
        let folders = Folders::new();
        let table = network.get().tor_table();
        let terminal = in_terminal(&folders, table, columns, &[]).await;
        terminal
            .shows_within(REACHABLE, "The room is reachable")
            .await;
        let recording = terminal.recording();
        let lines = drawn(&recording);
        let percents: Vec<u8> = lines.iter().map(|line| percent(line)).collect();
        assert!(percents.is_sorted(), "{percents:?}");
        assert!(percents[0] < 100, "{percents:?}");
        assert_eq!(percents.last(), Some(&100), "{percents:?}");
        let spinners: Vec<_> = lines
            .iter()
            .filter_map(|line| line.chars().next())
            .collect();
        assert!(
            spinners.windows(2).any(|two| two[0] != two[1]),
            "{spinners:?}"
        );
        for line in &lines {
            assert!(line.chars().count() <= usize::from(columns), "{line:?}");
            assert_eq!(
                line.contains('░') || line.contains('█'),
                has_bar,
                "{line:?}"
            );
        }
        assert!(
            lines
                .iter()
                .any(|line| line.contains("announcing the room"))
        );
        let screen = terminal.screen().await;
        assert_eq!(drawn(&screen), [""; 0], "{screen}");
    }
}

/// Where nothing goes on the host reads why, each word whole, and gets the prompt; until then the line turned.
async fn the_reason_is_not_cut_in_a_narrow_terminal(_: SharedNetwork) {
    let folders = Folders::new();
    let terminal = in_terminal(&folders, DEAD_NETWORK, NARROW, &[]).await;
    terminal
        .shows("0 % looking for a way into the network")
        .await;
    terminal.shows_within(DIAGNOSIS, "\n>").await;
    let screen = terminal.screen().await;
    let (_, reason) = screen.split_once("\nWaiting: ").expect("a reason");
    let (reason, _) = reason.split_once("\nType /help").expect("the console");
    // A line that is full to the edge would be one that the terminal has broken.
    let widest = reason.lines().map(|line| line.chars().count()).max();
    assert!(widest < Some(usize::from(NARROW)), "{reason}");
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(reason.ends_with(ADVICE), "{reason}");
    assert_eq!(drawn(&screen), [""; 0], "{screen}");
}

/// No bar, no colour, nothing that a terminal obeys: whole lines, each with the percentage.
async fn a_file_gets_plain_lines(network: SharedNetwork) {
    let folders = Folders::new();
    let mut process = in_file(&folders, network.get().tor_table(), &[]).spawn();
    let url = process.line().await.expect("the address");
    assert!(url.starts_with("http://"), "{url}");
    within(REACHABLE, "the room is reachable", async || {
        process.stderr().contains("The room is reachable")
    })
    .await;
    let exit = process.terminate().await;
    assert_eq!(exit.stdout, [url]);
    assert!(!exit.stderr.contains(['\u{1b}', '\r']), "{:?}", exit.stderr);
    let told: Vec<_> = exit
        .stderr
        .lines()
        .filter_map(|line| line.strip_prefix(CONNECTING))
        .collect();
    let percents: Vec<u8> = told.iter().map(|line| percent(line)).collect();
    assert!(percents.len() > 1 && percents.is_sorted(), "{told:?}");
    assert_eq!(percents.last(), Some(&100), "{told:?}");
    // What is left is the end.
    let others = exit
        .stderr
        .lines()
        .filter(|line| !line.starts_with(CONNECTING));
    let others: Vec<_> = others.collect();
    assert!(
        matches!(others[..], [reachable, "The room is closed."] if reachable.starts_with("The room is reachable")),
        "{}",
        exit.stderr
    );
}

/// Who reads a file learns as well why nothing goes on, on one line.
async fn a_file_gets_the_reason(_: SharedNetwork) {
    let folders = Folders::new();
    let process = in_file(&folders, DEAD_NETWORK, &[]).spawn();
    within(DIAGNOSIS, "the reason is told", async || {
        process.stderr().contains("waiting: ")
    })
    .await;
    let exit = process.terminate().await;
    assert!(!exit.stderr.contains(['\u{1b}', '\r']), "{:?}", exit.stderr);
    let lines: Vec<_> = exit.stderr.lines().collect();
    let [start, reason, .., "The room is closed."] = lines[..] else {
        panic!("{lines:?}");
    };
    let start = start.strip_prefix(CONNECTING).expect("the progress");
    assert!(start.starts_with("0 %, "), "{start}");
    let reason = reason.strip_prefix(CONNECTING).expect("the same");
    assert!(reason.starts_with("0 %, waiting: "), "{reason}");
    assert!(reason.ends_with(ADVICE.trim_end_matches('.')), "{reason}");
}

/// `--quiet` leaves the address alone on the terminal, until there is the prompt; and nothing in a file. A program
/// hears of it all the same.
async fn who_wants_quiet_is_not_told(_: SharedNetwork) {
    let (seen, written) = (Folders::new(), Folders::new());
    let terminal = in_terminal(&seen, DEAD_NETWORK, WIDE, &["--quiet"]).await;
    let quiet = ["--quiet", "--output", "json"];
    let mut process = written.program(DEAD_NETWORK, &quiet).spawn();
    super::faults::what_blocks(&mut process).await;
    let exit = process.terminate().await;
    assert_eq!(exit.stderr, "");

    terminal.shows_within(DIAGNOSIS, "\n>").await;
    assert_eq!(drawn(&terminal.recording()), [""; 0]);
    let screen = terminal.screen().await;
    let lines: Vec<_> = screen.trim_end().lines().collect();
    assert!(
        matches!(lines[..], [url, "Type /help for what you can do here.", ">"] if url.strip_suffix(".onion").is_some()),
        "{screen}"
    );
}
