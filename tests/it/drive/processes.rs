//! A browser is many processes. What they cost together is read here, and they are ended together.

use std::collections::HashMap;
use std::process::{Command, Stdio};
use std::time::Duration;

/// How long a killed process may take to be gone.
const GONE: Duration = Duration::from_secs(5);

/// How often it is looked for.
const POLL: Duration = Duration::from_millis(5);

/// What is read of a process. Its ticks are also those of its ended children.
struct Stat {
    /// The process that started it.
    parent: u32,
    /// Ticks of 10 ms each, in user and kernel mode.
    ticks: u64,
    /// Whether it runs, and is not just waiting to be forgotten.
    alive: bool,
}

/// Clock ticks of 10 ms each that a process and all that it started have used until now.
pub fn cpu_ticks(root: u32) -> u64 {
    let all = all();
    tree(&all, root)
        .iter()
        .filter_map(|pid| all.get(pid))
        .map(|stat| stat.ticks)
        .sum()
}

/// Kills a process and all that it started, each by its own number, and waits until none of them does
/// anything any more, so that their folders can be deleted.
pub fn kill(root: u32) {
    let pids = tree(&all(), root);
    // A process that has ended by itself meanwhile is no fault.
    let _ = Command::new("kill")
        .arg("-KILL")
        .args(pids.iter().map(u32::to_string))
        .stderr(Stdio::null())
        .status();
    let mut left = GONE.as_millis() / POLL.as_millis();
    while left > 0 && pids.iter().any(|&pid| stat(pid).is_some_and(|it| it.alive)) {
        std::thread::sleep(POLL);
        left -= 1;
    }
}

/// A process and all below it.
fn tree(all: &HashMap<u32, Stat>, root: u32) -> Vec<u32> {
    let mut found = vec![root];
    let mut next = 0;
    while let Some(&parent) = found.get(next) {
        let children = all.iter().filter(|(_, stat)| stat.parent == parent);
        found.extend(children.map(|(&pid, _)| pid));
        next += 1;
    }
    found
}

/// All processes of the machine.
fn all() -> HashMap<u32, Stat> {
    let entries = std::fs::read_dir("/proc").expect("/proc is there");
    entries
        .filter_map(|entry| {
            let pid = entry.ok()?.file_name().to_str()?.parse().ok()?;
            Some((pid, stat(pid)?))
        })
        .collect()
}

/// What `/proc/PID/stat` says, unless the process has ended.
fn stat(pid: u32) -> Option<Stat> {
    let line = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name of the program may hold anything; the fields are counted from behind it.
    let fields: Vec<&str> = line.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Stat {
        alive: !matches!(fields.first(), Some(&("Z" | "X"))),
        parent: u32::try_from(number(1)?).ok()?,
        ticks: number(11)? + number(12)? + number(13)? + number(14)?,
    })
}
