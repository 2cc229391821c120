//! Two appliances, each with its own Tor, one of which offers files to the other.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use data_encoding::HEXLOWER;
use libtest_mimic::Trial;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;

use super::private::command;
use super::{Folders, OnionRoom, SharedNetwork, tor_trials};
use crate::support::client::{Ask, Line};
use crate::support::within;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        files_go_from_peer_to_peer,
        files_that_are_gone_are_refused,
        files_leave_no_draft_of_a_killed_program,
    ]
}

/// How long an offer may take to arrive: a circuit is built for it.
const ARRIVES: Duration = Duration::from_mins(2);

/// How long a file may take: some seconds, and more where other tests take the computer's time.
const FETCHED: Duration = Duration::from_mins(2);

/// How many bytes the file has whose way is timed.
const LARGE: usize = 4 * 1024 * 1024;

/// Two who know each other; the mailbox of the first is closed, since it only offers.
struct Pair {
    network: SharedNetwork,
    one: (Folders, OnionRoom),
    two: (Folders, OnionRoom),
    /// Where the files of the one are, and where the other puts them.
    files: [tempfile::TempDir; 2],
}

/// A command of one of them; gives how it ended and what it told.
async fn run(folders: &Folders, arguments: &[&str]) -> (Option<i32>, Vec<Value>) {
    let arguments = [&["peer"], arguments].concat();
    let exit = folders
        .program("", &arguments)
        .spawn()
        .finish(FETCHED)
        .await;
    let events = exit.stdout.iter();
    let events = events.map(|line| serde_json::from_str(line).expect("JSON"));
    (exit.code, events.collect())
}

impl Pair {
    /// They.
    async fn open(network: SharedNetwork) -> Self {
        let [one, two] = [Folders::new(), Folders::new()];
        let here = one.open(network.get(), &[]).await;
        let there = two.open(network.get(), &["--peers", "known"]).await;
        command(&one, &["peer", "add", "two", &there.address]).await;
        command(&two, &["peer", "add", "one", &here.address]).await;
        let files = [(), ()].map(|()| tempfile::tempdir().expect("a folder"));
        Self {
            network,
            one: (one, here),
            two: (two, there),
            files,
        }
    }

    /// A file that the first one has.
    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.files[0].path().join(name);
        fs::write(&path, content).expect("a file");
        path
    }

    /// Offers a file, and waits until the other one reads of it; gives what they read.
    async fn offer(&self, path: &Path) -> String {
        let path = path.to_str().expect("text");
        let (code, events) = run(&self.one.0, &["offer", "two", path]).await;
        let last = events.last().expect("an event");
        assert_eq!((code, &last["state"]), (Some(0), &"offered".into()));
        assert_eq!(last["direction"], "out");
        let mut read = Vec::new();
        within(ARRIVES, "the offer arrives", async || {
            let told = command(&self.two.0, &["peer", "inbox"]).await;
            let lines = told["lines"].as_array().expect("lines").iter();
            read.extend(lines.map(|line| line["text"].as_str().expect("a text").to_owned()));
            !read.is_empty()
        })
        .await;
        let [text] = &read[..] else {
            panic!("{read:?}")
        };
        text.clone()
    }

    /// Has the other one accept a file.
    async fn accept(&self, number: &str) -> (Option<i32>, Vec<Value>) {
        let folder = self.files[1].path().to_str().expect("text");
        run(&self.two.0, &["accept", number, "--to", folder]).await
    }

    /// What is in the folder of the other one.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.files[1].path()).expect("the folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<String> = names
            .map(|name| name.into_string().expect("text"))
            .collect();
        names.sort();
        names
    }
}

/// How much longer than [`LARGE`] a file is that is still on its way when something happens to it.
const LONGER: usize = 4;

/// Bytes of which no two pieces are the same.
fn bytes(length: usize) -> Vec<u8> {
    let words = (0_u32..).flat_map(|word| word.wrapping_mul(0x9e37_79b9).to_be_bytes());
    words.take(length).collect()
}

