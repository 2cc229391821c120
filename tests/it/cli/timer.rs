//! Rooms that open and close by themselves.

use std::time::Duration;

use jiff::Timestamp;
use libtest_mimic::Trial;
use serde_json::Value;

use crate::support::client::{Ask, Line};
use crate::support::events::Events;
use crate::support::faketime::WallClock;
use crate::support::process::{END, Exit, Program, Room};
use crate::support::raw::Wire;
use crate::support::trials;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        a_room_ends_after_a_while_as_if_it_was_asked_to,
        a_room_ends_at_a_time,
        whoever_comes_in_sees_the_time_left,
        without_an_end_nothing_speaks_of_one,
        nobody_is_answered_before_the_opening,
        an_end_comes_before_tor_works_too,
        a_signal_ends_a_room_that_is_not_open_yet,
        a_suspended_computer_ends_in_time,
        a_clock_set_back_prolongs_nothing,
        readers_learn_of_a_clock_that_jumps,
        a_person_is_told_when_it_closes,
        times_that_make_no_sense_are_refused,
        the_file_has_times_too,
    ]
}

/// Fails unless this is the end of a room that was asked to end.
#[track_caller]
fn expect_clean(exit: &Exit) {
    assert_eq!(exit.code, Some(0), "{exit:?}");
    let last = exit.stdout.last().map(String::as_str);
    assert_eq!(last, Some("{\"event\":\"stopped\"}"), "{exit:?}");
}

/// So many seconds from now, with an offset from UTC.
fn in_seconds(seconds: i64) -> String {
    let now = Timestamp::now();
    let then = Timestamp::from_second(now.as_second() + seconds);
    then.expect("a time of this century").to_string()
}

/// The event of this name among what was said.
fn said(exit: &Exit, name: &str) -> Value {
    let lines = exit.stdout.iter();
    let events = lines.map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let mut found = events.filter(|event| event["event"] == name);
    found
        .next()
        .unwrap_or_else(|| panic!("no {name}: {exit:?}"))
}

/// How long a room is open in these tests: long enough for what is done in it, on a busy machine.
const OPEN: &str = "8s";

/// How long a test waits for the end of such a room.
const OVER: Duration = Duration::from_secs(20);

/// `--stop-after`: readers are told that the room has closed, and the exit code is 0.
async fn a_room_ends_after_a_while_as_if_it_was_asked_to() {
    let room = Room::start(&["--stop-after", OPEN]).await;
    let mut transcript = room.read().await;
    transcript
        .read_until_within("the room has closed", OVER)
        .await;
    transcript.read_to_end().await;
    let exit = room.process.finish(END).await;
    expect_clean(&exit);
    assert_eq!(said(&exit, "closes")["seconds"], 8);
}

/// `--stop-at`.
async fn a_room_ends_at_a_time() {
    let room = Room::start(&["--stop-at", &in_seconds(8)]).await;
    let mut transcript = room.read().await;
    transcript
        .read_until_within("the room has closed", OVER)
        .await;
    let exit = room.process.finish(END).await;
    expect_clean(&exit);
    let seconds = said(&exit, "closes")["seconds"].as_u64();
    assert!(
        seconds.is_some_and(|seconds| (1..=8).contains(&seconds)),
        "{exit:?}"
    );
}

/// The time left is in the conversation, on the pages without frames, and where programs look.
async fn whoever_comes_in_sees_the_time_left() {
    let room = Room::start(&["--stop-after", "2h 5m"]).await;
    let told = "The room closes in 2 hours and 5 minutes.";
    room.read().await.read_until(told).await;
    for path in ["/plain", "/watch"] {
        let page = room.get(path).await.expect(200);
        assert_eq!(page.body.matches(told).count(), 1, "{path}: {}", page.body);
        let german = room
            .ask(Ask::get(path).header("accept-language", "de"))
            .await;
        assert!(
            german.body.contains("in 2 Stunden und 5 Minuten."),
            "{path}"
        );
    }
    let status = room.get("/api/status").await.json();
    assert_eq!(status["closes_in"], 2 * 3_600 + 5 * 60);
    let ask = Ask::get("/api/stream");
    let mut stream = Events::open(Line::to(&room).await, ask).await;
    let closing = stream.until("closing").await;
    assert_eq!(closing["closes_in"], 2 * 3_600 + 5 * 60);
    assert!(
        closing["seq"].is_null() && closing["time"].is_string(),
        "{closing}"
    );
}

/// The contract of the seed knows of no end, and without one nothing is there that would surprise its clients.
async fn without_an_end_nothing_speaks_of_one() {
    let room = Room::open().await;
    room.say("Fox-ab12", "hello").await;
    let mut transcript = room.read().await;
    transcript.read_until("hello").await;
    let mut stream = Events::open(Line::to(&room).await, Ask::get("/api/stream")).await;
    stream.until_said("hello").await;
    for seen in [
        &transcript.seen,
        stream.seen(),
        &room.get("/plain").await.body,
        &room.get("/watch").await.body,
        &room.get("/api/status").await.body,
    ] {
        assert!(
            !seen.contains("closes") && !seen.contains("closing"),
            "{seen}"
        );
    }
}

