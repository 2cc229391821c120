//! Talking with a peer instead of the room.
//!
//! The line and what was said are other ones than the room's: nothing that is typed for one is ever sent to the other,
//! and what comes back in the room's line of it begins with `/peer`.

use super::{
    super::{
        desk::{Ask, By, Desk, Fate, Message, NotSent, Said},
        own::Meant,
        text::Name,
        transcript::Transcript,
    },
    Pane, Screen,
};
use crate::{
    chat::Place,
    client::RoomAddress,
    dial::{Destination, PORT},
    onion::OnionAddress,
};

/// What is told where the mailbox takes nothing for a moment.
const BUSY: &str = "Your mailbox takes its time. Try again in a moment.";

/// What is told of a mailbox that takes nothing from others.
const CLOSED: &str =
    "Your own mailbox is closed, so nobody can answer: open your room with --peers known.";

/// What is told where the mailbox has forgotten what was said.
const ANEW: &str = "Your own mailbox was opened anew: what was said before is gone, also what waited to be delivered, \
                    unless it was kept.";

/// Talking with a peer.
pub(super) struct Talk {
    /// The peer's address.
    pub(super) with: OnionAddress,
    /// What it is called.
    pub(super) name: Name,
    /// What was said.
    pub(super) transcript: Transcript,
    /// The newest room to which it has invited.
    pub(super) room: Option<RoomAddress>,
    /// Why the person's newest message is not delivered, where it is not.
    reason: Option<String>,
    /// How often the mailbox had begun anew when it was looked at.
    begun_anew: u32,
    /// Where one types.
    pub(super) pane: Pane,
}

impl Talk {
    /// Begins, with nothing known yet.
    pub(super) fn new(with: OnionAddress, name: Name) -> Self {
        Self {
            with,
            name,
            transcript: Transcript::default(),
            room: None,
            reason: None,
            begun_anew: 0,
            pane: Pane::default(),
        }
    }

    /// Shows what was said; gives what the person should know of it, where that is news.
    pub(super) fn show(&mut self, said: &Said) -> Option<String> {
        let lines = &said.lines;
        self.transcript = Transcript::from_number(said.dropped);
        for line in lines {
            self.transcript.push(line.entry(&self.name));
        }
        let theirs = lines.iter().filter(|line| !matches!(line.by, By::Own(_)));
        self.room = theirs.rev().find_map(|line| line.room.clone());
        let newest = lines.iter().rev().find_map(|line| match &line.by {
            By::Own(fate) => Some(fate),
            By::Peer | By::Program => None,
        });
        let before = self.reason.take();
        self.reason = newest.and_then(Fate::reason);
        if std::mem::replace(&mut self.begun_anew, said.begun_anew) != said.begun_anew {
            return Some(ANEW.to_owned());
        }
        self.reason
            .clone()
            .filter(|now| before.as_ref() != Some(now))
    }

    /// The peer's address, short enough to stand beside other things.
    pub(super) fn short(&self) -> String {
        let at = Destination::Onion(self.with.clone(), PORT);
        let place = Place::Lobby;
        RoomAddress { at, place }.short()
    }

    /// A line as it can be typed in the room without the room learning it.
    fn as_command(&self, text: &str) -> String {
        format!("/peer {} {text}", self.name)
    }
}

impl Screen {
    /// Begins to talk with somebody.
    pub(super) fn talk(&mut self, with: OnionAddress, desk: &Desk) -> Result<String, String> {
        let is_closed = self.people()?.is_closed;
        desk.show(Some(with.clone()));
        self.leave_talk();
        let name = self.called(&with);
        self.talk = Some(Talk::new(with, name));
        let hint = "Only this peer gets what you type now. Ctrl-R goes back to the room.";
        let closed = if is_closed { CLOSED } else { "" };
        Ok(format!("{hint} {closed}").trim_end().to_owned())
    }

    /// Goes back to the room; what was half typed comes back there as a command for the peer.
    pub(super) fn back(&mut self, desk: &Desk) {
        desk.show(None);
        let is_draft = self.leave_talk();
        if let Some(why) = self.held.take() {
            self.warn(&why);
        } else if is_draft {
            self.tell("The Up key brings back what you had begun to write to the peer.");
        } else {
            self.tell("");
        }
    }

    /// Ends talking with a peer; tells whether something was half typed.
    fn leave_talk(&mut self) -> bool {
        let Some(talk) = self.talk.take() else {
            return false;
        };
        let (draft, _) = talk.pane.input.text();
        let is_draft = !draft.trim().is_empty();
        if is_draft {
            self.room.input.remember(&talk.as_command(draft));
        }
        is_draft
    }

    /// Sends what is typed to the peer with whom one talks.
    pub(super) fn send_to_peer(&mut self, line: &Meant, desk: &Desk) {
        let Some(talk) = &self.talk else { return };
        let Meant::Words(text) = line else {
            return self.warn(
                "Peers know no commands but /peer, /open, /back and /quit. Ctrl-R goes back to the room.",
            );
        };
        let with = talk.with.clone();
        match self.ask_to_send(with, text, desk) {
            Ok(_) => self.tell(""),
            Err(why) => self.warn(&why),
        }
    }

    /// Gives something to the mailbox; where that cannot be, it stays in the line.
    pub(super) fn ask_to_send(
        &mut self,
        to: OnionAddress,
        text: &str,
        desk: &Desk,
    ) -> Result<String, String> {
        let is_closed = self.people()?.is_closed;
        let hint = format!("On its way to {}.", self.called(&to));
        let text = text.to_owned();
        let ask = Ask::Send(Message { to, text });
        desk.asked.try_send(ask).map_err(|_| BUSY)?;
        self.to_peers += 1;
        self.pane_mut().input.take();
        let closed = if is_closed { CLOSED } else { "" };
        Ok(format!("{hint} {closed}").trim_end().to_owned())
    }

    /// Learns what came of a message. What was not taken comes back.
    pub(super) fn sent_to_peer(&mut self, sent: Result<(), NotSent>) {
        self.to_peers = self.to_peers.saturating_sub(1);
        self.was_warned = false;
        if let Err(not) = sent {
            self.not_sent(&not);
        }
    }

    /// Learns that something was not taken, as far as is known.
    fn not_sent(&mut self, not: &NotSent) {
        let Message { to, text } = &not.message;
        let why = if not.is_unknown {
            format!("It may be on its way all the same, look: {}", not.why)
        } else {
            not.why.clone()
        };
        if let Some(talk) = self.talk.as_mut().filter(|talk| talk.with == *to) {
            // A slash that begins a text is typed twice.
            let line = match text.strip_prefix('/') {
                Some(_) => format!("/{text}"),
                None => text.clone(),
            };
            // What may be there already is not in the line, where Enter would send it twice.
            if talk.pane.input.is_empty() && !not.is_unknown {
                talk.pane.input.bring_back(&line);
                return self.warn(&why);
            }
            talk.pane.input.remember(&line);
        } else {
            let name = self.called(to);
            let line = Talk::new(to.clone(), name).as_command(text);
            self.room.input.remember(&line);
        }
        let whom = self.called(to);
        self.warn(&format!(
            "To {whom}: {why} (The Up key brings the line back.)"
        ));
    }
}
