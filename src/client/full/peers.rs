//! The person's own mailbox beside the room: who has written, and talking with one of them.
//!
//! While one talks with a peer, the line and what was said are other ones than the room's: nothing that is typed for
//! one is ever sent to the other, and what was typed for one does not come back in the other.

use super::{
    super::{
        address::RoomAddress,
        desk::{Ask, Desk, Line, Peer, Refused, Sight, called},
        own::Own,
        text::Name,
        transcript::Transcript,
    },
    Pane, Screen, Then,
};
use crate::{
    chat::Place,
    dial::{Destination, PORT},
    onion::OnionAddress,
};

/// What is told where the mailbox takes nothing for a moment.
const BUSY: &str = "Your mailbox takes its time. Try again in a moment.";

/// Talking with a peer.
pub(super) struct Talk {
    /// The peer's address.
    with: OnionAddress,
    /// What it is called.
    pub(super) name: Name,
    /// What was said.
    pub(super) transcript: Transcript,
    /// The newest room to which it has invited.
    room: Option<RoomAddress>,
    /// Why the person's newest message was not delivered, where it was not.
    reason: Option<String>,
    /// Where one types.
    pub(super) pane: Pane,
}

impl Talk {
    /// Shows what was said; gives why the newest message was not delivered, where that is news.
    fn show(&mut self, lines: &[Line]) -> Option<String> {
        self.transcript = Transcript::default();
        for line in lines {
            self.transcript.push(line.entry(&self.name));
        }
        let mut theirs = lines.iter().filter(|line| line.state.is_none()).rev();
        self.room = theirs.find_map(|line| line.room.clone());
        let newest = lines.iter().rev().find(|line| line.state.is_some());
        let reason = newest.and_then(|line| line.reason.clone());
        let is_news = reason != self.reason;
        self.reason = reason;
        self.reason.clone().filter(|_| is_news)
    }

    /// The peer's address, short enough to stand beside other things.
    pub(super) fn short(&self) -> String {
        let at = Destination::Onion(self.with.clone(), PORT);
        let place = Place::Lobby;
        RoomAddress { at, place }.short()
    }
}

impl Screen {
    /// Everybody with whom one can talk; nobody where there is no mailbox.
    pub(super) fn peers(&self) -> &[Peer] {
        self.mailbox.peers.as_deref().unwrap_or_default()
    }

    /// How many messages of peers are unread.
    pub(super) fn unread(&self) -> usize {
        self.peers().iter().map(|peer| peer.unread).sum()
    }

    /// Takes how the mailbox stands now, and tells what is new.
    pub(super) fn look(&mut self, sight: Sight) {
        if let (Some(talk), Some((with, lines))) = (&mut self.talk, &sight.talk)
            && talk.with == *with
            && let Some(reason) = talk.show(lines)
        {
            self.tell(&format!("Not delivered: {reason}."), false);
        }
        let before = std::mem::replace(&mut self.mailbox, sight);
        let known = before.peers.unwrap_or_default();
        let is_new = |peer: &&Peer| {
            let before = known.iter().find(|one| one.address == peer.address);
            let is_shown = self
                .talk
                .as_ref()
                .is_some_and(|talk| talk.with == peer.address);
            let had = before.map_or((0, false), |one| (one.unread, one.asks));
            !is_shown && (peer.unread > had.0 || (peer.asks && !had.1))
        };
        let news: Vec<&Peer> = self.peers().iter().filter(is_new).collect();
        // What a person has to correct stays in sight; how many messages are unread is told below.
        if let (Some(news), false) = (news_of(&news), self.is_warning) {
            self.tell(&news, false);
        }
    }

