//! Bytes that take their time. A connection costs its owner nothing, so a room that waits for ever can be
//! filled by anybody; and neither hyper's own limit on heads (which does nothing without a timer) nor any
//! limit on bodies comes by itself.

use std::time::Duration;

use futures::future::join_all;
use libtest_mimic::Trial;
use tokio::time::{Instant, timeout};

use crate::support::process::Room;
use crate::support::raw::{RawReply, Wire, find};
use crate::support::{SLOW, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    let mut trials = trials![slow_clients_do_not_hold_up_others];
    let slow = trials![slow_heads_are_closed, slow_bodies_are_closed];
    trials.extend(slow.into_iter().map(|trial| trial.with_kind(SLOW)));
    trials
}

/// The time that a head or a body may take.
const DEADLINE: Duration = Duration::from_secs(10);
/// How far from it the end may lie on a busy machine.
const SLACK: Duration = Duration::from_secs(3);

/// How a slow client sends: what comes at once, what drips behind it, and what it is told in the end.
struct Case {
    /// What the client does, in words.
    what: &'static str,
    /// What it sends at once.
    start: &'static [u8],
    /// Whether further bytes drip behind it.
    dripping: bool,
    /// Whether it is told why it is closed.
    told: bool,
}

/// Plays a case to its end and says what is wrong with it.
async fn fault_of(room: &Room, case: &Case) -> Option<String> {
    let mut wire = Wire::to(room.address).await;
    let start = Instant::now();
    wire.send(case.start).await;
    if case.dripping {
        // One byte a second, and more of them than there are seconds: no byte may buy another ten seconds.
        drop(
            timeout(
                DEADLINE + SLACK,
                wire.drip([b'a'; 60], Duration::from_secs(1)),
            )
            .await,
        );
    }
    let rest = (DEADLINE + SLACK)
        .saturating_sub(start.elapsed())
        .max(Duration::from_secs(1));
    let (bytes, closed) = wire.listen(rest).await;
    let took = start.elapsed();
    if !closed {
        return Some(format!(
            "{}: still open after {took:?}, having said {:?}",
            case.what,
            String::from_utf8_lossy(&bytes)
        ));
    }
    if took + SLACK < DEADLINE {
        return Some(format!("{}: closed after {took:?} already", case.what));
    }
    let told = find(&bytes, b"\r\n\r\n")
        .map(|at| (RawReply::parse(&bytes[..at + 4]), bytes.len() == at + 4));
    let fault = match told {
        None if case.told => "no answer".to_owned(),
        None if !bytes.is_empty() => {
            format!("not an answer: {:?}", String::from_utf8_lossy(&bytes))
        }
        Some((reply, _)) if !case.told => format!("told {}", reply.status),
        Some((reply, empty))
            if reply.status != 408 || !empty || reply.header("connection") != Some("close") =>
        {
            format!("told {reply:?}, alone: {empty}")
        }
        Some((reply, _)) if !reply.faults().is_empty() => {
            format!("told 408 with {:?}", reply.faults())
        }
        _ => return None,
    };
    Some(format!("{}: {fault}", case.what))
}

/// Plays all cases at once, and fails with all that is wrong.
async fn expect_timely(cases: &[Case]) {
    let room = Room::open().await;
    let faults: Vec<String> = join_all(cases.iter().map(|case| fault_of(&room, case)))
        .await
        .into_iter()
        .flatten()
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
    assert_eq!(room.texts().await, [""; 0]);
}

/// The ten seconds begin with the first byte of a head. Who has not sent one is closed without a word,
/// since there is nothing to answer to.
async fn slow_heads_are_closed() {
    let head = b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ";
    let cases = [
        Case {
            what: "one byte",
            start: b"G",
            dripping: false,
            told: true,
        },
        Case {
            what: "half a head",
            start: head,
            dripping: false,
            told: true,
        },
        Case {
            what: "a dripping head",
            start: head,
            dripping: true,
            told: true,
        },
        Case {
            what: "nothing",
            start: b"",
            dripping: false,
            told: false,
        },
    ];
    expect_timely(&cases).await;
}

/// hyper has no limit at all on how long a body may take.
async fn slow_bodies_are_closed() {
    let cases = [
        Case {
            what: "no body",
            start: b"POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n",
            dripping: false,
            told: true,
        },
        Case {
            what: "half a body",
            start: b"POST /compose HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nmsg=half",
            dripping: false,
            told: true,
        },
        Case {
            what: "a dripping body",
            start: b"POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nmsg=",
            dripping: true,
            told: true,
        },
        Case {
            what: "a chunk that does not end",
            start:
                b"POST /send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nmsg=",
            dripping: true,
            told: true,
        },
    ];
    expect_timely(&cases).await;
}

/// A hundred clients that have begun and don't go on are no reason for anybody else to wait.
async fn slow_clients_do_not_hold_up_others() {
    const SLOW_CLIENTS: usize = 100;
    let room = Room::open().await;
    let slow = join_all((0..SLOW_CLIENTS).map(async |index| {
        let mut wire = Wire::to(room.address).await;
        let head: &[u8] = if index % 2 == 0 {
            b"GET / HT"
        } else {
            b"POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nms"
        };
        wire.send(head).await;
        wire
    }));
    let slow = slow.await;
    let start = Instant::now();
    room.say("Fox-ab12", "hello").await;
    assert_eq!(room.texts().await, ["hello"]);
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "a post took {:?}",
        start.elapsed()
    );
    drop(slow);
}
