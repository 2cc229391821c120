//! The room as JSON, for programs: whole documents here, the lines of a stream in [`stream`].

pub mod stream;

use std::borrow::Cow;

use bytes::Bytes;
use serde::Serialize;

pub use stream::{HEARTBEAT, closing, end, gap, line, roster, welcome};

use super::{form::MAX_DECODED, style::policy};
use crate::{
    chat::{
        Event, EventKind, Nick, Refusal, Reply, Stamp, TimeLeft, pace::MESSAGE_INTERVAL,
        text::MAX_CHARACTERS,
    },
    hub::{BACKLOG, Occupancy},
    lang::Lang,
};

/// A message of the backlog.
#[derive(Debug, Serialize)]
struct Message<'a> {
    /// Who said it.
    nick: &'a str,
    /// When, to the minute: `2026-03-30T15:23Z`.
    time: String,
    /// What was said, as it was typed; `* ` before what somebody does.
    text: Cow<'a, str>,
}

/// The answer of `/api/status`, with the seed's names.
#[derive(Debug, Serialize)]
struct Status {
    /// Transcripts open.
    streams: usize,
    /// Messages in the backlog.
    messages: usize,
    /// Seconds until all closes, if it does at a time that was set; rounded up to a minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    closes_in: Option<u64>,
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
        .filter_map(|event| {
            let event = event.as_ref();
            let text = event.said_text()?.as_str();
            Some(Message {
                nick: event.said_nick()?.as_str(),
                time: minute(event),
                text: match event.kind {
                    EventKind::Acted { .. } => format!("* {text}").into(),
                    _ => text.into(),
                },
            })
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
        closes_in: occupancy.closes.map(TimeLeft::as_secs),
        limits: Limits {
            max_streams: occupancy.max_streams,
            max_message_length: MAX_CHARACTERS,
            max_body_bytes: MAX_DECODED,
            rate_limit_seconds: MESSAGE_INTERVAL.as_secs_f64(),
            message_buffer: BACKLOG,
        },
        hardening: Hardening {
            docs_disabled: true,
            csp: policy(),
            xss_escaping: true,
            cookie_httponly: true,
            cookie_samesite: "strict",
            cookie_secure: false,
        },
        note: "Nothing is stored. Times are off by up to two minutes on purpose.",
    })
}

/// What a program is told whose message was taken.
#[derive(Debug, Serialize)]
struct Taken<'a> {
    /// The nick in force.
    nick: &'a str,
    /// The answer to a command.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    /// The page of the room that the command leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    room: Option<String>,
    /// Whether the command left the room.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    left: bool,
}

/// What a program is told whose message was refused.
#[derive(Debug, Serialize)]
struct Refused<'a> {
    /// The nick in force.
    nick: &'a str,
    /// The refusal's name.
    error: &'static str,
    /// Why, in words.
    reason: String,
}

/// What came of a message, as a JSON object.
#[must_use]
pub fn outcome(nick: &Nick, outcome: &Result<Reply, Refusal>) -> Bytes {
    let nick = nick.as_str();
    let taken = |answer, room, left| {
        to_json(&Taken {
            nick,
            answer,
            room,
            left,
        })
    };
    match outcome {
        Ok(Reply::Done) => taken(None, None, false),
        Ok(Reply::Answer(event)) => match &event.kind {
            EventKind::Answer(answer) => taken(Some(Lang::default().answer(answer)), None, false),
            _ => taken(None, None, false),
        },
        Ok(Reply::Moved { to, .. }) => taken(None, Some(to.page()), false),
        Ok(Reply::Left { .. }) => taken(None, None, true),
        Err(refusal) => to_json(&Refused {
            nick,
            error: refusal.name(),
            reason: Lang::default().refusal(refusal),
        }),
    }
}

/// Why somebody may not come in, as a JSON object.
#[must_use]
pub fn refused(refusal: Refusal) -> Bytes {
    to_json(
        &serde_json::json!({ "error": refusal.name(), "reason": Lang::default().refusal(&refusal) }),
    )
}

/// The minute that is shown for an event.
fn minute(event: &Event) -> String {
    shown(event.at)
}

/// A minute as it is shown.
fn shown(at: Stamp) -> String {
    format!("{}Z", at.date_and_clock('T'))
}

/// A value as JSON.
fn to_json(value: &impl Serialize) -> Bytes {
    // Writing to memory fails only for maps with keys that are no strings, and there are none.
    serde_json::to_vec(value).unwrap_or_default().into()
}
