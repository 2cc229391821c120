//! What a host types, what the program says, and how it ends. All on loopback, without Tor.

mod config; //  flags, environment and file, and which of them is heard
mod end; //     signals, and how long an end may take
mod keys; //   addresses and guests, while no room runs
mod manual; //  completions and manual pages say what the help says
mod notify; //  what a service manager is told
mod refuse; //  command lines that cannot be meant, and what is said about them
mod terminal; // what a command shows to a person in a terminal
mod timer; //   opening and closing at a time
mod traces; //  what the program opens, and what it leaves behind
mod voice; //   stdout for programs, stderr for people

use libtest_mimic::Trial;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    let parts = [
        config::trials(),
        end::trials(),
        keys::trials(),
        manual::trials(),
        notify::trials(),
        refuse::trials(),
        terminal::trials(),
        timer::trials(),
        traces::trials(),
        voice::trials(),
    ];
    parts.into_iter().flatten().collect()
}
