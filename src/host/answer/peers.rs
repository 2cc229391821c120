//! What came of an order that concerns messages between appliances, in words for a terminal.

use super::super::{
    files::PeerFile,
    peers::{Peer, PeerAnswer, PeerLine, PeerMessage},
};
use crate::{
    clock,
    onion::beginning,
    peer::{MessageId, PeerName, State},
};

/// What tells the host that nobody can answer.
const CLOSED: &str =
    "Your own mailbox is closed, so nobody can answer: open the room with --peers known.";

impl PeerAnswer {
    /// The answer in lines.
    pub(super) fn lines(&self) -> Vec<String> {
        match self {
            Self::PeerSent { state, closed, .. } => {
                let mut lines = vec![sentence(state)];
                lines.extend(closed.then(|| CLOSED.to_owned()));
                lines
            }
            Self::PeerLines { lines, more } => {
                let mut told: Vec<String> = lines.iter().map(PeerLine::line).collect();
                if told.is_empty() {
                    told.push("Nothing.".to_owned());
                }
                if *more > 0 {
                    told.push(format!("({more} more to read: ask again.)"));
                }
                told
            }
            Self::Peers {
                peers,
                more,
                closed,
            } => {
                let mut told: Vec<String> = peers.iter().flat_map(Peer::lines).collect();
                if told.is_empty() {
                    told.push("Nobody.".to_owned());
                }
                if *more > 0 {
                    told.push(format!("({more} more.)"));
                }
                told.extend(closed.then(|| CLOSED.to_owned()));
                told
            }
            Self::PeerFile(file) => vec![file.line()],
            Self::PeerFiles { files, more } => {
                let mut told: Vec<String> = files.iter().map(PeerFile::line).collect();
                if told.is_empty() {
                    told.push("No files.".to_owned());
                }
                if *more > 0 {
                    told.insert(0, format!("({more} older ones.)"));
                }
                told
            }
            Self::PeerAdded {
                name,
                closed: false,
            } => vec![format!("{name} may write to you now.")],
            Self::PeerAdded { name, closed: true } => {
                vec![format!("{name} is known now."), CLOSED.to_owned()]
            }
            Self::PeerRemoved { name } => vec![format!(
                "{name} is forgotten, and what was said with {name}."
            )],
            Self::PeerGroup {
                code,
                url,
                invitations,
            } => vec![
                format!("The room is at {url}"),
                format!(
                    "Invited: {}. See what becomes of it: onionchat peer outbox",
                    invitations.len()
                ),
                format!("It stays until you end it: onionchat peer disband {code}"),
            ],
            Self::PeerDisbanded => {
                vec!["The room is ended, and what was said there is forgotten.".to_owned()]
            }
            Self::PeerOutbox { messages, more } => {
                let mut told: Vec<String> = messages.iter().map(PeerMessage::line).collect();
                if told.is_empty() {
                    told.push("Nothing waits.".to_owned());
                }
                if *more > 0 {
                    told.insert(0, format!("({more} more.)"));
                }
                told
            }
        }
    }
}

impl Peer {
    /// The peer in lines: what it is called and how it stands, and its address.
    fn lines(&self) -> Vec<String> {
        let mut parts = Vec::new();
        if self.asks {
            parts.push("asks to be let in: onionchat peer add NAME ADDRESS".to_owned());
        }
        if self.unread > 0 {
            parts.push(format!("{} unread", self.unread));
        }
        if let Some(room) = &self.room {
            parts.push(format!("invites you: onionchat join {room}"));
        }
        if self.waiting > 0 {
            parts.push(format!("{} waiting to be delivered", self.waiting));
        }
        if self.failed > 0 {
            parts.push(format!(
                "{} not delivered: onionchat peer outbox",
                self.failed
            ));
        }
        let about = match parts.as_slice() {
            [] => String::new(),
            parts => format!(" ({})", parts.join(", ")),
        };
        let name = self.name.as_ref().map_or("somebody", PeerName::as_str);
        vec![format!("{name}{about}"), format!("  {}", self.onion)]
    }
}

/// Whom the host means, in a line: the name, or the beginning of the address.
pub(super) fn called<'a>(name: Option<&'a PeerName>, onion: &'a str) -> &'a str {
    name.map_or_else(|| beginning(onion), PeerName::as_str)
}

/// What was said, as it stands behind a name: words behind a colon, and without one what this program says of an
/// invitation or a file, so that nobody can write what looks like one.
fn said(text: &str, is_words: bool) -> String {
    if is_words {
        format!(": {text}")
    } else {
        format!(" {text}")
    }
}

impl PeerLine {
    /// The line, with when it was said and by whom.
    fn line(&self) -> String {
        let peer = called(self.name.as_ref(), &self.onion);
        let when = clock::own_minute(self.at);
        let said = said(&self.text, self.words);
        match (&self.id, &self.state) {
            (None, _) => format!("{when} {peer}{said}"),
            (Some(_), Some(State::Delivered)) => format!("{when} you to {peer}{said}"),
            (Some(_), None) => {
                format!("{when} you to {peer}{said} (what became of it is forgotten)")
            }
            (Some(_), Some(state)) => format!("{when} you to {peer}{said} ({})", brief(state)),
        }
    }
}

impl PeerMessage {
    /// The message in a line.
    fn line(&self) -> String {
        let peer = called(self.name.as_ref(), &self.onion);
        let MessageId(number) = self.id;
        format!(
            "{number}. to {peer}: {} ({})",
            self.text,
            brief(&self.state)
        )
    }
}

/// What has become of a message, in a sentence.
fn sentence(state: &State) -> String {
    match state {
        State::Delivered => "Delivered.".to_owned(),
        State::Waiting { reason: None, .. } => {
            "It is on its way. See what becomes of it: onionchat peer outbox".to_owned()
        }
        State::Waiting {
            reason: Some(reason),
            ..
        } => {
            format!("Not delivered yet: {reason}. It waits here, and is tried again for four days.")
        }
        State::Refused { reason, .. } => format!("Not delivered: {reason}."),
        State::Expired => "Not delivered: it has waited for too long.".to_owned(),
        State::TakenBack => "Not delivered: you have taken it back.".to_owned(),
    }
}

/// The same in a few words.
pub(super) fn brief(state: &State) -> String {
    match state {
        State::Delivered => "delivered".to_owned(),
        State::Waiting { reason: None, .. } => "on its way".to_owned(),
        State::Waiting {
            reason: Some(reason),
            ..
        } => format!("waiting: {reason}"),
        State::Refused { reason, .. } => format!("refused: {reason}"),
        State::Expired => "expired".to_owned(),
        State::TakenBack => "taken back".to_owned(),
    }
}
