//! The transcript for programs: one JSON object a line, for as long as one reads.

use std::time::Duration;

use libtest_mimic::Trial;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::support::client::Ask;
use crate::support::events::Events;
use crate::support::process::Room;
use crate::support::raw::{Wire, find};
use crate::support::text::{API_TIME, has_shape};
use crate::support::typing::LOBBY;
use crate::support::visitor::Visitor;
use crate::support::{PATIENCE, SLOW, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    let mut trials = trials![
        every_line_is_an_event_with_a_rising_number,
        stream_begins_with_the_backlog,
        list_of_members_is_for_members,
        program_that_fell_behind_is_told,
        stream_ends_with_the_house,
        stream_takes_a_place_and_head_takes_none,
    ];
    trials.extend(
        trials![silence_is_filled_with_pings]
            .into_iter()
            .map(|trial| trial.with_kind(SLOW)),
    );
    trials
}

/// The fields of each event, beside its name, number and time.
const FIELDS: [(&str, &[&str]); 10] = [
    ("said", &["nick", "text"]),
    ("acted", &["nick", "text"]),
    ("whispered", &["from", "to", "text"]),
    ("joined", &["nick"]),
    ("left", &["nick"]),
    ("farewell", &["nick"]),
    ("renamed", &["from", "to"]),
    ("topic", &["nick", "text"]),
    ("erased", &["messages"]),
    ("answer", &["text"]),
];

/// Everything that a member can be told comes as a line of its own, with the number of its event, which is
/// greater than that of the line before, and the time as everywhere in the API.
async fn every_line_is_an_event_with_a_rising_number() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let place = owner.make("/create demo").await;
    let mut events = owner.listen_in(&place).await;
    let mut other = Visitor::returning(&house).await;
    let mut frame = other.read_in(&place).await;
    owner.done_in(&place, "/topic bread").await;
    other.done_in(&place, "hello").await;
    other.done_in(&place, "/me waves").await;
    other.done_in(&place, "/delete").await;
    // What was taken back ends the transcripts of people, which begin anew.
    frame.read_to_end().await;
    let mut frame = other.read_in(&place).await;
    other
        .done_in(&place, &format!("/w {} psst", owner.nick()))
        .await;
    other.done_in(&place, "/nick Ada").await;
    other.type_in(&place, "/leave").await.expect(303);
    frame.read_to_end().await;
    let _frame = other.read_in(&place).await;
    other.type_in(&place, "/exit").await.expect(200);
    owner.done_in(&place, "/help me").await;
    owner.done_in(&place, "that was all").await;
    let mut numbers = Vec::new();
    let mut names = Vec::new();
    loop {
        let event = events.next().await.expect("the stream goes on");
        let name = event["event"].as_str().unwrap_or_default().to_owned();
        if name == "welcome" {
            assert!(names.is_empty(), "it comes first");
            expect_keys(&event, &["nick", "title", "run"]);
            continue;
        }
        if name == "members" {
            expect_keys(&event, &["topic", "locked", "members", "more", "nameless"]);
            continue;
        }
        let fields = FIELDS.iter().find(|(known, _)| *known == name);
        let (_, fields) = fields.unwrap_or_else(|| panic!("an unknown event: {event}"));
        // Whispers and answers have no number, so that nobody else can count them.
        let is_private = matches!(name.as_str(), "whispered" | "answer");
        let common: &[&str] = if is_private {
            &["time"]
        } else {
            &["seq", "time"]
        };
        expect_keys(&event, &[common, *fields].concat());
        assert!(
            event["time"]
                .as_str()
                .is_some_and(|time| has_shape(time, API_TIME)),
            "{event}"
        );
        numbers.extend(event["seq"].as_u64());
        names.push(name);
        if event["text"] == "that was all" {
            break;
        }
    }
    assert!(
        numbers.windows(2).all(|pair| pair[0] < pair[1]),
        "{numbers:?} of {names:?}"
    );
    for (name, _) in FIELDS {
        assert!(
            names.iter().any(|told| told == name),
            "no {name} in {names:?}"
        );
    }
}

/// Fails unless an event has exactly these keys beside its name.
#[track_caller]
fn expect_keys(event: &Value, keys: &[&str]) {
    let own: Vec<&str> = event
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    let mut keys = [&["event"], keys].concat();
    let mut own_sorted = own;
    own_sorted.sort_unstable();
    keys.sort_unstable();
    assert_eq!(own_sorted, keys, "{event}");
}

/// Who comes late is told what was said before, as in the transcript for people.
async fn stream_begins_with_the_backlog() {
    let house = Room::open().await;
    house.flood(3, |index| format!("message {index}")).await;
    let mut events = house.listen_in(LOBBY).await;
    for index in 0..3 {
        let event = events.next().await.expect("a message");
        assert_eq!(
            (&event["event"], &event["seq"]),
            (&json!("said"), &json!(index))
        );
        assert_eq!(event["text"], format!("message {index}"));
    }
    house.say("Owl-0001", "another").await;
    events.until_said("another").await;
}

