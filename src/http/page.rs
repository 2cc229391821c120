//! The pages: askama templates and nothing else.

use askama::Template;
use bytes::Bytes;

use crate::{
    chat::{Event, EventKind},
    hub::{SESSION_TRANSCRIPTS, reader::EndReason},
};

/// The outer page.
#[derive(Debug, Template)]
#[template(path = "page.html", config = "templates/askama.toml")]
pub struct Outer<'a> {
    /// The room's title.
    pub title: &'a str,
}

/// The form in its own frame.
#[derive(Debug, Template)]
#[template(path = "compose.html", config = "templates/askama.toml")]
pub struct Compose<'a> {
    /// The visitor's nick.
    pub nick: &'a str,
    /// What stands in the box.
    pub text: &'a str,
    /// Why that was not sent.
    pub refusal: Option<&'a str>,
}

/// The clock.
#[derive(Debug, Template)]
#[template(path = "clock.html", config = "templates/askama.toml")]
pub struct Time {
    /// Date, hour and minute.
    pub time: String,
}

/// What somebody gets for whom there is no place.
#[derive(Debug, Template)]
#[template(path = "full.html", config = "templates/askama.toml")]
pub struct Full;

/// How a transcript begins.
#[derive(Debug, Template)]
#[template(path = "transcript.html", config = "templates/askama.toml")]
pub struct TranscriptHead;

/// A message in the transcript, as the seed writes it.
#[derive(Debug, Template)]
#[template(path = "line.html", config = "templates/askama.toml")]
struct Line<'a> {
    /// Hour and minute.
    at: String,
    /// Who said it.
    nick: &'a str,
    /// What was said.
    text: &'a str,
}

/// What stands where a reader missed something.
#[derive(Debug, Template)]
#[template(path = "gap.html", config = "templates/askama.toml")]
pub struct Gap {
    /// How many messages are lost to the reader.
    pub missed: u64,
}

/// How a transcript ends.
#[derive(Debug, Template)]
#[template(path = "end.html", config = "templates/askama.toml")]
struct End {
    /// The last words.
    reason: String,
}

/// What a silent transcript sends, so that a reader who is gone is noticed; the seed's bytes.
pub const HEARTBEAT: &[u8] = b"<!-- ping -->\n";

/// A page as bytes.
pub fn render(page: &impl Template) -> Bytes {
    // Rendering into a string fails only where a template's own code fails, and these have none.
    page.render().unwrap_or_default().into()
}

/// An event as a line of the transcript.
#[must_use]
pub fn line(event: &Event) -> Bytes {
    let EventKind::Said { nick, text } = &event.kind;
    render(&Line {
        at: event.at.clock(),
        nick: nick.as_str(),
        text: text.as_str(),
    })
}

/// The last words of a transcript.
#[must_use]
pub fn end(reason: EndReason) -> Bytes {
    render(&End {
        reason: match reason {
            EndReason::Closed => "the room has closed".into(),
            EndReason::OpenedElsewhere => format!(
                "opened elsewhere: one person reads in {SESSION_TRANSCRIPTS} windows at most"
            ),
        },
    })
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;
    use crate::chat::{MessageText, Nick, Stamp, text::TooLong};

    /// The seed's own case: a message of 15:23 shows that and no year, and is escaped.
    #[test]
    fn a_line_is_the_seeds() {
        let nick = Nick::random(&mut StdRng::seed_from_u64(1));
        let text = MessageText::parse("<script>alert(1)</script>", TooLong::Cut)
            .unwrap()
            .unwrap();
        let at = Stamp::from_unix(1_774_884_225);
        let event = Event {
            seq: 0,
            at,
            kind: EventKind::Said {
                nick: nick.clone(),
                text,
            },
        };
        let nick = nick.as_str();
        let expected = format!(
            "<div class=\"msg\"><span class=\"ts\">15:23</span> <span class=\"nick\">{nick}</span> \
             <span class=\"text\">&lt;script&gt;alert(1)&lt;/script&gt;</span></div>\n"
        );
        assert_eq!(line(&event), expected);
    }

    /// What a reader costs: one message of up to 350 characters of one byte is one Tor cell, of which
    /// 498 bytes are payload, with the chunk around it.
    #[test]
    fn a_message_fits_one_cell() {
        let nick = Nick::parse("Abcdefghij-0000").unwrap();
        let text = MessageText::parse(&"x".repeat(350), TooLong::Cut)
            .unwrap()
            .unwrap();
        let kind = EventKind::Said { nick, text };
        let line = line(&Event {
            seq: 0,
            at: Stamp::from_unix(0),
            kind,
        });
        let chunk = format!("{:X}\r\n", line.len()).len() + line.len() + "\r\n".len();
        assert!(chunk <= 498, "{chunk} bytes");
    }

    /// No template holds a script, an event handler or anything from elsewhere.
    #[test]
    fn no_page_asks_for_more_than_this_room() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
        let mut seen = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "html") {
                continue;
            }
            seen += 1;
            let text = std::fs::read_to_string(&path).unwrap().to_lowercase();
            for forbidden in [
                "<script",
                "javascript:",
                "://",
                "src=\"//",
                "url(",
                "@import",
                " on",
            ] {
                let found = text.match_indices(forbidden).any(|(at, _)| {
                    forbidden != " on"
                        || text[at + 3..].split('=').next().is_some_and(|name| {
                            name.len() < 20 && name.bytes().all(|byte| byte.is_ascii_lowercase())
                        })
                });
                assert!(!found, "{} holds {forbidden:?}", path.display());
            }
        }
        assert!(seen >= 8, "the templates were not found");
    }
}
