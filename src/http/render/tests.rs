//! Lines of the transcript.

use rand::{SeedableRng, rngs::StdRng};

use super::*;
use crate::chat::{MessageText, Nick, Stamp, text::TooLong};

/// The line of a message at 15:23, so long after the one before.
fn line_after(after: Duration, nick: &Nick, text: &str) -> Bytes {
    let text = MessageText::parse(text, TooLong::Cut).unwrap().unwrap();
    let event = Event {
        seq: 1_296,
        order: 2_000,
        after,
        at: Stamp::from_unix(1_774_884_225),
        by: None,
        kind: EventKind::Said {
            nick: nick.clone(),
            text,
        },
    };
    Words::default().event(Form::Html(Lang::default()), &event)
}

/// The line of a message at 15:23.
fn line(nick: &Nick, text: &str) -> Bytes {
    line_after(Duration::ZERO, nick, text)
}

/// The seed's own case: a message of 15:23 shows that and no year, and is escaped.
#[test]
fn a_line_is_the_seeds() {
    let nick = Nick::random(&mut StdRng::seed_from_u64(1));
    let line = line(&nick, "<script>alert(1)</script>");
    let nick = nick.as_str();
    let expected = format!(
        "<div class=\"msg\"><span class=\"ts\">15:23</span> <span class=\"nick\">{nick}</span> \
         <span class=\"text\">&lt;script&gt;alert(1)&lt;/script&gt;</span></div>\n"
    );
    assert_eq!(line, expected);
}

/// From a minute of silence on, the line says how long it was; the message itself stays the seed's.
#[test]
fn a_silence_stands_before_the_message() {
    let nick = Nick::parse_seed("Fox-ab12").unwrap();
    let plain = line(&nick, "hello");
    for (seconds, told) in [
        (59, None),
        (60, Some("+1 min")),
        (3_599, Some("+59 min")),
        (3_600, Some("+1 h")),
        (86_399, Some("+23 h")),
        (86_400, Some("+1 d")),
        (2_678_400, Some("+31 d")),
    ] {
        let line = line_after(Duration::from_secs(seconds), &nick, "hello");
        let lull = told.map(|told| format!("<div class=\"lull\">{told}</div>"));
        let expected = [lull.unwrap_or_default().as_bytes(), &plain].concat();
        assert_eq!(line, expected, "{seconds}");
    }
}

/// What a reader costs: one message of up to 340 characters of one byte is one Tor cell, of which
/// 498 bytes are payload, with the chunk around it.
#[test]
fn a_message_fits_one_cell() {
    let nick = Nick::parse_seed("Abcdefghij-0000").unwrap();
    let line = line(&nick, &"x".repeat(340));
    let chunk = format!("{:X}\r\n", line.len()).len() + line.len() + "\r\n".len();
    assert!(chunk <= 498, "{chunk} bytes");
}
