//! Cursors into a ring.

use std::time::Duration;

use super::*;
use crate::{
    chat::{EventKind, Roster, Stamp},
    hub::Form,
};

/// Renders the number of an event.
#[derive(Debug)]
struct Numbers;

impl Render for Numbers {
    fn event(&self, form: Form, event: &Event) -> Bytes {
        match form {
            Form::Html(_) => Bytes::from(event.seq.to_string()),
            Form::Json => Bytes::from(format!("[{}]", event.seq)),
        }
    }

    fn roster(&self, _: Form, _: &Roster) -> Bytes {
        Bytes::new()
    }

    fn news(&self, _: Form) -> Bytes {
        Bytes::new()
    }
}

/// The line of an event with this number.
fn line(seq: Seq) -> Arc<Line> {
    let event = Event {
        seq,
        order: seq,
        after: Duration::ZERO,
        at: Stamp::from_unix(0),
        by: None,
        kind: EventKind::Erased(Vec::new()),
    };
    Arc::new(Line::new(Arc::new(event)))
}

/// A ring of three with the lines `0` to `count - 1` pushed into it.
fn ring_with(count: u64) -> Ring {
    let mut ring = Ring::new(3);
    (0..count).for_each(|seq| ring.push(line(seq)));
    ring
}

/// A reader gets everything pending in one piece, once.
#[test]
fn a_cursor_reads_everything_once() {
    let mut ring = ring_with(0);
    assert_eq!((ring.start(), ring.html_since(0, &Numbers).len()), (0, 0));
    ring.push(line(0));
    ring.push(line(1));
    assert_eq!(ring.html_since(0, &Numbers), "01");
    assert_eq!(ring.html_since(1, &Numbers), "1");
    assert_eq!(ring.html_since(2, &Numbers), "");
    assert_eq!(ring.since(2).len(), 0);
}

/// A reader that is too slow learns how much it missed, and nothing is lost after that.
#[test]
fn a_slow_cursor_is_told_what_it_missed() {
    let mut ring = ring_with(10);
    assert_eq!((ring.missed(0), ring.missed(6), ring.missed(7)), (7, 1, 0));
    assert_eq!(ring.html_since(0, &Numbers), "789");
    ring.push(line(10));
    assert_eq!(
        (ring.html_since(7, &Numbers), ring.html_since(0, &Numbers)),
        ("8910".into(), "8910".into())
    );
    assert_eq!((ring.start(), ring.end()), (8, 11));
}

/// What is erased is in no piece of either form any more, and nobody has missed it.
#[test]
fn what_is_erased_is_gone() {
    let mut ring = ring_with(3);
    assert_eq!(ring.html_since(0, &Numbers), "012");
    let json = |ring: &Ring| -> Vec<Bytes> {
        let lines = ring.since(0);
        lines
            .map(|line| line.bytes(Form::Json, &Numbers).clone())
            .collect()
    };
    assert_eq!(json(&ring), ["[0]", "[1]", "[2]"]);
    ring.erase(|seq| seq == 1);
    assert_eq!(
        (ring.html_since(0, &Numbers), ring.missed(0)),
        ("02".into(), 0)
    );
    assert_eq!(json(&ring), ["[0]", "", "[2]"]);
}