    /// Learns that something was not taken. It comes back.
    pub(super) fn not_sent(&mut self, refused: &Refused) {
        let mut why = refused.why.clone();
        match &mut self.talk {
            Some(talk) if talk.with == refused.to => {
                if talk.pane.input.is_empty() {
                    talk.pane.input.set(&refused.text);
                } else {
                    talk.pane.input.remember(&refused.text);
                    why.push_str(" (The Up key brings the line back.)");
                }
            }
            _ => why = format!("Not sent to {}: {why}", self.called(&refused.to)),
        }
        self.tell(&why, true);
    }

    /// Does what one of this program's own commands asks for; gives nothing where the line is none.
    pub(super) fn own_command(&mut self, line: &str, desk: &Desk) -> Option<Then> {
        let done = match Own::parse(line)? {
            Own::Quit => return Some(Then::Leave),
            Own::Back => self.go_back(desk),
            Own::Peer { whom: "", .. } => self.who(),
            Own::Peer { whom, text } => self.peer(whom, text, desk),
            Own::Open(meant) => match self.room_meant(meant) {
                Ok((room, by)) => {
                    let asked = by.map(Ask::Read).into_iter().chain([Ask::Show(None)]);
                    asked.for_each(|ask| drop(desk.asked.try_send(ask)));
                    return Some(Then::Go(room));
                }
                Err(why) => Err(why),
            },
        };
        match done {
            Ok(hint) => self.tell(&hint, false),
            Err(why) => self.tell(&why, true),
        }
        Some(Then::Nothing)
    }

    /// Goes back to the room.
    pub(super) fn back(&mut self, desk: &Desk) {
        self.talk = None;
        // Where that does not get there, the next one to be shown does.
        let _ = desk.asked.try_send(Ask::Show(None));
        self.tell("", false);
    }

    /// The same, as a command.
    fn go_back(&mut self, desk: &Desk) -> Result<String, String> {
        self.pane_mut().input.take();
        match self.talk {
            Some(_) => self.back(desk),
            None => return Err("This is the room already.".into()),
        }
        Ok(String::new())
    }

    /// Tells who there is.
    fn who(&mut self) -> Result<String, String> {
        let peers = self.mailbox.peers.clone()?;
        self.pane_mut().input.take();
        let one = |peer: &Peer| match peer.standing() {
            standing if standing.is_empty() => peer.called().to_string(),
            standing => format!("{} ({standing})", peer.called()),
        };
        let all: Vec<String> = peers.iter().map(one).collect();
        if all.is_empty() {
            return Ok("Nobody yet. In a shell: onionchat peer add NAME ADDRESS".into());
        }
        Ok(format!(
            "{}. /peer NAME talks with one of them.",
            all.join(", ")
        ))
    }

    /// Talks with somebody, or says something at once.
    fn peer(&mut self, whom: &str, text: &str, desk: &Desk) -> Result<String, String> {
        let with = self.meant(whom)?;
        if !text.is_empty() {
            return self.ask_to_send(with, text, desk);
        }
        self.pane_mut().input.take();
        let ask = Ask::Show(Some(with.clone()));
        desk.asked.try_send(ask).map_err(|_| BUSY)?;
        self.talk = Some(Talk {
            name: self.called(&with),
            with,
            transcript: Transcript::default(),
            room: None,
            reason: None,
            pane: Pane::default(),
        });
        Ok("Only this peer gets what you type now. Esc goes back to the room.".into())
    }

    /// Sends what is typed to the peer with whom one talks.
    pub(super) fn send_to_peer(&mut self, line: &str, desk: &Desk) {
        let Some(talk) = &self.talk else { return };
        let with = talk.with.clone();
        // As in a room, two slashes begin a line that is no command.
        let text = match line.strip_prefix('/') {
            Some(rest) if !rest.starts_with('/') => {
                return self.tell(
                    "Peers know no commands but /peer, /open, /back and /quit. Esc goes back to the room.",
                    true,
                );
            }
            Some(rest) => rest,
            None => line,
        };
        match self.ask_to_send(with, text, desk) {
            Ok(_) => self.tell("", false),
            Err(why) => self.tell(&why, true),
        }
    }

