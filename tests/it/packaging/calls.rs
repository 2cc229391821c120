//! The system calls that the program makes, and that the unit of the service allows. What it does not allow
//! fails, perhaps only after months and in one place.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use libtest_mimic::Trial;

use super::run;
use super::unit::UNIT;
use crate::support::process::{Program, Room, binary};
use crate::support::{eventually, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![a_room_on_loopback_makes_calls_that_are_allowed]
}

/// `SQLite` gives its files to the owner of the folder, where it is root and could; the service is not.
const ROOT_ONLY: [&str; 1] = ["fchown"];

/// What is written by whom watches a program's system calls.
const COUNTS: &str = "calls.txt";

/// The program, with somebody who counts its system calls into a file. The process is the program all the same,
/// whose watcher is a process beside it.
pub fn watched(program: Program) -> (Program, PathBuf) {
    let counts = program.home().join(COUNTS);
    let watcher = ["strace", "-D", "-f", "-c", "-o"].map(Into::into);
    let command = watcher
        .into_iter()
        .chain([counts.clone().into_os_string(), binary().into_os_string()]);
    (program.started_as::<std::ffi::OsString>(command), counts)
}

/// Checks that all calls that were counted are allowed. The program has ended, its watcher may not yet.
pub async fn check(counts: &Path) {
    let read = || std::fs::read_to_string(counts).unwrap_or_default();
    eventually("the calls are counted", async || {
        read().lines().any(|line| line.ends_with(" total"))
    })
    .await;
    let table = read();
    let made: BTreeSet<String> = table
        .lines()
        .filter(|line| {
            line.trim_start().starts_with(|c: char| c.is_ascii_digit()) && !line.ends_with(" total")
        })
        .filter_map(|line| line.split_whitespace().last().map(str::to_owned))
        .collect();
    assert!(made.contains("read") && made.len() > 20, "{table}");
    let allowed = allowed().await;
    assert!(
        !allowed.contains("ptrace") && !allowed.contains("setrlimit"),
        "{allowed:?}"
    );
    let denied: Vec<&String> = made
        .iter()
        .filter(|call| !allowed.contains(*call) && !ROOT_ONLY.contains(&call.as_str()))
        .collect();
    assert!(
        denied.is_empty(),
        "the unit does not allow {denied:?}\n{table}"
    );
}

/// The system calls that the unit allows.
async fn allowed() -> BTreeSet<String> {
    let mut calls = BTreeSet::new();
    for filter in UNIT
        .lines()
        .filter_map(|line| line.strip_prefix("SystemCallFilter="))
    {
        let (takes, groups) = filter
            .strip_prefix('~')
            .map_or((false, filter), |groups| (true, groups));
        for group in groups.split(' ') {
            let group = members(group).await;
            if takes {
                calls.retain(|call| !group.contains(call));
            } else {
                calls.extend(group);
            }
        }
    }
    calls
}

/// The system calls of a group, and of the groups in it.
async fn members(group: &str) -> BTreeSet<String> {
    let mut waiting = vec![group.to_owned()];
    let mut calls = BTreeSet::new();
    while let Some(group) = waiting.pop() {
        let listed = run("systemd-analyze", &["syscall-filter", "--no-pager", &group]).await;
        let entries = listed.lines().skip(1).map(str::trim);
        for entry in entries.filter(|entry| !entry.is_empty() && !entry.starts_with('#')) {
            if entry.starts_with('@') {
                waiting.push(entry.to_owned());
            } else {
                calls.insert(entry.to_owned());
            }
        }
    }
    calls
}

/// Start, a page, a transcript, a message, the end.
async fn a_room_on_loopback_makes_calls_that_are_allowed() {
    let (program, counts) = watched(Room::program(&[]));
    let room = Room::run(program).await;
    room.get("/").await.expect(200);
    room.say("Fox-ab12", "hello").await;
    room.process.signal("TERM").await;
    eventually("it ends", async || room.process.state() == 'Z').await;
    check(&counts).await;
}
