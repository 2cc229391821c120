//! Commands of this program beside the room's: what follows them is for the person's own mailbox or this computer, and
//! never goes to the room.

/// The commands, as they are typed but for the slash.
pub const COMMANDS: [&str; 4] = ["peer", "open", "back", "quit"];

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own<'t> {
    /// Talk with a peer, or tell who there is.
    Peer {
        /// With whom; nothing where the person asks who there is.
        whom: &'t str,
        /// What to say at once, without going there.
        text: &'t str,
    },
    /// Go to a room: that to which somebody invites, or another one.
    Open(&'t str),
    /// Go back to the room.
    Back,
    /// Leave.
    Quit,
}

impl<'t> Own<'t> {
    /// Reads a line; gives nothing where it is none of these commands.
    #[must_use]
    pub fn parse(line: &'t str) -> Option<Self> {
        let line = line.trim();
        let (name, rest) = first_word(line.strip_prefix('/')?);
        Some(match name.to_ascii_lowercase().as_str() {
            "peer" => {
                let (whom, text) = first_word(rest);
                Self::Peer { whom, text }
            }
            "open" => Self::Open(rest),
            "back" => Self::Back,
            "quit" => Self::Quit,
            _ => return None,
        })
    }
}

/// The first word of a line, and what follows it.
fn first_word(line: &str) -> (&str, &str) {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    (word, rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Own commands are told apart from those of the room and from what is said.
    #[test]
    fn own_commands_are_told_apart() {
        let peer = |whom, text| Some(Own::Peer { whom, text });
        for (line, own) in [
            ("/peer", peer("", "")),
            ("/PEER anna", peer("anna", "")),
            (" /peer  anna  hi  there ", peer("anna", "hi  there")),
            ("/peer\tanna", peer("anna", "")),
            ("/open", Some(Own::Open(""))),
            ("/open anna", Some(Own::Open("anna"))),
            ("/back", Some(Own::Back)),
            ("/quit now", Some(Own::Quit)),
            ("/op token", None),
            ("/peers", None),
            ("//peer anna", None),
            ("peer anna", None),
            ("", None),
        ] {
            assert_eq!(Own::parse(line), own, "{line}");
        }
        for name in COMMANDS {
            assert!(Own::parse(&format!("/{name}")).is_some());
        }
    }
}
