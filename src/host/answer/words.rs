//! An answer in words, for a terminal: short lines, which fit where little fits.

use std::time::Duration;

use super::{Answer, Member, Reach, Room, Status};
use crate::timer::in_words as span;

impl Answer {
    /// The answer in lines, where it is about the chat; nothing where it is about addresses, guests and the end.
    /// What strangers have written is in them as plain text: nothing that a terminal would obey.
    #[must_use]
    pub fn in_words(&self) -> Option<String> {
        let lines = match self {
            Self::Status { services } => services.iter().flat_map(Status::lines).collect(),
            Self::Rooms { rooms } => rooms.iter().map(Room::line).collect(),
            Self::Who {
                room,
                topic,
                members,
            } => who(room, topic.as_deref(), members.as_deref()),
            Self::Kicked { room, nick } => {
                vec![format!("{nick} was removed from {}.", place(*room))]
            }
            Self::Banned { room, nick } => {
                vec![format!("{nick} was banned from {}.", place(*room))]
            }
            Self::Promoted { room, nick } => {
                vec![format!("{nick} is operator of {} now.", place(*room))]
            }
            Self::Topic { room } => vec![format!("The topic of {} is set.", place(*room))],
            Self::Said { room: None, .. } => vec!["Said in all rooms.".to_owned()],
            Self::Said {
                room: Some(room), ..
            } => vec![format!("Said in {}.", place(*room))],
            Self::Peer(answer) => answer.lines(),
            Self::Address { .. }
            | Self::Invite(_)
            | Self::Guests { .. }
            | Self::Revoked { .. }
            | Self::Closing => return None,
        };
        let lines: Vec<String> = lines.iter().map(|line| plain(line)).collect();
        Some(lines.join("\n"))
    }
}

impl Status {
    /// How a service is.
    fn lines(&self) -> Vec<String> {
        let state = match &self.reach {
            Reach::Local => "open for this computer only".to_owned(),
            Reach::Starting { reason: None } => "not reachable yet".to_owned(),
            Reach::Starting {
                reason: Some(reason),
            } => format!("not reachable yet: {reason}"),
            Reach::Reachable => "reachable through Tor".to_owned(),
            Reach::Unreachable { reason } => format!("not reachable through Tor: {reason}"),
        };
        let mut lines = vec![format!("{} ({}): {state}", self.title, self.service)];
        lines.extend(self.url.iter().map(|url| format!("  {url}")));
        let time = |seconds| span(Duration::from_secs(seconds));
        lines.push(match self.opens {
            Some(left) => format!("  opens in {}", time(left)),
            None => format!("  open for {}", time(self.seconds)),
        });
        lines.extend(
            self.closes
                .map(|left| format!("  closes in {}", time(left))),
        );
        let members = several(self.members, "member");
        lines.push(format!("  {members} in {}", several(self.rooms, "room")));
        let most = self.max_streams;
        lines.push(format!("  {} of {most} transcripts open", self.streams));
        lines
    }
}

impl Room {
    /// The room in a line.
    fn line(&self) -> String {
        let name = match (&self.name, self.room) {
            (_, 0) => " lobby".to_owned(),
            (Some(name), _) => format!(" {name}"),
            (None, _) => String::new(),
        };
        let mut parts = vec![format!(
            "#{}{name}: {}",
            self.room,
            several(self.count, "member")
        )];
        if self.nameless > 0 {
            parts.push(format!("{} without a name", self.nameless));
        }
        if self.locked {
            parts.push("locked".to_owned());
        }
        parts.extend(self.code.clone());
        parts.join(", ")
    }
}

impl Member {
    /// The member in a line.
    fn line(&self) -> String {
        let words = [
            (self.operator, "operator"),
            (!self.here, "away"),
            (self.muted, "muted"),
        ];
        let words = words.into_iter().filter(|(applies, _)| *applies);
        let words: Vec<&str> = words.map(|(_, word)| word).collect();
        match words.as_slice() {
            [] => format!("  {}", self.nick),
            words => format!("  {} ({})", self.nick, words.join(", ")),
        }
    }
}

/// Who is in a room.
fn who(room: &Room, topic: Option<&str>, members: Option<&[Member]>) -> Vec<String> {
    let mut lines = vec![room.line()];
    lines.extend(topic.map(|topic| format!("  Topic: {topic}")));
    match members {
        Some(members) => {
            lines.extend(members.iter().map(Member::line));
            let more = room.count.saturating_sub(members.len());
            lines.extend((more > 0).then(|| format!("  and {more} more")));
        }
        None => lines.push("  Who they are, only those in the room see.".to_owned()),
    }
    lines
}

/// What the host calls a room.
fn place(room: u64) -> String {
    match room {
        0 => "the lobby".to_owned(),
        room => format!("room #{room}"),
    }
}

/// So many of something.
fn several(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        number => format!("{number} {what}s"),
    }
}

/// A line without anything that a terminal obeys, or that turns the rest of it around: escape sequences
/// begin with a control character, and whatever steers the direction of letters is invisible.
fn plain(line: &str) -> String {
    let steers = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let safe = |c: char| if c.is_control() { ' ' } else { c };
    line.chars().filter(|&c| !steers(c)).map(safe).collect()
}
