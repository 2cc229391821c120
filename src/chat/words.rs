//! What people in a room are told: short, in plain words, and here to be read and translated together.
//! Refusals and the faults of nicks have theirs beside their names, commands in the table of their usage,
//! and the labels of a page stand in its template.

use std::fmt::Write as _;

use super::{
    command::usage::{USAGES, Usage},
    event::{Answer, EndReason, EventKind, Sanction},
    name::Nick,
    place::{RoomCode, RoomName},
    roster::{Presence, Roster, RosterEntry},
    text::MessageText,
};

/// What stands behind an answer that nobody else sees.
pub const ONLY_YOU: &str = "(visible only to you)";

/// What the lobby is called where it needs a name.
pub const LOBBY: &str = "lobby";

/// What the page that leads back in says.
pub const COME_IN: &str = "Come in again";

/// What leads to the lobby.
pub const TO_LOBBY: &str = "Go to the lobby";

/// What somebody is told who has left.
pub const LEFT: &str = "You left the room.";

/// What everybody is told whose room was stopped.
pub const STOPPED: &str =
    "The room was stopped: everything said here is erased, and everyone was removed.";

/// What a room's page and its frames say to whoever may not come in, whatever the reason: that there is
/// no such room, or that the passphrase is missing or wrong.
pub const DOOR: &str = "There is no such room, or it needs a passphrase.";

/// What members are told of an event, where it is no message; nothing for those that have no words.
#[must_use]
pub fn notice(kind: &EventKind) -> Option<String> {
    Some(match kind {
        EventKind::Joined(nick) => format!("{} has joined.", name(nick)),
        EventKind::Left(nick) => format!("{} has left the room.", name(nick)),
        EventKind::Farewell(nick) => format!(
            "{}: Gotta go now. I will talk to you folks later. (said by /exit)",
            name(nick)
        ),
        EventKind::Renamed { from, to } => format!("{} is now {}.", name(from), name(to)),
        EventKind::Topic { by, topic } => {
            format!("{} set the topic: {}", name(by), text(topic))
        }
        EventKind::Moderated {
            by,
            nick,
            how,
            reason,
        } => {
            let done = match how {
                Sanction::Kicked => "removed",
                Sanction::Banned => "banned",
                Sanction::Muted => "muted",
                Sanction::Unmuted => "unmuted",
            };
            let because = reason
                .as_ref()
                .map_or_else(|| ".".to_owned(), |reason| format!(": {}", text(reason)));
            format!("{} {done} {}{because}", name(by), name(nick))
        }
        EventKind::Locked(by) => format!("{} locked the room with a passphrase.", name(by)),
        EventKind::Unlocked(by) => format!(
            "{} unlocked the room: whoever has the code can come in.",
            name(by)
        ),
        EventKind::Said { .. }
        | EventKind::Acted { .. }
        | EventKind::Whispered { .. }
        | EventKind::Erased(_)
        | EventKind::Answer(_) => return None,
    })
}

/// The answer to a command, in lines.
#[must_use]
pub fn answer(answer: &Answer) -> String {
    match answer {
        Answer::Help(None) => help(),
        Answer::Help(Some(usage)) => one_help(usage),
        Answer::Who(roster) => who(roster),
        Answer::Topic(None) => "This room has no topic.".to_owned(),
        Answer::Topic(Some(topic)) => format!("Topic: {}", text(topic)),
        Answer::Created(code) => created(code),
        Answer::Ignoring(nick) => format!(
            "You see nothing more of {0}. /unignore {0} takes that back.",
            name(nick)
        ),
        Answer::Seeing(nick) => format!("You see {} again.", name(nick)),
        Answer::Host => "You are the host: operator in every room.".to_owned(),
    }
}

