//! What the program opens, and what it leaves behind.

use std::net::Ipv4Addr;
use std::path::PathBuf;

use libtest_mimic::Trial;

use crate::support::files;
use crate::support::process::{END, Room};
use crate::support::sockets::{LISTEN, rows, sockets_of};
use crate::support::trials;
use crate::support::visitor::Visitor;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        one_socket_listens_and_it_is_on_loopback,
        nothing_said_is_on_disk_or_on_stderr,
        ephemeral_room_leaves_nothing,
    ]
}

/// Whoever can reach a port of the host can read the room. So there is one, and only this machine reaches
/// it; and there is nothing that listens for datagrams.
async fn one_socket_listens_and_it_is_on_loopback() {
    let room = Room::open().await;
    room.get("/").await.expect(200);
    let inodes = sockets_of(room.process.pid());
    let mut listening = rows("tcp", &inodes);
    listening.extend(rows("tcp6", &inodes));
    listening.retain(|(_, state)| state == LISTEN);
    assert_eq!(listening.len(), 1, "{listening:?}");
    let (host, port) = listening[0]
        .0
        .split_once(':')
        .expect("an address and a port");
    // The kernel prints the address as a number of this machine, whose bytes in memory are those on the
    // wire.
    let host = Ipv4Addr::from(
        u32::from_str_radix(host, 16)
            .expect("an IPv4 address")
            .to_ne_bytes(),
    );
    let port = u16::from_str_radix(port, 16).expect("a port");
    assert_eq!((host, port), (Ipv4Addr::LOCALHOST, room.address.port()));
    for table in ["udp", "udp6", "raw", "raw6"] {
        assert_eq!(rows(table, &inodes), [], "{table}");
    }
}

/// The promise on which all others rest: what is said, and by whom, is never written anywhere. The home of
/// the process holds its folders, its temporary files and what it said on stderr, even when it is asked to
/// say much.
async fn nothing_said_is_on_disk_or_on_stderr() {
    const CANARY: &str = "canary-d41d8cd98f00b204";
    let program = Room::program(&["-v", "-v"]);
    let temporary = program.home().join("tmp");
    std::fs::create_dir(&temporary).expect("a folder for temporary files");
    let room = Room::run(program.env("TMPDIR", temporary)).await;
    let mut visitor = Visitor::returning(&room).await;
    let mut transcript = visitor.read().await;
    visitor.say(CANARY).await;
    visitor.compose(CANARY).await.expect(429);
    visitor.get(&format!("/{CANARY}")).await.expect_empty(404);
    transcript.read_until(CANARY).await;
    let secrets = [
        CANARY.to_owned(),
        visitor.nick(),
        visitor.cookie("session").expect("a session").to_owned(),
    ];
    let home = room.process.home().to_owned();
    let search = || {
        for path in files(&home) {
            let content =
                String::from_utf8_lossy(&std::fs::read(&path).unwrap_or_default()).into_owned();
            let found: Vec<&String> = secrets
                .iter()
                .filter(|secret| content.contains(*secret))
                .collect();
            assert!(found.is_empty(), "{found:?} in {}", path.display());
        }
    };
    search();
    // What is written only at the end is looked for at the end, while the folder is still there.
    room.process.signal("TERM").await;
    transcript.read_to_end().await;
    search();
    let exit = room.process.finish(END).await;
    assert!(
        exit.stdout
            .iter()
            .chain([&exit.stderr])
            .all(|line| !secrets.iter().any(|secret| line.contains(secret))),
        "{exit:?}"
    );
}

/// A room that is said to leave nothing leaves nothing, be it an empty file, with an onion service whose key
/// has to be kept somewhere while it runs.
async fn ephemeral_room_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Room::offline(&["--ephemeral"]);
    let keys = program.home().join("keys");
    let program = program
        .env("XDG_RUNTIME_DIR", folder.path())
        .env("ONIONCHAT_KEYS", &keys);
    let room = Room::run(program).await;
    assert_ne!(
        files(folder.path()),
        [""; 0].map(PathBuf::from),
        "it needs some place"
    );
    assert!(!keys.exists(), "and not that of the rooms that stay");
    room.say("Fox-ab12", "hello").await;
    let exit = room.terminate().await;
    assert_eq!(exit.code, Some(0), "{exit:?}");
    assert!(!exit.stderr.contains("ERROR"), "{exit:?}");
    assert_eq!(files(folder.path()), [""; 0].map(PathBuf::from));
}
