//! The person's own mailbox beside the room: who has written, and what this program's own commands do.

use super::{
    super::{
        desk::{Desk, Peer, People, Sight, called},
        own::Own,
        text::Name,
    },
    Screen, Then,
    open::Rooms,
};
use crate::onion::OnionAddress;

impl Screen {
    /// Who there is, or why nobody can be.
    pub(super) fn people(&self) -> Result<&People, String> {
        self.mailbox.people.as_ref().map_err(Clone::clone)
    }

    /// Everybody with whom one can talk; nobody where there is no mailbox.
    pub(super) fn peers(&self) -> &[Peer] {
        let people = self.mailbox.people.as_ref();
        people.map_or(&[], |people| &people.peers)
    }

    /// How many messages of peers are unread.
    pub(super) fn unread(&self) -> usize {
        self.peers().iter().map(|peer| peer.unread).sum()
    }

    /// Takes how the mailbox stands now, and tells what is new.
    pub(super) fn take_sight(&mut self, sight: Sight) {
        let had_one = self.mailbox.people.is_ok();
        let is_back = !had_one && sight.people.is_ok();
        if is_back && self.talk.is_some() {
            self.tell("Your own mailbox answers again.");
        }
        if let (Some(talk), Some(said)) = (&mut self.talk, &sight.talk)
            && talk.with == said.with
            && let Some(news) = talk.show(said)
        {
            self.tell(&news);
        }
        self.mailbox = sight;
        let people = match &self.mailbox.people {
            Ok(people) => people.clone(),
            Err(why) => {
                // Somebody who never had a mailbox need not hear of it.
                let why = why.clone();
                if had_one {
                    self.warn(&format!("Your own mailbox does not answer any more. {why}"));
                }
                return;
            }
        };
        let shown = self.talk.as_ref().map(|talk| &talk.with);
        let news = news_of(&self.known, &people.peers, shown);
        self.known = people.peers;
        // What a person has to correct stays in sight; how many messages are unread is told below.
        if let (Some(news), false) = (news, self.hint.is_warning()) {
            self.tell(&news);
        }
    }

    /// Does what one of this program's own commands asks for.
    pub(super) fn own_command(&mut self, own: Own, desk: &Desk) -> Then {
        let done = match own {
            Own::Quit => return Then::Leave,
            Own::Back => {
                self.pane_mut().input.take();
                if self.talk.is_some() {
                    self.back(desk);
                    return Then::Nothing;
                }
                Err("This is the room already.".to_owned())
            }
            Own::Peers => self.who(),
            Own::Talk { whom } => self.meant(&whom).and_then(|with| {
                let line = self.pane_mut().input.take();
                self.talk(with, desk)
                    .inspect_err(|_| self.pane_mut().input.set(&line))
            }),
            Own::Tell { whom, text } => self
                .meant(&whom)
                .and_then(|to| self.ask_to_send(to, &text, desk)),
            Own::Open(typed) => match self.room_meant(&typed) {
                Ok(room) => {
                    desk.show(None);
                    return Then::Go(room);
                }
                Err(why) => Err(why),
            },
        };
        match done {
            Ok(hint) => self.tell(&hint),
            Err(why) => self.warn(&why),
        }
        Then::Nothing
    }

    /// Tells who there is.
    fn who(&mut self) -> Result<String, String> {
        let hint = who(self.people()?);
        self.pane_mut().input.take();
        Ok(hint)
    }

    /// To which room somebody goes.
    fn room_meant(&self, typed: &str) -> Result<super::RoomAddress, String> {
        if self.sending > 0 {
            return Err("A line of yours is still on its way. Try again in a moment.".to_owned());
        }
        let rooms = Rooms {
            here: &self.here,
            peers: self.peers(),
            talked: self.talk.as_ref().and_then(|talk| talk.room.as_ref()),
        };
        rooms.meant(typed)
    }

    /// Whom a name, the beginning of an address or an address means.
    fn meant(&self, typed: &str) -> Result<OnionAddress, String> {
        meant(self.people()?, typed)
    }

    /// What somebody is called.
    pub(super) fn called(&self, address: &OnionAddress) -> Name {
        let known = self.known.iter().find(|peer| peer.address == *address);
        called(known.and_then(|peer| peer.name.as_ref()), address)
    }

    /// What everybody is called, for the Tab key.
    pub(super) fn peer_names(&self) -> Vec<String> {
        let peers = self.peers().iter();
        peers.map(|peer| peer.called().to_string()).collect()
    }
}

/// Whom a name, the beginning of an address or an address means.
fn meant(people: &People, typed: &str) -> Result<OnionAddress, String> {
    let known = people
        .peers
        .iter()
        .find(|peer| peer.called().as_str() == typed);
    if let Some(peer) = known {
        return Ok(peer.address.clone());
    }
    typed.parse().map_err(|_| {
        let name = Name::new(typed);
        if people.more > 0 {
            return format!(
                "{name} is not among the peers that are shown here. Their address will do."
            );
        }
        format!("Nobody is called {name}. In a shell: onionchat peer add {name} ADDRESS")
    })
}

/// Who there is, in a sentence.
fn who(people: &People) -> String {
    let one = |peer: &Peer| match peer.standing() {
        standing if standing.is_empty() => peer.called().to_string(),
        standing => format!("{} ({standing})", peer.called()),
    };
    let mut all: Vec<String> = people.peers.iter().map(one).collect();
    if all.is_empty() {
        return "Nobody yet. In a shell: onionchat peer add NAME ADDRESS".to_owned();
    }
    if people.more > 0 {
        all.push(format!("{} more", people.more));
    }
    format!("{}. /peer NAME talks with one of them.", all.join(", "))
}

/// What is told of those with something new, but for the one with whom one talks.
fn news_of(before: &[Peer], now: &[Peer], shown: Option<&OnionAddress>) -> Option<String> {
    let news = now.iter().filter(|peer| Some(&peer.address) != shown);
    let news: Vec<(&Peer, News)> = news
        .filter_map(|peer| {
            let had = before.iter().find(|one| one.address == peer.address);
            Some((peer, News::of(had, peer)?))
        })
        .collect();
    let ((first, what), others) = news.split_first()?;
    let name = first.called();
    Some(match what {
        _ if !others.is_empty() => format!("News of {name} and {} more: /peer", others.len()),
        News::Invites => format!("{name} invites you to a room: /open {name}"),
        News::Wrote => format!("{name} has written to you: /peer {name}"),
        News::Failed => format!("A message to {name} was not delivered: /peer {name}"),
        News::Asks => format!("{name} asks to be let in. In a shell: onionchat peer list"),
    })
}

/// What is new of a peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    /// It invites to a room.
    Invites,
    /// It has written.
    Wrote,
    /// Something was not delivered to it.
    Failed,
    /// It asks to be let in.
    Asks,
}

impl News {
    /// What is new, if anything is.
    fn of(had: Option<&Peer>, peer: &Peer) -> Option<Self> {
        let (unread, failed, asked) =
            had.map_or((0, 0, false), |had| (had.unread, had.failed, had.asks));
        let has_more = peer.unread > unread;
        if has_more && peer.room.is_some() && peer.room != had.and_then(|had| had.room.clone()) {
            Some(Self::Invites)
        } else if has_more {
            Some(Self::Wrote)
        } else if peer.failed > failed {
            Some(Self::Failed)
        } else if peer.asks && !asked {
            Some(Self::Asks)
        } else {
            None
        }
    }
}