/// Who is here, who may do what, and how many read without a name: for those who have a name themselves.
async fn list_of_members_is_for_members() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let place = owner.make("/create demo").await;
    let mut stranger = house.listen_in(&place).await;
    let mut events = owner.listen_in(&place).await;
    let list = events
        .find("a list with the stranger", |event| event["nameless"] == 1)
        .await;
    let me = json!({ "nick": owner.nick(), "here": true, "operator": true, "muted": false });
    assert_eq!(list["members"], json!([me]));
    assert_eq!(
        (&list["topic"], &list["locked"]),
        (&Value::Null, &json!(false))
    );
    let mut other = Visitor::returning(&house).await;
    let _frame = other.read_in(&place).await;
    let two = |event: &Value| {
        event["members"]
            .as_array()
            .is_some_and(|all| all.len() == 2)
    };
    events.find("a list of two", two).await;
    owner.done_in(&place, "that was all").await;
    assert_eq!(
        stranger.next().await.map(|event| event["event"].clone()),
        Some(json!("said"))
    );
}

/// A program that takes less than is said is told how much it missed, as people are.
async fn program_that_fell_behind_is_told() {
    // As in the test of the transcript for people; a quote is two bytes in JSON, and a fox four.
    const POSTED: usize = 1200;
    let house = Room::open().await;
    let mut wire = Wire::narrow(house.address).await;
    wire.send("GET /api/stream HTTP/1.0\r\nHost: x\r\n\r\n")
        .await;
    house.expect_streams(1).await;
    house
        .flood(POSTED, |index| format!("{index:04}{}", "🦊".repeat(496)))
        .await;
    let last = format!("\"text\":\"{:04}", POSTED - 1);
    let start = Instant::now();
    let mut page = Vec::new();
    while find(&page, last.as_bytes()).is_none() || page.last() != Some(&b'\n') {
        assert!(start.elapsed() < PATIENCE, "the last message does not come");
        let (bytes, closed) = wire.listen(Duration::from_millis(50)).await;
        page.extend(bytes);
        assert!(!closed, "the stream of a slow program broke off");
    }
    let page = String::from_utf8_lossy(&page).into_owned();
    let (_, body) = page.split_once("\r\n\r\n").expect("a head");
    let events = body
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let (mut said, mut missed) = (0, 0);
    for event in events {
        match event["event"].as_str() {
            Some("said") => said += 1,
            Some("gap") => missed += event["missed"].as_u64().expect("a number"),
            _ => panic!("{event}"),
        }
    }
    assert!(
        missed > 0,
        "{said} messages of {POSTED} came, and no word of the others"
    );
    assert_eq!(said + missed, POSTED as u64);
}

/// The end of everything is the last line, and the stream ends as it should.
async fn stream_ends_with_the_house() {
    let house = Room::open().await;
    let mut member = Visitor::returning(&house).await;
    let mut events = [house.listen_in(LOBBY).await, member.listen_in(LOBBY).await];
    house.terminate().await;
    for events in &mut events {
        let end = events.until("end").await;
        assert_eq!(
            end,
            json!({ "event": "end", "why": "closed", "reason": "the room has closed" })
        );
        assert_eq!(events.next().await, None);
    }
}

/// A stream for programs is a transcript like any other: it takes one of the places, and where there is none
/// it is refused with a reason. Asking for its head takes none.
async fn stream_takes_a_place_and_head_takes_none() {
    let house = Room::start(&["--max-streams", "1"]).await;
    let head = house.ask(Ask::new("HEAD", "/api/stream")).await.expect(200);
    assert_eq!(head.header("content-type"), Some("application/x-ndjson"));
    let events = house.listen_in(LOBBY).await;
    house.expect_streams(1).await;
    let full = house.get("/api/stream").await.expect(429).json();
    assert!(
        full["error"] == "full" && full["reason"].is_string(),
        "{full}"
    );
    drop(events);
    house.expect_streams(0).await;
    let _events: Events = house.listen_in(LOBBY).await;
}

/// A line each half minute keeps the connection open on its way.
async fn silence_is_filled_with_pings() {
    let house = Room::open().await;
    let mut events = house.listen_in(LOBBY).await;
    house.say("Fox-ab12", "hello").await;
    events.until_said("hello").await;
    let start = Instant::now();
    let ping = events.next_within(Duration::from_secs(35)).await;
    assert_eq!(ping, Some(json!({ "event": "ping" })));
    let silence = start.elapsed();
    assert!(
        silence > Duration::from_secs(25),
        "a ping after {silence:?} already"
    );
}
