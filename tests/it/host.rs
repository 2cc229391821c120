//! What the host types while the room runs, and what comes of it. All on loopback, without Tor.

mod console; // at the terminal in which the room runs
mod control; // in another shell, through the socket in the keys folder

use std::path::Path;

use libtest_mimic::Trial;

use crate::support::process::{Exit, Program};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    [console::trials(), control::trials()]
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