/// `--start-at`: who comes too early waits until the room opens.
async fn nobody_is_answered_before_the_opening() {
    let opens = in_seconds(6);
    let mut room = Room::start(&["--start-at", &opens]).await;
    let event = room.process.event("opens").await;
    let seconds = event["seconds"].as_u64();
    assert!(
        seconds.is_some_and(|seconds| (1..=6).contains(&seconds)),
        "{event}"
    );
    let mut wire = Wire::to(room.address).await;
    wire.send("GET /clock HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert_eq!(wire.reply().await.status, 200);
    let opens: Timestamp = opens.parse().expect("a time");
    assert!(Timestamp::now() >= opens, "it was answered too early");
    expect_clean(&room.terminate().await);
}

/// The time runs from the start, whether Tor can be reached or not.
async fn an_end_comes_before_tor_works_too() {
    let mut process = Room::offline(&["--stop-after", "3s"]).spawn();
    process.event("address").await;
    expect_clean(&process.finish(OVER).await);
}

/// A host who thinks better of it.
async fn a_signal_ends_a_room_that_is_not_open_yet() {
    let room = Room::start(&["--start-at", &in_seconds(3_600)]).await;
    expect_clean(&room.terminate().await);
}

/// A suspended computer finds its wall clock later than it thought.
async fn a_suspended_computer_ends_in_time() {
    for option in ["--stop-after", "--stop-at"] {
        let when = if option == "--stop-at" {
            in_seconds(3_600)
        } else {
            "1h".to_owned()
        };
        let (program, clock) = WallClock::of(Room::program(&[option, &when]));
        let room = Room::run(program).await;
        let mut transcript = room.read().await;
        transcript.read_until("The room closes in").await;
        clock.set("+2h");
        transcript.read_until("the room has closed").await;
        expect_clean(&room.process.finish(END).await);
    }
}

/// Nobody keeps a room open by setting the clock back.
async fn a_clock_set_back_prolongs_nothing() {
    let (program, clock) = WallClock::of(Room::program(&["--stop-after", OPEN]));
    let room = Room::run(program).await;
    clock.set("-1d");
    let mut transcript = room.read().await;
    transcript
        .read_until_within("the room has closed", OVER)
        .await;
    expect_clean(&room.process.finish(END).await);
}

/// Whoever reads on learns that less time is left than was said.
async fn readers_learn_of_a_clock_that_jumps() {
    let (program, clock) = WallClock::of(Room::program(&["--stop-after", "3h"]));
    let room = Room::run(program).await;
    let mut transcript = room.read().await;
    transcript.read_until("The room closes in 3 hours.").await;
    clock.set("+1h");
    transcript.read_until("The room closes in 2 hours.").await;
    let status = room.get("/api/status").await.json();
    assert_eq!(status["closes_in"], 2 * 3_600);
}

/// What a person sees.
async fn a_person_is_told_when_it_closes() {
    let program = Program::new(&["--no-tor", "--listen", "127.0.0.1:0"]);
    let program = program.and(["--start-at", &in_seconds(4), "--stop-after", "1s"]);
    let exit = program.run().await;
    assert_eq!(exit.code, Some(0), "{exit:?}");
    for words in [
        "The room opens in ",
        "The room closes in ",
        "The room is closed.",
    ] {
        assert!(exit.stderr.contains(words), "{}", exit.stderr);
    }
}

/// What cannot be meant is said with an example of what can, or with the time that it is.
async fn times_that_make_no_sense_are_refused() {
    /// `EX_CONFIG` of `sysexits.h`: a faulty configuration.
    const CONFIG: i32 = 78;
    let hour = in_seconds(3_600);
    for (arguments, code, words) in [
        (["--stop-after", "soon", "", ""], CONFIG, "\"1h 30m\""),
        (["--stop-at", "6pm", "", ""], CONFIG, "18:00"),
        (
            ["--stop-at", "2020-01-01 00:00", "", ""],
            CONFIG,
            "has passed; it is 20",
        ),
        (["--stop-after", "400d", "", ""], CONFIG, "more than a year"),
        (
            ["--start-at", &hour, "--stop-at", &hour],
            CONFIG,
            "before it opens",
        ),
        (["--stop-after", "1h", "--stop-at", &hour], 2, "--stop-at"),
    ] {
        let given = arguments
            .iter()
            .copied()
            .filter(|argument| !argument.is_empty());
        let exit = Program::new(&["--no-tor", "--listen", "127.0.0.1:0"])
            .and(given)
            .run()
            .await;
        assert_eq!(exit.code, Some(code), "{exit:?}");
        assert!(exit.stderr.contains(words), "{}", exit.stderr);
        assert_eq!(exit.stdout, [""; 0]);
    }
}

/// The same keys are in the file, and what is typed comes before them.
async fn the_file_has_times_too() {
    for (arguments, expected) in [(&[][..], 3_600), (&["--stop-after", "2h"], 7_200)] {
        let program = Room::program(arguments);
        let file = program.file("times.toml", "stop_after = '1h'\n");
        let mut room = Room::run(program.and(["--config".into(), file.into_os_string()])).await;
        assert_eq!(room.process.event("closes").await["seconds"], expected);
        expect_clean(&room.terminate().await);
    }
}
