//! The private network itself: whatever becomes of its owner, nothing of it is left.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use libtest_mimic::Trial;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

use super::{SharedNetwork, tor_trials};
use crate::network::{Layout, Network};
use crate::support::within;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        a_panic_takes_the_network_down,
        a_killed_owner_takes_the_network_down,
    ]
}

/// How long tor processes may outlive an owner that was killed: each looks for it every 15 seconds.
const ORPHANED: Duration = Duration::from_secs(40);

/// How many processes name this folder on their command line.
fn processes_of(folder: &Path) -> usize {
    let name = folder.to_str().expect("the folder's name is UTF-8");
    let entries = std::fs::read_dir("/proc")
        .expect("Linux")
        .filter_map(Result::ok);
    entries
        .filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok())
        .filter(|line| String::from_utf8_lossy(line).contains(name))
        .count()
}

/// A test that panics drops its network while it unwinds.
async fn a_panic_takes_the_network_down(_: SharedNetwork) {
    let folder = tokio::task::spawn_blocking(|| {
        let mut folder = None;
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            let network = Network::start(&Layout::default()).expect("a network");
            folder = Some(network.folder().to_owned());
            assert!(processes_of(network.folder()) >= 10);
            std::panic::resume_unwind(Box::new("a test fails"));
        }));
        assert!(panicked.is_err());
        folder.expect("it was started")
    })
    .await
    .expect("no other panic");
    assert_eq!(processes_of(&folder), 0);
    assert!(!folder.exists());
}

/// An owner that is killed cannot take anything down; its tor processes see that it is gone.
async fn a_killed_owner_takes_the_network_down(_: SharedNetwork) {
    let binary = Path::new(env!("CARGO_BIN_EXE_onionchat"))
        .with_file_name("examples")
        .join("private-network");
    let mut owner = Command::new(binary)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("`cargo test` builds the example private-network");
    let mut lines = BufReader::new(owner.stdout.take().expect("a pipe")).lines();
    let folder = loop {
        let line = lines.next_line().await.expect("text").expect("more text");
        if let Some((_, file)) = line.split_once("--config ") {
            break Path::new(file).parent().expect("a folder").to_owned();
        }
    };
    assert!(processes_of(&folder) >= 10);
    owner.kill().await.expect("killed");
    within(ORPHANED, "every tor is gone", async || {
        processes_of(&folder) == 0
    })
    .await;
    std::fs::remove_dir_all(&folder).expect("only the folder is left");
}
