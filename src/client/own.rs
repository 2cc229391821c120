//! What a line is that was typed: for the room, or for this program alone.
//!
//! What follows a command of this program's is for the person's own mailbox or this computer, and never goes to the
//! room; nor does a command that nobody knows, which may be one of these with a letter wrong.

use crate::chat::{
    command::{
        Shape,
        usage::{Usage, Verb},
    },
    text::{clean, without_control_characters},
};

/// The commands of this program beside the room's, as they are typed but for the slash.
pub const COMMANDS: [&str; 4] = ["peer", "open", "back", "quit"];

/// What is told of a command that nobody knows.
pub const UNKNOWN: &str = "No such command, so nothing was sent. /help tells the room's; this program's are /peer, /open, /back and /quit.";

/// What a line is.
#[derive(Clone, PartialEq, Eq)]
pub enum Meant {
    /// A command of this program's.
    Own(Own),
    /// A command of the room's.
    Room,
    /// A command of nobody's.
    Unknown,
    /// Words: where two slashes began them, they have one left.
    Words(String),
}

/// A command of this program's.
#[derive(Clone, PartialEq, Eq)]
pub enum Own {
    /// Tell who there is.
    Peers,
    /// Talk with a peer.
    Talk {
        /// With whom.
        whom: String,
    },
    /// Say something to a peer, without going there.
    Tell {
        /// To whom.
        whom: String,
        /// What.
        text: String,
    },
    /// Go to a room: that to which somebody invites, or another one.
    Open(String),
    /// Go back to the room.
    Back,
    /// Leave.
    Quit,
}

impl Meant {
    /// Reads a line, as the room would: what nobody sees does not hide a slash.
    #[must_use]
    pub fn of(line: &str) -> Self {
        // Of what cannot be cleaned nothing is left that could be a command.
        let line = clean(&without_control_characters(line)).unwrap_or_default();
        let (word, rest) = match Shape::of(&line) {
            Shape::Text(text) => return Self::Words(text.to_owned()),
            Shape::Command(word, rest) => (word, rest),
        };
        let own = match word.to_ascii_lowercase().as_str() {
            "peer" => match rest.split_once(char::is_whitespace) {
                None if rest.is_empty() => Own::Peers,
                None => Own::Talk {
                    whom: rest.to_owned(),
                },
                Some((whom, text)) => Own::Tell {
                    whom: whom.to_owned(),
                    text: text.trim().to_owned(),
                },
            },
            "open" => Own::Open(rest.to_owned()),
            "back" => Own::Back,
            "quit" => Own::Quit,
            word => {
                let known = Usage::of(word).filter(|usage| usage.verb != Verb::Slash);
                return if known.is_some() {
                    Self::Room
                } else {
                    Self::Unknown
                };
            }
        };
        Self::Own(own)
    }
}

scrubbed!(Meant, Own);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::command::usage::USAGES;

    /// Says which of them it is, without what follows.
    fn kind(line: &str) -> String {
        match Meant::of(line) {
            Meant::Own(Own::Peers) => "peers".to_owned(),
            Meant::Own(Own::Talk { whom }) => format!("talk {whom}"),
            Meant::Own(Own::Tell { whom, text }) => format!("tell {whom}: {text}"),
            Meant::Own(Own::Open(rest)) => format!("open {rest}"),
            Meant::Own(Own::Back) => "back".to_owned(),
            Meant::Own(Own::Quit) => "quit".to_owned(),
            Meant::Room => "room".to_owned(),
            Meant::Unknown => "unknown".to_owned(),
            Meant::Words(words) => format!("words {words}"),
        }
    }

    /// Own commands are told apart from those of the room and from what is said, however the slash is typed and
    /// whatever hides before it; and what is almost one goes nowhere.
    #[test]
    fn own_commands_are_told_apart() {
        for (line, meant) in [
            ("/peer", "peers"),
            ("/PEER anna", "talk anna"),
            (" /peer  anna  hi  there ", "tell anna: hi  there"),
            ("/peer\tanna", "talk anna"),
            ("\u{ff0f}peer anna hi", "tell anna: hi"),
            ("\u{200b}/peer anna hi", "tell anna: hi"),
            ("\u{feff}\u{2060}/peer\u{200b} anna hi", "tell anna: hi"),
            ("\u{1}/peer anna hi", "tell anna: hi"),
            ("/open", "open "),
            ("/open anna", "open anna"),
            ("/back", "back"),
            ("/quit now", "quit"),
            ("/peers anna hi", "unknown"),
            ("/pear anna hi", "unknown"),
            ("/ peer anna hi", "unknown"),
            ("/", "unknown"),
            ("/op token", "room"),
            ("/W anna hi", "room"),
            ("/help peer", "room"),
            ("//peer anna", "words /peer anna"),
            ("peer anna", "words peer anna"),
            ("", "words "),
        ] {
            assert_eq!(kind(line), meant, "{line:?}");
        }
        for name in COMMANDS {
            assert!(matches!(Meant::of(&format!("/{name}")), Meant::Own(_)));
        }
        for usage in &USAGES {
            let is_command = usage.name != "/";
            assert_eq!(kind(&format!("/{}", usage.name)) == "room", is_command);
        }
    }
}
