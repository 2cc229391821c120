//! Line by line: what is piped in is said, what is said comes out.

use std::os::unix::fs::PermissionsExt as _;

use libtest_mimic::Trial;
use serde_json::Value;

use super::{joining, piped};
use crate::support::process::{Exit, Process, Room};
use crate::support::{eventually, files, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        what_is_piped_in_is_said,
        answers_come_out,
        who_says_nothing_reads,
        a_reader_who_has_enough_ends_it,
        a_reader_who_does_not_read_keeps_nobody,
        what_is_refused_is_told,
        json_comes_out_as_it_went_in,
        addresses_that_are_none_are_told_apart,
        nobody_there_is_told,
        secrets_that_are_none_are_told,
        folders_that_will_not_do_are_told,
        nothing_is_written,
        a_terminal_may_do_without_the_screen,
    ]
}

/// Runs a client with what a shell pipes into it.
async fn say(room: &Room, script: &str, arguments: &[&str]) -> Exit {
    let program = joining(&room.address.to_string(), arguments);
    piped(script, program).run().await
}

/// A client that only reads, once it has joined.
async fn reader(room: &Room) -> Process {
    let client = joining(&room.address.to_string(), &[]).spawn();
    eventually("it has joined", async || {
        client.stderr().contains("You are in")
    })
    .await;
    client
}

/// One line or several, at whatever pace they come and also twice the same: all are said, in order, and it ends by
/// itself.
async fn what_is_piped_in_is_said() {
    let room = Room::open().await;
    let exit = say(&room, "echo hi", &["--plain", "--nick", "Ada"]).await;
    assert_eq!(exit.code, Some(0), "{exit:?}");
    assert!(
        exit.stdout.iter().any(|line| line.ends_with(" Ada: hi")),
        "{exit:?}"
    );
    let exit = say(&room, "echo quietly", &["-q"]).await;
    assert_eq!((exit.code, exit.stderr.as_str()), (Some(0), ""), "{exit:?}");
    let exit = say(&room, "printf 'one\\n\\ntwo\\nthree\\r\\n  \\nno end'", &[]).await;
    assert_eq!(exit.code, Some(0), "{exit:?}");
    assert_eq!(
        room.texts().await,
        ["hi", "quietly", "one", "two", "three", "no end"]
    );
    let said: Vec<_> = exit
        .stdout
        .iter()
        .filter(|line| line.contains(": "))
        .collect();
    assert_eq!(
        said.len(),
        6,
        "the two before and these, once each: {said:#?}"
    );
}

/// Commands are answered on stdout, before the end.
async fn answers_come_out() {
    let room = Room::open().await;
    let exit = say(&room, "echo /who; echo /help", &[]).await;
    assert_eq!(exit.code, Some(0), "{exit:?}");
    let all = exit.stdout.join("\n");
    assert!(
        all.contains("1 here") && all.contains("/whisper NICK TEXT"),
        "{all}"
    );
    assert_eq!(exit.stdout.len(), 2, "a line each: {all}");
}

/// Without anything to say it reads until somebody ends it, and lines of several become one.
async fn who_says_nothing_reads() {
    let room = Room::open().await;
    let mut client = reader(&room).await;
    room.say("Owl-0001", "one\ntwo").await;
    let line = client.line().await.expect("a line");
    assert!(line.ends_with(" Owl-0001: one two"), "{line}");
    let exit = client.terminate().await;
    assert_eq!(exit.code, Some(0), "{exit:?}");
    // A nick is nothing to say.
    let mut client = joining(&room.address.to_string(), &["--nick", "Ada"]).spawn();
    until(&mut client, "is now Ada.").await;
    room.say("Fox-0002", "three").await;
    until(&mut client, ": three").await;
}

/// Reads until a line ends so.
async fn until(client: &mut Process, end: &str) {
    let mut line = String::new();
    while !line.ends_with(end) {
        line = client.line().await.expect("a line");
    }
}

/// Who does not read what comes out does not keep it from ending.
async fn a_reader_who_does_not_read_keeps_nobody() {
    let room = Room::open().await;
    let client = reader(&room).await;
    room.flood(900, |index| format!("{index:04}{}", "x".repeat(490)))
        .await;
    let exit = client.terminate_unread().await;
    assert_eq!(exit, Some(0));
}

/// As `head -1` does.
async fn a_reader_who_has_enough_ends_it() {
    let room = Room::open().await;
    let mut client = reader(&room).await;
    client.close_stdout();
    room.say("Owl-0001", "one").await;
    room.say("Fox-0002", "two").await;
    let exit = client.finish(crate::support::PATIENCE).await;
    assert_eq!(exit.code, Some(0), "{exit:?}");
    assert!(!exit.stderr.contains("rror"), "{exit:?}");
}

/// What the room refuses is told with its reason, and the rest is said; the code tells programs.
async fn what_is_refused_is_told() {
    let room = Room::open().await;
    let exit = say(&room, "echo one; echo /knock; echo two", &[]).await;
    assert_eq!(exit.code, Some(65), "{exit:?}");
    assert!(exit.stderr.contains("Not sent: /knock"), "{exit:?}");
    assert!(exit.stderr.contains("No such command"), "{exit:?}");
    assert_eq!(room.texts().await, ["one", "two"]);
    let long = "head -c 100000 /dev/zero | tr '\\0' x; echo; echo three";
    let exit = say(&room, long, &[]).await;
    assert_eq!(exit.code, Some(65), "{exit:?}");
    assert_eq!(room.texts().await, ["one", "two", "three"]);
}

