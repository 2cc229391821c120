//! Talking with a peer instead of the room.
//!
//! The line and what was said are other ones than the room's: nothing that is typed for one is ever sent to the other,
//! and what comes back in the room's line of it begins with `/peer`.

use super::{
    super::{
        desk::{Ask, By, Desk, Fate, Message, NotSent, Said},
        own::Meant,
        text::Name,
        transcript::{Transcript, View},
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
const ANEW: &str = "Your own mailbox was opened anew, or this peer was removed from it: what was said before is gone, \
                    also what waited to be delivered, unless it was kept.";

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
    /// How often the mailbox had begun anew when it was looked at first.
    begun_anew: Option<u32>,
    /// The last line that is known.
    last: Option<u64>,
    /// Where one types.
    pub(super) pane: Pane,
}

/// Messages to peers on their way to the mailbox.
#[derive(Default)]
pub(super) struct Pending {
    /// How many there are.
    count: usize,
    /// Whether one came back that was not taken, and the person has done nothing since.
    pub(super) has_come_back: bool,
    /// Whether the person was told that leaving now would lose some.
    was_warned: bool,
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
            begun_anew: None,
            last: None,
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
        self.last = said.last;
        if said.begun_anew > self.begun_anew.replace(said.begun_anew).unwrap_or(u32::MAX) {
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
}

/// Something for a peer as it can be typed in the room without the room learning it.
fn as_command(name: &Name, text: &str) -> String {
    format!("/peer {name} {text}")
}

/// What is told of something that was done, and of a mailbox to which nobody can answer.
fn done(what: &str, is_closed: bool) -> String {
    if is_closed {
        format!("{what} {CLOSED}")
    } else {
        what.to_owned()
    }
}

impl Screen {
    /// Begins to talk with somebody.
    pub(super) fn talk(&mut self, with: OnionAddress, desk: &Desk) -> Result<String, String> {
        let is_closed = self.people()?.is_closed;
        desk.show(Some(with.clone()));
        self.leave_talk();
        let name = self.called(&with);
        let mut talk = Talk::new(with, name);
        // What is known already, where the same conversation was in sight until now.
        let known = self.mailbox.talk.as_ref();
        if let Some(said) = known.filter(|said| said.with == talk.with) {
            talk.show(said);
        }
        self.talk = Some(talk);
        let hint = "Only this peer gets what you type now. Ctrl-R goes back to the room.";
        Ok(done(hint, is_closed))
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
        let line = match Meant::of(draft) {
            Meant::Words(text) if text.is_empty() => return false,
            Meant::Words(text) => as_command(&talk.name, &text),
            // For another peer, or for nobody.
            Meant::Own(_) | Meant::Room | Meant::Unknown => draft.to_owned(),
        };
        self.room.input.remember(&line);
        true
    }

    /// Notes what is in sight now: that counts as read.
    pub(super) fn has_shown(&self, desk: &Desk) {
        let Some(talk) = self
            .talk
            .as_ref()
            .filter(|talk| talk.pane.view == View::Bottom)
        else {
            return;
        };
        let until = talk.last;
        let is_news = desk.shown.send_if_modified(|shown| {
            let shown = shown.as_mut().filter(|shown| shown.with == talk.with);
            shown.is_some_and(|shown| std::mem::replace(&mut shown.until, until) != until)
        });
        if is_news {
            // So that it gets there before the person looks elsewhere; else it stays unread, which harms less.
            let _ = desk.asked.try_send(Ask::Look);
        }
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
        self.to_peers.count += 1;
        self.to_peers.has_come_back = false;
        self.pane_mut().input.take();
        Ok(done(&hint, is_closed))
    }

    /// Whether the person may leave without losing something; tells them where they would, once.
    pub(super) fn may_leave(&mut self) -> bool {
        if self.to_peers.count == 0 || self.to_peers.was_warned {
            return true;
        }
        self.to_peers.was_warned = true;
        self.warn("Your mailbox has not taken your last message yet. Leave once more, and it may be lost.");
        false
    }

    /// Whether nothing is left to do here: the room has ended, nobody talks with a peer, and no message is on its way to
    /// the mailbox or has come back from there.
    pub(super) fn is_over(&self) -> bool {
        let Pending {
            count,
            has_come_back,
            ..
        } = self.to_peers;
        self.over.is_some() && self.talk.is_none() && count == 0 && !has_come_back
    }

    /// Learns what came of a message. What was not taken comes back.
    pub(super) fn sent_to_peer(&mut self, sent: Result<(), NotSent>) {
        let pending = &mut self.to_peers;
        pending.count = pending.count.saturating_sub(1);
        pending.was_warned = false;
        if let Err(not) = sent {
            pending.has_come_back = true;
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
            let line = as_command(&self.called(to), text);
            self.room.input.remember(&line);
        }
        let whom = self.called(to);
        self.warn(&format!(
            "To {whom}: {why} (The Up key brings the line back.)"
        ));
    }
}
