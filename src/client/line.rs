//! The lines of a room's stream, as they come and as they are handed on.

use bytes::{Buf as _, BytesMut};
use serde::{Deserialize, Serialize};

use super::text::{Name, Words};

/// The most bytes of a line. The longest that a room sends is a list of members, with some 20 KiB.
pub const MAX_LINE: usize = 64 * 1024;

/// The most members of a list that are kept; a room lists 60.
const MAX_MEMBERS: usize = 200;

/// A line of the stream. Names and fields are those of the room's interface; what is not known is passed over, so
/// that a newer room can say more.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Line {
    /// The first one: who the reader is.
    Welcome {
        /// What the reader is called.
        nick: Name,
        /// What the room is called.
        title: Name,
        /// The name of the process: with another one, the numbers begin anew.
        run: Name,
    },
    /// A member said something.
    Said(Saying),
    /// A member says what they do.
    Acted(Saying),
    /// A member said something to another one only.
    Whispered {
        /// When.
        #[serde(default)]
        time: Name,
        /// Who said it.
        from: Name,
        /// To whom.
        to: Name,
        /// What was said.
        text: Words,
    },
    /// A member came in.
    Joined(Who),
    /// A member is gone.
    Left(Who),
    /// A member said goodbye.
    Farewell(Who),
    /// A member is called otherwise.
    Renamed {
        /// Number and time.
        #[serde(flatten)]
        when: When,
        /// The nick until now.
        from: Name,
        /// The nick from now on.
        to: Name,
    },
    /// What the room is about was set.
    Topic(Saying),
    /// A member was removed.
    Kicked(Moderated),
    /// A member was removed for good.
    Banned(Moderated),
    /// A member may only read.
    Muted(Moderated),
    /// A member may write again.
    Unmuted(Moderated),
    /// The room needs a passphrase.
    Locked(Who),
    /// The room needs no passphrase any more.
    Unlocked(Who),
    /// A member is operator of the room.
    Promoted(Who),
    /// The host says something.
    Announced {
        /// Number and time.
        #[serde(flatten)]
        when: When,
        /// What.
        text: Words,
    },
    /// Messages were taken back.
    Erased {
        /// Number and time.
        #[serde(flatten)]
        when: When,
        /// Their numbers.
        messages: Vec<u64>,
    },
    /// Everything closes.
    Closing {
        /// Number and time.
        #[serde(flatten)]
        when: When,
        /// In how many seconds.
        closes_in: u64,
    },
    /// The answer to a command.
    Answer {
        /// When.
        #[serde(default)]
        time: Name,
        /// The answer.
        text: Words,
    },
    /// Who is in the room.
    Members {
        /// What the room is about.
        #[serde(default)]
        topic: Option<Words>,
        /// Whether a passphrase is needed to come in.
        #[serde(default)]
        locked: bool,
        /// The members, or the first of many.
        members: Vec<Member>,
        /// How many more there are.
        #[serde(default)]
        more: u64,
        /// How many read without a name.
        #[serde(default)]
        nameless: u64,
    },
    /// The reader was too slow, or away.
    Gap {
        /// How many messages are lost to it.
        missed: u64,
    },
    /// Nothing has happened for a while.
    Ping,
    /// The stream ends.
    End {
        /// Why.
        why: Why,
        /// Why, in words.
        #[serde(default)]
        reason: Words,
    },
    /// Something that only a newer room says.
    #[serde(other)]
    Unknown,
}

/// An event's number and time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct When {
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// The minute that is shown for it: `2026-03-30T15:23Z`.
    #[serde(default)]
    pub time: Name,
}

/// Something that a member said.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Saying {
    /// Number and time.
    #[serde(flatten)]
    pub when: When,
    /// Who said it.
    pub nick: Name,
    /// What was said.
    pub text: Words,
}

/// Something that a member did.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Who {
    /// Number and time.
    #[serde(flatten)]
    pub when: When,
    /// Who did it.
    pub nick: Name,
}

/// Something that was done to a member.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Moderated {
    /// Number and time.
    #[serde(flatten)]
    pub when: When,
    /// To whom.
    pub nick: Name,
    /// By whom.
    pub by: Name,
    /// Why.
    #[serde(default)]
    pub reason: Option<Words>,
}

/// A member in the list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Member {
    /// What the member is called.
    pub nick: Name,
    /// Whether a transcript is open, or has ended only a moment ago.
    #[serde(default)]
    pub here: bool,
    /// Whether the member is an operator.
    #[serde(default)]
    pub operator: bool,
    /// Whether the member may only read.
    #[serde(default)]
    pub muted: bool,
}

/// Why a stream ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The room has closed.
    Closed,
    /// The same session reads elsewhere.
    OpenedElsewhere,
    /// The reader has left.
    Left,
    /// The reader went to another room.
    Moved,
    /// The reader was removed.
    Kicked,
    /// The reader was removed for good.
    Banned,
    /// The room was stopped, and everything said is to be forgotten.
    Stopped,
    /// The room has a passphrase now.
    Locked,
    /// Something was taken back.
    Erased,
    /// The reader missed that something was taken back.
    FellBehind,
    /// Nobody is in the room any more.
    Empty,
    /// Something that only a newer room says.
    #[serde(other)]
    Other,
}