/// A file goes to the folder that the receiver names, whole, in the place of nothing, with progress.
#[expect(clippy::print_stdout, reason = "the throughput is a figure to report")]
async fn files_go_from_peer_to_peer(network: SharedNetwork) {
    let pair = Pair::open(network).await;
    let content = bytes(LARGE);
    let path = pair.file(".Bericht: März.bin", &content);
    let text = pair.offer(&path).await;
    assert_eq!(
        text,
        "offers the file _.Bericht_ März.bin (4.1 MB): onionchat peer accept 1 --to FOLDER"
    );
    assert!(pair.names().is_empty(), "nothing comes unasked");

    for name in ["_.Bericht_ März.bin", "_.Bericht_ März (1).bin"] {
        let start = Instant::now();
        let (code, events) = pair.accept("1").await;
        let last = events.last().expect("an event");
        assert_eq!(code, Some(0), "{last}");
        let (elapsed, mebibytes) = (start.elapsed(), LARGE / 1024 / 1024);
        let rate = LARGE as u128 / elapsed.as_millis().max(1);
        println!("{mebibytes} MiB were there after {elapsed:.1?} ({rate} kB/s)");
        let there = pair.files[1].path().join(name);
        assert_eq!(last["event"], "peer_file");
        assert_eq!(last["state"], "done");
        assert_eq!(last["path"], there.to_str().expect("text"));
        let hash = HEXLOWER.encode(&Sha256::digest(&content));
        assert_eq!(last["sha256"], hash);
        let percents: Vec<u64> = events
            .iter()
            .map(|event| event["percent"].as_u64().expect("a number"))
            .collect();
        assert!(
            percents.is_sorted() && percents.last() == Some(&100),
            "{percents:?}"
        );
        assert!(fs::read(&there).expect("the file") == content);
        let mode = fs::metadata(&there).expect("it").permissions().mode();
        assert_eq!(mode & 0o7777, 0o600);
    }
    assert_eq!(pair.names().len(), 2, "and nothing beside them");
    let sent = command(&pair.one.0, &["peer", "files"]).await;
    let [file] = &sent["files"].as_array().expect("files")[..] else {
        panic!("{sent}");
    };
    assert_eq!(
        (&file["state"], &file["percent"]),
        (&"done".into(), &100.into())
    );
    assert_eq!(file["offer"]["state"], "delivered");
    assert!(
        !sent.to_string().contains("token"),
        "that is nobody's business"
    );
}

/// A file that was changed, taken back or never offered does not come, and what was there stays.
async fn files_that_are_gone_are_refused(network: SharedNetwork) {
    let pair = Pair::open(network).await;
    let path = pair.file("notes.txt", b"as it was");
    pair.offer(&path).await;
    fs::write(&path, b"as it is now").expect("a file");
    fs::write(pair.files[1].path().join("notes.txt"), b"another").expect("a file");
    let (code, events) = pair.accept("1").await;
    let last = events.last().expect("an event");
    let reason = last["reason"].as_str().expect("a reason");
    assert_eq!((code, &last["event"]), (Some(65), &"failed".into()));
    assert!(reason.contains("changed"), "{reason}");
    let changed = command(&pair.one.0, &["peer", "files"]).await;
    assert_eq!(changed["files"][0]["state"], "failed");

    pair.offer(&pair.file("more.txt", b"more")).await;
    command(&pair.one.0, &["peer", "cancel", "2"]).await;
    let (code, _) = pair.accept("2").await;
    assert_eq!(code, Some(65));
    assert_eq!(pair.names(), ["notes.txt"]);
    let kept = fs::read(pair.files[1].path().join("notes.txt")).expect("it");
    assert_eq!(kept, b"another");

    let huge = pair.files[0].path().join("huge");
    let made = fs::File::create(&huge).and_then(|file| file.set_len((1 << 30) + 1));
    made.expect("a file with nothing in it");
    let [huge, folder] = [&huge, pair.files[0].path()].map(|path| path.to_str().expect("text"));
    for refused in [
        &["offer", "two", huge][..],
        &["offer", "two", folder],
        &["offer", "nobody", huge],
        &["accept", "9", "--to", folder],
        &["accept", "1", "--to", "/nowhere/at/all"],
        &["cancel", "9"],
    ] {
        let (code, events) = run(&pair.two.0, refused).await;
        assert_eq!(code, Some(65), "{refused:?}, {events:?}");
    }
    let path = format!("/peer/file/{}", "0".repeat(32));
    for method in ["GET", "HEAD", "POST"] {
        let mut line = Line::to(&pair.one.1).await;
        let answer = line.ask(Ask::new(method, &path)).await;
        answer.expect_empty(404);
    }
    drop(pair.network);
}

/// Of a file that is on its way when the program is killed nothing is left in the receiver's folder.
async fn files_leave_no_draft_of_a_killed_program(network: SharedNetwork) {
    let pair = Pair::open(network).await;
    let path = pair.file("long.bin", &bytes(LONGER * LARGE));
    pair.offer(&path).await;
    let folder = pair.files[1].path().to_str().expect("text");
    let arguments = ["peer", "accept", "1", "--to", folder];
    let mut accepting = pair.two.0.program("", &arguments).spawn();
    loop {
        let event = accepting.event_within("peer_file", FETCHED).await;
        if event["bytes"].as_u64() > Some(0) {
            assert_eq!(event["state"], "running");
            break;
        }
    }
    assert!(pair.names().is_empty(), "the draft has no name");
    pair.two.1.process.signal("KILL").await;
    assert_ne!(accepting.finish(FETCHED).await.code, Some(0));
    assert!(pair.names().is_empty());
    drop(pair.network);
}
