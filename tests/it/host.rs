//! What the host types while the room runs, and what comes of it. All on loopback, without Tor.

mod console; // at the terminal in which the room runs
mod control; // in another shell, through the socket in the keys folder
mod folder; //  whose that folder and that socket are

use std::path::{Path, PathBuf};

use libtest_mimic::Trial;

use crate::support::process::{Exit, Program, Room};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    [console::trials(), control::trials(), folder::trials()]
        .into_iter()
        .flatten()
        .collect()
}

/// Runs a command of another shell for the room on a keys folder.
async fn order(keys: &Path, arguments: &[&str]) -> Exit {
    Program::new(arguments)
        .and(["--keys".into(), keys.as_os_str().to_owned()])
        .run()
        .await
}

/// The keys folder of a room.
fn keys(room: &Room) -> PathBuf {
    room.process.home().join("keys")
}

/// The socket in it.
fn socket(room: &Room) -> PathBuf {
    keys(room).join("control")
}

/// Fails unless a command ended so; gives what it said on stdout.
#[track_caller]
fn expect(exit: &Exit, code: i32) -> String {
    assert_eq!(exit.code, Some(code), "{exit:?}");
    exit.stdout.join("\n")
}
