//! What every test stands on. Nothing here knows what the room should answer, but for the headers that
//! every answer has.

pub mod client; //     requests and answers over any byte stream
pub mod events; //     the transcript for programs, line by line
pub mod faketime; //   a wrong clock for a process
pub mod headers; //    the headers that every answer has, and the only others that it may have
pub mod manager; //    what started the program, and wants to know how it is
pub mod process; //    the program under test: started, listened to, ended
pub mod qr; //         what a camera reads from a terminal
pub mod raw; //        a socket that sends bytes as they are and reads what comes back
pub mod sockets; //    the sockets that a process has open
pub mod stat; //       what the kernel counts of a process
pub mod terminal; //   a terminal, as a person sees it
pub mod text; //       shapes of nicks and times, forms, and what a transcript says
pub mod transcript; // the endless document, as its reader sees it
pub mod typing; //     what a visitor types into the one field of a place, and what is read there
pub mod visitor; //    who comes to the room: a client of the seed, or a browser with its cookies
pub mod window; //     the page of a room with its frames, as a browser loads it

use std::collections::BTreeSet;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::Duration;

use libtest_mimic::{Failed, Trial};
use tokio::time::{Instant, sleep, timeout};

/// The kind of a trial that waits for tens of seconds, because the contract that it checks is about such a
/// time.
pub const SLOW: &str = "slow";

/// How long anything may take that should happen at once. It is long, because a loaded machine is no fault
/// of the program; a test that is about speed names its own limit.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// The end of any test. The slowest contract (the deadline of a stuck reader) lies within it; beyond it something
/// hangs.
const LIMIT: Duration = Duration::from_mins(2);

/// How often a condition is asked for again which no event announces, such as the count of open
/// transcripts.
const POLL: Duration = Duration::from_millis(20);

/// A test as a trial. It gets a runtime of its own, so that what it leaves open ends with it. Before it begins it
/// takes what it needs for itself, and the time for that does not count.
pub fn trial<F, T, N>(module: &str, name: &str, test: F, need: fn() -> N) -> Trial
where
    F: FnOnce() -> T + Send + 'static,
    T: Future<Output = ()>,
    N: 'static,
{
    let module = module.split_once("::").map_or("", |(_, rest)| rest);
    Trial::test(format!("{module}::{name}"), move || {
        let _need = need();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let over = runtime.block_on(async { timeout(LIMIT, test()).await });
        over.map_err(|_| Failed::from(format!("the test hung: it was not over after {LIMIT:?}")))
    })
}

/// Registers async functions of the calling module as trials. One that is forgotten here is dead code,
/// which clippy refuses.
macro_rules! trials {
    ($($test:ident),+ $(,)?) => {
        vec![$($crate::support::trial(module_path!(), stringify!($test), $test, || ())),+]
    };
}
pub(crate) use trials;

/// Gives a condition [`PATIENCE`] to come true.
pub async fn eventually(what: &str, condition: impl AsyncFnMut() -> bool) {
    within(PATIENCE, what, condition).await;
}

/// Gives a condition a limited time to come true, asking again and again, and fails naming what did not.
pub async fn within(limit: Duration, what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !condition().await {
        assert!(
            start.elapsed() < limit,
            "after {limit:?} still not so: {what}"
        );
        sleep(POLL).await;
    }
}

/// All files below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)
        .expect("a folder")
        .filter_map(Result::ok)
    {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(files(&entry.path())),
            _ => found.push(entry.path()),
        }
    }
    found
}

/// The names of what is in a folder, not further down.
pub fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("an entry").file_name();
    entries
        .map(|entry| name(entry).into_string().expect("UTF-8"))
        .collect()
}
