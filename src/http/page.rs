//! The pages: askama templates and nothing else.

use askama::Template;
use bytes::Bytes;

use crate::chat::{EndReason, Place, Seq, words};

/// The outer page.
#[derive(Debug, Template)]
#[template(path = "page.html", config = "templates/askama.toml")]
pub struct Outer<'a> {
    /// The room's title.
    pub title: &'a str,
    /// Where the room's paths begin.
    pub path: &'a str,
}

/// The form in its own frame.
#[derive(Debug, Template)]
#[template(path = "compose.html", config = "templates/askama.toml")]
pub struct Compose<'a> {
    /// Where the room's paths begin.
    pub path: &'a str,
    /// What the room is called.
    pub place: &'a str,
    /// The visitor's nick.
    pub nick: &'a str,
    /// What stands in the box.
    pub text: &'a str,
    /// Why that was not sent.
    pub refusal: Option<&'a str>,
    /// The page of another room that the visitor asked for.
    pub elsewhere: Option<&'a str>,
}

impl<'a> Compose<'a> {
    /// The form with nothing in the box and nothing to say about it.
    #[must_use]
    pub fn empty(path: &'a str, place: &'a str, nick: &'a str) -> Self {
        Self {
            path,
            place,
            nick,
            text: "",
            refusal: None,
            elsewhere: None,
        }
    }
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
pub struct Full<'a> {
    /// Where the room's paths begin.
    pub path: &'a str,
}

/// What somebody gets who is not in a room: because they may not come in, or because they left.
///
/// The field of the passphrase is a plain one that shows dots: browsers offer to save what is typed into
/// a password field, and so would write it down.
#[derive(Debug, Template)]
#[template(path = "door.html", config = "templates/askama.toml")]
pub struct Door<'a> {
    /// What to say.
    pub reason: &'a str,
    /// Whether that is a refusal.
    pub refusal: bool,
    /// Where a passphrase goes, if that may help.
    pub form: Option<&'a str>,
    /// Where else to go.
    pub link: &'a str,
    /// What is there.
    pub label: &'a str,
}

/// What leads somebody who comes from another site in again, with their cookies.
#[derive(Debug, Template)]
#[template(path = "again.html", config = "templates/askama.toml")]
pub struct Again<'a> {
    /// The page that they asked for.
    pub url: &'a str,
}

/// How a transcript begins.
#[derive(Debug, Template)]
#[template(path = "transcript.html", config = "templates/askama.toml")]
pub struct TranscriptHead;

/// A message in the transcript, as the seed writes it, and a mark behind it by which it can be hidden.
#[derive(Debug, Template)]
#[template(path = "line.html", config = "templates/askama.toml")]
pub struct Line<'a> {
    /// The message's number.
    pub seq: Seq,
    /// Hour and minute.
    pub at: String,
    /// Who said it.
    pub nick: &'a str,
    /// What was said, as HTML.
    pub text: String,
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
    /// Whether nothing else stays on the screen.
    erase: bool,
    /// What the frame shows next, by itself.
    next: Option<String>,
    /// After how many seconds.
    seconds: u8,
}

/// How long the last words of a stopped room stay before the frame asks again, so that the page holds
/// no word of it any more.
const STOPPED_SECONDS: u8 = 5;

/// What a silent transcript sends, so that a reader who is gone is noticed; the seed's bytes.
pub const HEARTBEAT: &[u8] = b"<!-- ping -->\n";

/// A page as bytes.
pub fn render(page: &impl Template) -> Bytes {
    // Rendering into a string fails only where a template's own code fails, and these have none.
    page.render().unwrap_or_default().into()
}

/// The last words of a transcript in a room.
#[must_use]
pub fn end(reason: &EndReason, place: &Place) -> Bytes {
    let messages = |place: &Place| format!("{}/messages", place.path());
    let next = match reason {
        EndReason::Moved(to) => Some(messages(to)),
        EndReason::Stopped | EndReason::Empty | EndReason::FellBehind | EndReason::Locked => {
            Some(messages(place))
        }
        _ => None,
    };
    let erase = matches!(reason, EndReason::Stopped | EndReason::Empty);
    render(&End {
        reason: words::end(reason),
        erase,
        next,
        seconds: if erase { STOPPED_SECONDS } else { 0 },
    })
}

#[cfg(test)]
mod tests {
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
