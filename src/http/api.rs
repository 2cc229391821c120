//! The room as JSON, for programs.

use bytes::Bytes;
use serde::Serialize;

use super::{form::MAX_DECODED, headers::CSP};
use crate::{
    chat::{Event, EventKind, pace::MESSAGE_INTERVAL, text::MAX_CHARACTERS},
    hub::{BACKLOG, Occupancy},
};

/// A message of the backlog.
#[derive(Debug, Serialize)]
struct Message<'a> {
    /// Who said it.
    nick: &'a str,
    /// When, to the minute: `2026-03-30T15:23Z`.
    time: String,
    /// What was said, as it was typed.
    text: &'a str,
}

/// The answer of `/api/status`, with the seed's names.
#[derive(Debug, Serialize)]
struct Status {
    /// Transcripts open.
    streams: usize,
    /// Messages in the backlog.
    messages: usize,
    /// What is limited.
    limits: Limits,
    /// What is hardened.
    hardening: Hardening,
    /// What a reader should know.
    note: &'static str,
}

/// The limits in force.
#[derive(Debug, Serialize)]
struct Limits {
    /// Transcripts open at once.
    max_streams: usize,
    /// Characters of a message.
    max_message_length: usize,
    /// Bytes of a decoded message.
    max_body_bytes: usize,
    /// Seconds between two messages of one session.
    rate_limit_seconds: f64,
    /// Messages in the backlog at most.
    message_buffer: usize,
}

/// What protects a visitor.
#[derive(Debug, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the seed's clients read exactly these"
)]
struct Hardening {
    /// There are no pages about the server's own interfaces.
    docs_disabled: bool,
    /// The content security policy.
    csp: &'static str,
    /// Texts are escaped.
    xss_escaping: bool,
    /// No script can read the cookies.
    cookie_httponly: bool,
    /// No other site can send them.
    cookie_samesite: &'static str,
    /// Whether they are limited to TLS, which an onion service does not need.
    cookie_secure: bool,
}

/// The backlog as a JSON array.
#[must_use]
pub fn messages(backlog: &[impl AsRef<Event>]) -> Bytes {
    let messages: Vec<Message<'_>> = backlog
        .iter()
        .map(|event| {
            let event = event.as_ref();
            let EventKind::Said { nick, text } = &event.kind;
            let time = format!("{}Z", event.at.date_and_clock('T'));
            Message {
                nick: nick.as_str(),
                time,
                text: text.as_str(),
            }
        })
        .collect();
    to_json(&messages)
}

/// The room's limits and numbers as a JSON object.
#[must_use]
pub fn status(occupancy: Occupancy) -> Bytes {
    to_json(&Status {
        streams: occupancy.streams,
        messages: occupancy.messages,
        limits: Limits {
            max_streams: occupancy.max_streams,
            max_message_length: MAX_CHARACTERS,
            max_body_bytes: MAX_DECODED,
            rate_limit_seconds: MESSAGE_INTERVAL.as_secs_f64(),
            message_buffer: BACKLOG,
        },
        hardening: Hardening {
            docs_disabled: true,
            csp: CSP,
            xss_escaping: true,
            cookie_httponly: true,
            cookie_samesite: "strict",
            cookie_secure: false,
        },
        note: "Nothing is stored. Times are off by up to two minutes on purpose.",
    })
}

/// A value as JSON.
fn to_json(value: &impl Serialize) -> Bytes {
    // Writing to memory fails only for maps with keys that are no strings, and there are none.
    serde_json::to_vec(value).unwrap_or_default().into()
}