    /// Gives something to the mailbox; where that cannot be, it stays in the line.
    fn ask_to_send(&mut self, to: OnionAddress, text: &str, desk: &Desk) -> Result<String, String> {
        if let Err(why) = &self.mailbox.peers {
            return Err(why.clone());
        }
        let text = text.to_owned();
        let hint = format!("On its way to {}.", self.called(&to));
        desk.asked
            .try_send(Ask::Send { to, text })
            .map_err(|_| BUSY)?;
        self.pane_mut().input.take();
        Ok(hint)
    }

    /// Whom a name, the beginning of an address or an address means.
    fn meant(&self, typed: &str) -> Result<OnionAddress, String> {
        let peers = self.mailbox.peers.as_ref().map_err(Clone::clone)?;
        let known = peers.iter().find(|peer| peer.called().as_str() == typed);
        if let Some(peer) = known {
            return Ok(peer.address.clone());
        }
        typed.parse().map_err(|_| {
            let name = Name::new(typed);
            format!("Nobody is called {name}. In a shell: onionchat peer add {name} ADDRESS")
        })
    }

    /// What somebody is called.
    fn called(&self, address: &OnionAddress) -> Name {
        let known = self.peers().iter().find(|peer| peer.address == *address);
        called(known.and_then(|peer| peer.name.as_ref()), address)
    }

    /// Which room is meant, and who has invited to it where that is unread.
    fn room_meant(&self, typed: &str) -> Result<(RoomAddress, Option<OnionAddress>), String> {
        let talked = self.talk.as_ref().and_then(|talk| talk.room.clone());
        let inviting = || self.peers().iter().filter(|peer| peer.room.is_some());
        let of = |peer: &Peer| Some((peer.room.clone()?, Some(peer.address.clone())));
        let is_meant = |peer: &&Peer| peer.called().as_str() == typed;
        let (room, by) = if typed.is_empty() {
            match (talked, inviting().collect::<Vec<_>>().as_slice()) {
                (Some(room), _) => (room, None),
                (None, [one]) => of(one).ok_or("")?,
                (None, []) => {
                    return Err("Nobody invites you. /open ADDRESS goes to another room.".into());
                }
                (None, several) => {
                    let names: Vec<String> = several
                        .iter()
                        .map(|peer| peer.called().to_string())
                        .collect();
                    return Err(format!(
                        "Several invite you: /open and one of {}.",
                        names.join(", ")
                    ));
                }
            }
        } else if let Some(peer) = self.peers().iter().find(is_meant) {
            let nothing = || {
                format!("Nothing unread of {typed} invites you. See what was said: /peer {typed}")
            };
            of(peer).ok_or_else(nothing)?
        } else {
            let room = typed.parse::<RoomAddress>();
            (
                room.map_err(|why| format!("That cannot be opened: {why}."))?,
                None,
            )
        };
        if self.is_local != matches!(room.at, Destination::Loopback(_)) {
            return Err(
                "It is reached another way than this room. Leave, and type: onionchat join ADDRESS"
                    .into(),
            );
        }
        Ok((room, by))
    }

    /// What everybody is called, for the Tab key.
    pub(super) fn peer_names(&self) -> Vec<String> {
        let peers = self.peers().iter();
        peers.map(|peer| peer.called().to_string()).collect()
    }
}

/// What is told of those with something new.
fn news_of(news: &[&Peer]) -> Option<String> {
    let (first, others) = news.split_first()?;
    let name = first.called();
    Some(match first {
        _ if !others.is_empty() => format!("{name} and {} more have written: /peer", others.len()),
        Peer { room: Some(_), .. } => format!("{name} invites you to a room: /open {name}"),
        Peer { asks: true, .. } => {
            format!("{name} asks to be let in. In a shell: onionchat peer list")
        }
        _ => format!("{name} has written to you: /peer {name}"),
    })
}
