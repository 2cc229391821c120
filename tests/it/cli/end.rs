//! Ctrl-C and SIGTERM end the room within five seconds, whatever its readers do.

use libtest_mimic::Trial;

use crate::support::eventually;
use crate::support::process::{END, Exit, Room, binary};
use crate::support::raw::Wire;
use crate::support::sockets::listening;
use crate::support::trials;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        closing_the_terminal_closes_the_room,
        nohup_keeps_the_room,
        a_stdout_that_nobody_reads_does_not_keep_it_alive,
        sigterm_ends_the_room,
        ctrl_c_ends_the_room,
        idle_connections_do_not_hold_up_the_end,
        stuck_reader_does_not_hold_up_the_end,
        closed_stdout_is_no_fault,
        what_was_said_ends_with_the_room,
    ]
}

/// Fails unless this is the end of a room that was asked to end.
#[track_caller]
fn expect_clean(exit: &Exit) {
    assert_eq!(exit.code, Some(0), "{exit:?}");
    assert!(exit.took < END, "{exit:?}");
    assert_eq!(
        exit.stdout.last().map(String::as_str),
        Some("{\"event\":\"stopped\"}"),
        "{exit:?}"
    );
    assert!(!exit.stderr.contains("panicked"), "{exit:?}");
}

/// What a service manager does.
async fn sigterm_ends_the_room() {
    let room = Room::open().await;
    room.say("Fox-ab12", "hello").await;
    let address = room.address;
    expect_clean(&room.terminate().await);
    assert!(
        tokio::net::TcpStream::connect(address).await.is_err(),
        "something still listens"
    );
}

/// Who has started the room so that it outlives the terminal means it.
async fn nohup_keeps_the_room() {
    let shell = ["sh", "-c", "trap '' HUP; exec \"$@\"", "sh"].map(Into::into);
    let words = shell.into_iter().chain([binary().into_os_string()]);
    let room = Room::run(Room::program(&[]).started_as(words)).await;
    room.process.signal("HUP").await;
    room.get("/").await.expect(200);
    expect_clean(&room.terminate().await);
}

/// What a host at a terminal does.
async fn ctrl_c_ends_the_room() {
    let room = Room::open().await;
    let mut transcript = room.read().await;
    room.process.signal("INT").await;
    expect_clean(&room.process.finish(END).await);
    transcript.read_to_end().await;
    assert!(
        transcript.seen.contains("the room has closed"),
        "{}",
        transcript.seen
    );
}

/// Connections that are open, but on which nothing is going on or only half a request has come.
async fn idle_connections_do_not_hold_up_the_end() {
    let room = Room::open().await;
    let mut wires = Vec::new();
    for start in [
        "",
        "GET / HTTP/1.1\r\nHo",
        "POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nmsg",
    ] {
        let mut wire = Wire::to(room.address).await;
        wire.send(start).await;
        wires.push(wire);
    }
    let mut served = Wire::to(room.address).await;
    served.send("GET /clock HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert_eq!(served.reply().await.status, 200);
    expect_clean(&room.terminate().await);
}

/// A reader who takes nothing can't be told that the room has closed, and does not keep it open.
async fn stuck_reader_does_not_hold_up_the_end() {
    let room = Room::open().await;
    let mut wire = Wire::narrow(room.address).await;
    wire.send("GET /messages HTTP/1.1\r\nHost: x\r\n\r\n").await;
    room.expect_streams(1).await;
    room.flood(300, |index| format!("{index}{}", "\"".repeat(490)))
        .await;
    expect_clean(&room.terminate().await);
    drop(wire);
}

/// `onionchat | head -1` closes the pipe after the first line. That a later line cannot be written is no
/// reason to fall over.
async fn closed_stdout_is_no_fault() {
    let mut room = Room::open().await;
    room.process.close_stdout();
    room.get("/").await.expect(200);
    let exit = room.terminate().await;
    assert_eq!(exit.code, Some(0), "{exit:?}");
    assert!(!exit.stderr.contains("panicked"), "{exit:?}");
}

/// The room lives in memory: with the same folders it begins anew.
async fn what_was_said_ends_with_the_room() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let start = async || {
        let program = Room::offline(&[]);
        let (keys, cache) = (folder.path().join("keys"), folder.path().join("cache"));
        Room::run(
            program
                .env("ONIONCHAT_KEYS", keys)
                .env("ONIONCHAT_CACHE", cache),
        )
        .await
    };
    let room = start().await;
    room.say("Fox-ab12", "hello").await;
    expect_clean(&room.terminate().await);
    let room = start().await;
    assert_eq!(room.texts().await, [""; 0]);
    assert_eq!(room.get("/api/status").await.json()["messages"], 0);
}

/// A host who closes the terminal's window has closed the room, and readers are told.
async fn closing_the_terminal_closes_the_room() {
    let room = Room::open().await;
    let mut transcript = room.read().await;
    room.process.signal("HUP").await;
    transcript.read_to_end().await;
    assert!(transcript.seen.contains("the room has closed"));
    expect_clean(&room.process.finish(END).await);
}

/// A fault that was found: with a pipe as stdout that is full, because whoever should read it does not, the
/// program could only be killed.
async fn a_stdout_that_nobody_reads_does_not_keep_it_alive() {
    use std::io::Write as _;
    /// What a pipe holds on Linux (`man 7 pipe`).
    const PIPE: usize = 65_536;
    let (_reader, mut writer) = std::io::pipe().expect("a pipe");
    writer
        .write_all(&vec![b'x'; PIPE])
        .expect("a pipe holds as much");
    let mut process = tokio::process::Command::new(env!("CARGO_BIN_EXE_onionchat"))
        .args(["--no-tor", "--listen", "127.0.0.1:0", "--output", "json"])
        .stdin(std::process::Stdio::null())
        .stdout(writer)
        .kill_on_drop(true)
        .spawn()
        .expect("the binary starts");
    let pid = process.id().expect("it runs");
    // It listens before it says so, and saying so is where it gets stuck.
    eventually("it listens", async || !listening(pid).is_empty()).await;
    let asked = tokio::process::Command::new("kill")
        .args(["-TERM", &pid.to_string()])
        .status();
    assert!(asked.await.expect("kill is there").success());
    let status = tokio::time::timeout(END, process.wait())
        .await
        .expect("it ends in time");
    assert_eq!(status.expect("it can be awaited").code(), Some(0));
}