/// The last words of a transcript.
#[must_use]
pub fn end(reason: &EndReason) -> String {
    match reason {
        EndReason::Closed => "the room has closed".to_owned(),
        EndReason::OpenedElsewhere => {
            "opened elsewhere: one person reads in a few windows at most".to_owned()
        }
        EndReason::Left => LEFT.to_owned(),
        EndReason::Moved(_) => "You went to another room.".to_owned(),
        EndReason::Kicked { by, reason: None } => format!(
            "{} removed you from the room. Reload the page to try joining again.",
            name(by)
        ),
        EndReason::Kicked {
            by,
            reason: Some(reason),
        } => format!(
            "{} removed you from the room: {} Reload the page to try joining again.",
            name(by),
            sentence(reason.as_str()),
        ),
        EndReason::Banned => "You were banned from this room.".to_owned(),
        EndReason::Stopped => STOPPED.to_owned(),
        EndReason::Empty => "Everybody has left, so the room was erased.".to_owned(),
        EndReason::Locked => "The room was locked with a passphrase.".to_owned(),
        EndReason::FellBehind => "This connection was too slow. The room is shown anew.".to_owned(),
    }
}

/// How somebody stands in the list of members, in words; nothing for a plain member who is here.
#[must_use]
pub fn standing(entry: &RosterEntry) -> String {
    let mut words = Vec::new();
    if entry.is_operator {
        words.push("operator");
    }
    if entry.presence == Presence::Away {
        words.push("away");
    }
    if entry.is_muted {
        words.push("muted");
    }
    words.join(", ")
}

/// What a place is called.
#[must_use]
pub fn place(name: Option<&RoomName>) -> &str {
    name.map_or(LOBBY, RoomName::as_str)
}

/// How many are in the room, for the list's heading.
#[must_use]
pub fn heading(roster: &Roster) -> String {
    let (named, nameless) = (roster.members.len() + roster.more, roster.nameless);
    let place = place(roster.name.as_ref());
    match nameless {
        0 => format!("{place}: {named} here"),
        _ => format!("{place}: {named} here, and {nameless} without a name"),
    }
}

/// All commands.
fn help() -> String {
    let mut lines = String::from("What you can type, beside what you want to say:");
    for usage in &USAGES {
        // Writing to a string does not fail.
        let _ = write!(lines, "\n{}: {}", usage.written(), usage.what);
    }
    lines
}

/// One command.
fn one_help(usage: &Usage) -> String {
    let mut line = format!("{}: {}", usage.written(), usage.what);
    if !usage.aliases.is_empty() {
        let _ = write!(line, "; also /{}", usage.aliases.join(", /"));
    }
    line
}

/// Who is here.
fn who(roster: &Roster) -> String {
    let mut lines = heading(roster);
    for entry in &roster.members {
        let standing = standing(entry);
        let _ = write!(lines, "\n{}", name(&entry.nick));
        if !standing.is_empty() {
            let _ = write!(lines, " ({standing})");
        }
    }
    if roster.more > 0 {
        let _ = write!(lines, "\nand {} more", roster.more);
    }
    lines
}

/// That a room was made, and how others come in.
fn created(code: &RoomCode) -> String {
    format!(
        "Room created: {0}\nWhoever has the code can come in: they type /join {0} in the lobby, or add /r/{0} to the \
         address.",
        code.reveal()
    )
}

/// A nick within a sentence. One that may run from right to left is isolated, so that the words around
/// it stay where they are (Unicode Standard Annex 9, section 6.3).
fn name(nick: &Nick) -> String {
    isolated(nick.as_str())
}

/// A text within a sentence, in the same way.
fn text(text: &MessageText) -> String {
    isolated(text.as_str())
}

/// A text of others between words of ours, on one line: a second one could pass for ours.
fn isolated(text: &str) -> String {
    let text = text.replace('\n', " ");
    if text.is_ascii() {
        text
    } else {
        format!("\u{2068}{text}\u{2069}")
    }
}

/// A reason as a sentence of its own, ended where its author did not.
fn sentence(text: &str) -> String {
    let ended = text.ends_with(['.', '!', '?', '…', '。', '؟']);
    format!("{}{}", isolated(text), if ended { "" } else { "." })
}
