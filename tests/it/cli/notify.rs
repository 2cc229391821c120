//! What a service manager is told, by a program that it started: over a real socket, as systemd's.

use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::time::Duration;

use libtest_mimic::Trial;
use tokio::time::Instant;

use crate::support::manager::Manager;
use crate::support::process::{Program, Room};
use crate::support::{PATIENCE, eventually, trials, within};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        ready_once_it_listens_where_that_is_all,
        a_room_that_nobody_reaches_is_not_ready,
        signs_of_life_come_twice_as_often_as_looked_for,
        signs_of_life_for_another_process_are_not_given,
        a_manager_that_is_gone_does_no_harm,
        the_journal_hears_how_serious_a_line_is,
        what_goes_to_a_file_is_for_people,
    ]
}

/// Without Tor there is nothing to wait for but the port. The end is told before it comes.
async fn ready_once_it_listens_where_that_is_all() {
    let manager = Manager::listen();
    let room = Room::run(manager.over(Room::program(&[]))).await;
    let message = manager.next().await;
    assert!(message.contains(&"READY=1".to_owned()), "{message:?}");
    assert!(
        message.contains(&"STATUS=Without Tor, on this computer only".to_owned()),
        "{message:?}"
    );
    room.get("/").await.expect(200);
    room.terminate().await;
    let message = manager.next().await;
    assert!(message.contains(&"STOPPING=1".to_owned()), "{message:?}");
    assert!(!message.contains(&"READY=1".to_owned()), "{message:?}");
}

/// A room has its address before there is a network; that does not make it a room that people can come to. How
/// far it is stands in the status, and nothing that tells whose room it is.
async fn a_room_that_nobody_reaches_is_not_ready() {
    let manager = Manager::listen();
    let mut process = manager
        .over(Room::offline(&["--title", "Nightshift"]))
        .spawn();
    let onion = process.event("address").await["onion"]
        .as_str()
        .expect("an address")
        .to_owned();
    process.event("bootstrap").await;
    let status = manager.next().await;
    assert!(
        status[0].starts_with("STATUS=Connecting to Tor: 0 %"),
        "{status:?}"
    );
    let home = process.home().to_str().expect("UTF-8").to_owned();
    process.terminate().await;
    let mut all = status;
    while !all.contains(&"STOPPING=1".to_owned()) {
        all.extend(manager.next().await);
    }
    for secret in [onion.as_str(), &home, "Nightshift"] {
        assert!(!all.iter().any(|line| line.contains(secret)), "{all:?}");
    }
    assert!(!all.contains(&"READY=1".to_owned()), "{all:?}");
}

/// A room whose manager looks for it every second.
const WATCHED: &str = "1000000";

/// The manager ends what is silent for longer than it said. Twice as often leaves room for a busy machine.
async fn signs_of_life_come_twice_as_often_as_looked_for() {
    let manager = Manager::listen();
    let program = manager
        .over(Room::program(&[]))
        .env("WATCHDOG_USEC", WATCHED);
    let room = Room::run(program).await;
    let start = Instant::now();
    let mut signs = 0;
    while signs < 6 {
        let message = manager.next().await;
        signs += usize::from(message.contains(&"WATCHDOG=1".to_owned()));
    }
    // One may come at once, the others half a second apart.
    let took = start.elapsed();
    assert!(
        (Duration::from_secs(2)..PATIENCE).contains(&took),
        "{took:?}"
    );
    // A program that stands still is silent.
    room.process.signal("STOP").await;
    within(PATIENCE, "it stands still", async || {
        room.process.state() == 'T'
    })
    .await;
    manager.drain();
    assert_eq!(manager.next_within(Duration::from_secs(2)).await, None);
    room.process.signal("CONT").await;
    manager.next().await;
    room.terminate().await;
}

/// The variable is inherited by whatever the program starts, which is why it has the number of who is meant.
async fn signs_of_life_for_another_process_are_not_given() {
    let manager = Manager::listen();
    let program = manager.over(Room::program(&[]));
    let room = Room::run(
        program
            .env("WATCHDOG_USEC", WATCHED)
            .env("WATCHDOG_PID", "1"),
    )
    .await;
    let message = manager.next().await;
    assert!(message.contains(&"READY=1".to_owned()), "{message:?}");
    assert_eq!(manager.next_within(Duration::from_secs(2)).await, None);
    room.terminate().await;
}

/// The room is there for its readers, and not for its manager.
async fn a_manager_that_is_gone_does_no_harm() {
    let program = Room::program(&[]);
    let nowhere = program.home().join("nobody");
    let room = Room::run(
        program
            .env("NOTIFY_SOCKET", nowhere)
            .env("WATCHDOG_USEC", WATCHED),
    )
    .await;
    room.get("/").await.expect(200);
    let exit = room.terminate().await;
    assert_eq!(exit.code, Some(0), "{exit:?}");
}

/// A room that has something to say in its log: a service manager that it cannot reach. Its stderr is what the
/// variable names, in this way.
fn grumbling(journal: impl Fn(u64, u64) -> String) -> Program {
    let program = Room::program(&[]);
    // Starting the program empties this file, and leaves it the one that it is.
    let stderr: PathBuf = program.file("stderr.txt", "");
    let stderr = std::fs::metadata(stderr).expect("it was just written");
    let nowhere = program.home().join("nobody");
    program
        .env("NOTIFY_SOCKET", nowhere)
        .env("JOURNAL_STREAM", journal(stderr.dev(), stderr.ino()))
}

/// Waits until the room has said so: whoever speaks to the service manager has a thread of its own.
async fn until_it_grumbles(room: &Room) {
    eventually("it says what is wrong", async || {
        room.process.stderr().contains("The service manager cannot")
    })
    .await;
}

/// The journal reads the level in front of each line.
async fn the_journal_hears_how_serious_a_line_is() {
    let room = Room::run(grumbling(|device, inode| format!("{device}:{inode}"))).await;
    until_it_grumbles(&room).await;
    let exit = room.terminate().await;
    let warned = exit
        .stderr
        .lines()
        .any(|line| line.starts_with("<4>The service manager cannot"));
    assert!(warned, "{}", exit.stderr);
}

/// Whoever sends stderr elsewhere has the variable still, and reads without the journal.
async fn what_goes_to_a_file_is_for_people() {
    let room = Room::run(grumbling(|device, inode| format!("{device}:{}", inode + 1))).await;
    until_it_grumbles(&room).await;
    let exit = room.terminate().await;
    assert!(
        exit.stderr.contains("WARN The service manager cannot"),
        "{}",
        exit.stderr
    );
}