/// Why what came is no line of a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadLine {
    /// It does not end.
    #[error("the other end sends a line that does not end")]
    Endless,
    /// It is something else.
    #[error("the other end sends something that no room says")]
    Foreign,
}

/// Makes lines of bytes, and holds no more than one line of them beside what was put in last.
#[derive(Debug, Default)]
pub struct Splitter(BytesMut);

impl Splitter {
    /// Takes bytes as they came.
    pub fn push(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// The next line, if a whole one is there.
    ///
    /// # Errors
    /// Where it is none.
    pub fn pull(&mut self) -> Result<Option<Line>, BadLine> {
        loop {
            let end = self.0.iter().position(|byte| *byte == b'\n');
            if end.unwrap_or(self.0.len()) > MAX_LINE {
                self.0.clear();
                return Err(BadLine::Endless);
            }
            let Some(end) = end else { return Ok(None) };
            let bytes = self.0.split_to(end);
            self.0.advance(1);
            if !bytes.trim_ascii().is_empty() {
                return Line::parse(&bytes).map(Some);
            }
        }
    }
}

impl Line {
    /// Reads a line.
    ///
    /// # Errors
    /// Where it is none.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadLine> {
        let mut line = serde_json::from_slice(bytes).map_err(|_| BadLine::Foreign)?;
        if let Self::Members { members, more, .. } = &mut line {
            let beyond = members.len().saturating_sub(MAX_MEMBERS);
            members.truncate(MAX_MEMBERS);
            *more = more.saturating_add(beyond as u64);
        }
        Ok(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text of bytes is split into.
    fn split(pieces: &[&[u8]]) -> Vec<Result<Line, BadLine>> {
        let mut splitter = Splitter::default();
        let mut lines = Vec::new();
        for piece in pieces {
            splitter.push(piece);
            while let Some(line) = splitter.pull().transpose() {
                let is_bad = line.is_err();
                lines.push(line);
                if is_bad {
                    return lines;
                }
            }
        }
        lines
    }

    /// Lines come out whole, however the bytes were cut, and blank ones are nothing.
    #[test]
    fn lines_are_put_together() {
        let whole = b"{\"event\":\"ping\"}\n\r\n{\"event\":\"gap\",\"missed\":7}\n{\"event\":";
        let expected = vec![Ok(Line::Ping), Ok(Line::Gap { missed: 7 })];
        assert_eq!(split(&[whole]), expected);
        for at in 1..whole.len() {
            assert_eq!(split(&[&whole[..at], &whole[at..]]), expected, "{at}");
        }
    }

    /// What a newer room says more is passed over; what is no line is an error and nothing else.
    #[test]
    fn unknown_lines_are_borne() {
        for (line, parsed) in [
            ("{\"event\":\"sang\",\"notes\":[1,{}]}", Ok(Line::Unknown)),
            ("{\"event\":\"ping\",\"new\":1}", Ok(Line::Ping)),
            ("{\"event\":\"said\"}", Err(BadLine::Foreign)),
            ("{\"event\":1}", Err(BadLine::Foreign)),
            ("{}", Err(BadLine::Foreign)),
            ("[]", Err(BadLine::Foreign)),
            ("<html>", Err(BadLine::Foreign)),
            ("{\"event\":\"gap\",\"missed\":-1}", Err(BadLine::Foreign)),
        ] {
            assert_eq!(Line::parse(line.as_bytes()), parsed, "{line}");
        }
        let end = Line::parse(b"{\"event\":\"end\",\"why\":\"bored\"}").unwrap();
        assert!(matches!(
            end,
            Line::End {
                why: Why::Other,
                ..
            }
        ));
        let deep = "[".repeat(10_000);
        assert_eq!(Line::parse(deep.as_bytes()), Err(BadLine::Foreign));
        assert_eq!(Line::parse(b"\xff\xfe"), Err(BadLine::Foreign));
    }

    /// A line that does not end is given up before it takes much memory.
    #[test]
    fn an_endless_line_is_given_up() {
        let piece = [b'x'; 8192];
        let mut splitter = Splitter::default();
        let mut pieces = 0;
        while splitter.pull() == Ok(None) {
            splitter.push(&piece);
            pieces += 1;
            assert!(pieces < 20);
        }
        assert!(splitter.0.is_empty());
    }

    /// What is handed on is as it came, but harmless.
    #[test]
    fn lines_are_handed_on() {
        let line = "{\"event\":\"said\",\"seq\":3,\"time\":\"2026-03-30T15:23Z\",\"nick\":\"Ada\",\"text\":\"a\\u001b[2Jb\"}";
        let read = Line::parse(line.as_bytes()).unwrap();
        let clean = line.replace("\\u001b", "");
        assert_eq!(serde_json::to_string(&read).unwrap(), clean);
        let many: Vec<_> = (0..500).map(|n| format!("{{\"nick\":\"n{n}\"}}")).collect();
        let list = format!(
            "{{\"event\":\"members\",\"more\":1,\"members\":[{}]}}",
            many.join(",")
        );
        let Ok(Line::Members { members, more, .. }) = Line::parse(list.as_bytes()) else {
            panic!("a list of members");
        };
        assert_eq!((members.len(), more), (MAX_MEMBERS, 301));
    }
}