/// With `--output json`, stdout has the room's lines for programs, and nothing else.
async fn json_comes_out_as_it_went_in() {
    let room = Room::open().await;
    room.say("Owl-0001", "before").await;
    let exit = say(&room, "echo hi", &["--output", "json"]).await;
    assert_eq!(exit.code, Some(0), "{exit:?}");
    let events: Vec<Value> = exit
        .stdout
        .iter()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")))
        .collect();
    assert_eq!(events[0]["event"], "welcome");
    for text in ["before", "hi"] {
        let told = events.iter().filter(|event| event["text"] == text);
        assert_eq!(told.count(), 1, "{text} in {events:#?}");
    }
    let failed = joining("127.0.0.1:1", &["--output", "json"]).run().await;
    assert!(
        failed.stdout[0].starts_with("{\"event\":\"failed\",\"code\":68,"),
        "{failed:?}"
    );
}

/// An address that was copied wrongly says what is wrong with it; and nothing goes out to the open network.
async fn addresses_that_are_none_are_told_apart() {
    for (address, words) in [
        ("2gzyxa.onion", "56 letters"),
        (
            "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wia.onion",
            "copy it again",
        ),
        ("ld74fqvoxpu5yi73.onion", "2021"),
        ("example.com", "beside Tor"),
        ("http://93.184.216.34:80/", "beside Tor"),
        ("https://127.0.0.1:8181", "http://"),
        ("127.0.0.1:8181/r/demo", "code of a room"),
        ("127.0.0.1:8181/plain", "/r/"),
    ] {
        let exit = joining(address, &[]).run().await;
        assert_eq!(exit.code, Some(2), "{address}: {exit:?}");
        assert!(exit.stderr.contains(words), "{address}: {exit:?}");
    }
}

/// Nobody on this computer listens there: that is told at once.
async fn nobody_there_is_told() {
    let exit = piped("echo hi", joining("127.0.0.1:1", &[])).run().await;
    assert_eq!(exit.code, Some(68), "{exit:?}");
    assert!(
        exit.stderr.contains("nobody answers at the address"),
        "{exit:?}"
    );
}

/// Files with secrets that are not there, or hold something else.
async fn secrets_that_are_none_are_told() {
    let address = "127.0.0.1:1";
    let exit = joining(address, &["--guest-key-file", "nowhere"])
        .run()
        .await;
    assert_eq!(exit.code, Some(74), "{exit:?}");
    assert!(exit.stderr.contains("nowhere"), "{exit:?}");
    let program = joining(address, &[]);
    let file = program.file("key", "not a key\n");
    let exit = program
        .and(["--guest-key-file".into(), file.into_os_string()])
        .run()
        .await;
    assert_eq!(exit.code, Some(65), "{exit:?}");
    assert!(
        exit.stderr.contains("52 letters") && !exit.stderr.contains("not a key"),
        "{exit:?}"
    );
    let typed = joining(address, &["--guest-key", "x"]).run().await;
    assert_eq!(
        typed.code,
        Some(2),
        "a key is never typed where others see it: {typed:?}"
    );
}

/// Folders that cannot be used, or that others could change: what is theirs is told, and how to choose another.
async fn folders_that_will_not_do_are_told() {
    let address = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion";
    let shared = tempfile::tempdir().expect("a folder");
    let all = std::fs::Permissions::from_mode(0o777);
    std::fs::set_permissions(shared.path(), all).expect("the mode");
    let shared = shared.path().to_str().expect("UTF-8");
    for (cache, code, told) in [
        ("/proc/nowhere", 74, "use another: --cache DIR"),
        (shared, 77, "could get at Tor's choice of relays"),
    ] {
        let exit = joining(address, &["--plain", "--cache", cache]).run().await;
        assert_eq!(exit.code, Some(code), "{exit:?}");
        assert!(exit.stderr.contains(told), "{exit:?}");
    }
}

/// Of what is said, of where one was, nothing is left.
async fn nothing_is_written() {
    let room = Room::open().await;
    let client = joining(&room.address.to_string(), &[]).spawn();
    eventually("it has joined", async || {
        client.stderr().contains("You are in")
    })
    .await;
    room.say("Owl-0001", "a canary").await;
    let home = client.home().to_owned();
    eventually("all is there", async || files(&home).len() == 1).await;
    let left = files(&home);
    assert!(left[0].ends_with("stderr.txt"), "{left:?}");
    assert!(!client.stderr().contains("canary"));
    client.terminate().await;
}

/// Somebody at a terminal who wants no screen types lines, and Ctrl-D ends it.
async fn a_terminal_may_do_without_the_screen() {
    let room = Room::open().await;
    let seat = super::Seat::start(super::WIDE, &room.address.to_string(), &["--plain"]).await;
    seat.terminal.shows("You are in").await;
    seat.terminal.type_text("hello").await;
    seat.terminal.press(&["Enter"]).await;
    seat.terminal.shows(": hello").await;
    assert_eq!(seat.terminal.format("#{alternate_on}").await, "0");
    seat.terminal.press(&["C-d"]).await;
    seat.ends(0).await;
}
