//! Orders that concern messages between appliances, and what came of them.

use std::time::Duration;

use serde::Serialize;

use super::{Answer, Host, No, PeerOrder, files};
use crate::{
    chat::{HostAct, RoomCode, Which, place::RoomName},
    mail::Mail,
    onion::OnionAddress,
    peer::{Content, Line, PeerName, State, Unsendable, Waiting, Way},
    service::ServiceName,
};

mod told; // what comes of them

pub use told::{Peer, PeerAnswer, PeerLine, PeerMessage};

/// How many messages are told at once: an answer has to fit into a line of the control socket.
pub const MOST_LINES: usize = 20;

/// How many bytes of a list are told at once: an answer has to fit into a line of the control socket, which has 64 KiB.
const MOST_TOLD: usize = 48 * 1024;

/// How long whoever has sent something waits to hear how the first attempt went: a peer who is there has it in some
/// seconds, and that nobody is there may take Tor a minute to find out.
pub const FIRST_ATTEMPT: Duration = Duration::from_secs(15);

impl Answer {
    /// Whether what was ordered was taken and then came to nothing.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        let Self::Peer(PeerAnswer::PeerSent { state, .. }) = self else {
            return false;
        };
        matches!(
            state,
            State::Refused { .. } | State::Expired | State::TakenBack
        )
    }
}

impl Host {
    /// Carries out an order that concerns a mailbox.
    pub(super) fn execute_for_peers(
        &self,
        service: Option<&ServiceName>,
        order: PeerOrder,
    ) -> Result<Answer, No> {
        let service = self.service(service)?;
        let mail = service.mail.as_deref().ok_or(No::NoMail)?;
        let answer = match order {
            PeerOrder::Send { to, text, .. } => {
                let to = found(mail, &to)?;
                let content = Content::text(&text).map_err(|_| No::NoMessage)?;
                let id = mail.send(&to, content)?;
                PeerAnswer::PeerSent {
                    service: self.which(&service.name),
                    id,
                    state: mail.state(id).unwrap_or(State::Expired),
                    closed: !mail.is_open(),
                }
            }
            PeerOrder::Inbox => inbox(mail),
            PeerOrder::Next { peer } => {
                let address = found(mail, &peer)?;
                let line = mail.take_oldest(&address);
                lines(mail, &address, line.as_slice(), mail.unread(&address))
            }
            PeerOrder::History { peer, lines } => {
                let address = found(mail, &peer)?;
                let newest = mail.history(&address, lines.min(MOST_LINES));
                self::lines(mail, &address, &newest, 0)
            }
            PeerOrder::Lines { peer, from } => {
                let address = found(mail, &peer)?;
                let some = mail.lines(&address, from, MOST_LINES);
                lines(mail, &address, &some, mail.unread(&address))
            }
            PeerOrder::Read { peer, until } => {
                let address = found(mail, &peer)?;
                mail.read(&address, until);
                lines(mail, &address, &[], mail.unread(&address))
            }
            PeerOrder::List => list(mail),
            PeerOrder::Add { name, address } => {
                let address = address.parse::<OnionAddress>().map_err(No::NoAddress)?;
                if address == mail.own() {
                    return Err(Unsendable::Own.into());
                }
                mail.add_contact(&name, &address)?;
                PeerAnswer::PeerAdded {
                    name,
                    closed: !mail.is_open(),
                }
            }
            PeerOrder::Remove { name } => {
                mail.remove_contact(&name)?;
                PeerAnswer::PeerRemoved { name }
            }
            PeerOrder::Outbox => outbox(mail),
            PeerOrder::Group { name, peers } => {
                let peers = all_found(mail, &peers)?;
                let name = RoomName::parse(&name).ok_or(No::NoRoomName)?;
                let code = service.hub.host_opens(&name, &mut rand::rng())?;
                invite(mail, &peers, &code, &name).inspect_err(|_| {
                    // Nobody was invited, and nobody would know of it to end it. It may be gone already.
                    let (now, which) = (service.clock.now(), Which::Code(code.clone()));
                    let _ = service.hub.host(now, &which, HostAct::Stop);
                })?
            }
            PeerOrder::Invite { code, peers } => {
                let peers = all_found(mail, &peers)?;
                let code = RoomCode::parse(&code).ok_or(No::NoRoom)?;
                let look = service.hub.host_look(&Which::Code(code.clone()))?;
                let name = look.roster.and_then(|roster| roster.name);
                invite(mail, &peers, &code, &name.ok_or(No::NoRoom)?)?
            }
            PeerOrder::Disband { code } => {
                let code = RoomCode::parse(&code).ok_or(No::NoRoom)?;
                let now = service.clock.now();
                service.hub.host(now, &Which::Code(code), HostAct::Stop)?;
                PeerAnswer::PeerDisbanded
            }
            PeerOrder::File { what } => files::execute(mail, what)?,
        };
        Ok(Answer::Peer(answer))
    }

    /// Where a message was taken, waits until its first attempt is over; gives the answer as it is then.
    pub async fn first_attempt(&self, answer: Answer) -> Answer {
        let Answer::Peer(PeerAnswer::PeerSent {
            service,
            id,
            state,
            closed,
        }) = answer
        else {
            return answer;
        };
        let mail = self.service(service.as_ref()).ok();
        let tried = match mail.and_then(|service| service.mail.as_ref()) {
            Some(mail) => mail.tried(id, FIRST_ATTEMPT).await,
            None => None,
        };
        Answer::Peer(PeerAnswer::PeerSent {
            service,
            id,
            state: tried.unwrap_or(state),
            closed,
        })
    }
}

/// Whom the host means, by name or by address.
pub(super) fn found(mail: &Mail, typed: &str) -> Result<OnionAddress, No> {
    let known = typed.parse::<PeerName>().ok();
    if let Some(address) = known.as_ref().and_then(|name| mail.address_of(name)) {
        return Ok(address);
    }
    match (typed.parse(), known) {
        (Ok(address), _) => Ok(address),
        (Err(_), Some(name)) => Err(No::NoPeer(name)),
        (Err(why), None) => Err(No::NoAddress(why)),
    }
}

/// All of those whom the host means; none where one of them is nobody.
fn all_found(mail: &Mail, typed: &[String]) -> Result<Vec<OnionAddress>, No> {
    typed.iter().map(|typed| found(mail, typed)).collect()
}

/// Sends invitations to a room.
fn invite(
    mail: &Mail,
    peers: &[OnionAddress],
    code: &RoomCode,
    name: &RoomName,
) -> Result<PeerAnswer, No> {
    let content = Content::Room {
        code: code.clone(),
        name: name.clone(),
    };
    Ok(PeerAnswer::PeerGroup {
        code: code.reveal().to_owned(),
        url: room_url(&mail.own(), code),
        invitations: mail.send_to_all(peers, &content)?,
    })
}

/// As many of these as fit into an answer, from the first on.
pub(super) fn fitting<T: Serialize>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut left = MOST_TOLD;
    all.take_while(|one| {
        let length = serde_json::to_vec(one).map_or(MOST_TOLD, |json| json.len());
        left = left.saturating_sub(length);
        left > 0
    })
    .collect()
}

/// The address of a room's page.
fn room_url(onion: &OnionAddress, code: &RoomCode) -> String {
    format!("http://{}/r/{}", onion.reveal(), code.reveal())
}

/// Who is known, has written or asks, as many as are told at once: those with news, and whom the host knows, first.
fn list(mail: &Mail) -> PeerAnswer {
    let mut all = mail.peers();
    all.sort_by_key(|peer| (peer.unread == 0 && !peer.asks, peer.name.is_none()));
    let peers = fitting(all.iter().map(Peer::of));
    PeerAnswer::Peers {
        more: all.len() - peers.len(),
        peers,
        closed: !mail.is_open(),
    }
}

/// What has come and was not read, as much of it as is told at once; that is read then.
fn inbox(mail: &Mail) -> PeerAnswer {
    let peers = mail.peers();
    let mut left: usize = peers.iter().map(|peer| peer.unread).sum();
    let mut lines = Vec::new();
    for peer in &peers {
        while lines.len() < MOST_LINES
            && let Some(line) = mail.take_oldest(&peer.address)
        {
            lines.push(told(mail, &peer.address, &line));
            left = left.saturating_sub(1);
        }
    }
    lines.sort_by_key(|line| line.at);
    PeerAnswer::PeerLines { lines, more: left }
}

/// What waits, and what has become of the last messages, as much of it as is told at once: what waits first, since that
/// is what can still be changed.
fn outbox(mail: &Mail) -> PeerAnswer {
    let mut all = mail.outbox();
    all.sort_by_key(|message| {
        let waits = matches!(message.state, State::Waiting { .. });
        (!waits, std::cmp::Reverse(message.id))
    });
    let count = all.len();
    let message = |waiting: Waiting| PeerMessage {
        id: waiting.id,
        onion: waiting.to.reveal().to_owned(),
        name: mail.name_of(&waiting.to),
        text: words(&mail.own(), &waiting.content),
        words: is_words(&waiting.content),
        state: waiting.state,
    };
    let mut messages = fitting(all.into_iter().map(message));
    messages.sort_by_key(|message| message.id);
    PeerAnswer::PeerOutbox {
        more: count - messages.len(),
        messages,
    }
}

/// Whether a message holds words that somebody has typed, who could type anything.
fn is_words(content: &Content) -> bool {
    matches!(content, Content::Text(_))
}

/// Some lines of a conversation, as they are told.
fn lines(mail: &Mail, peer: &OnionAddress, lines: &[Line], more: usize) -> PeerAnswer {
    let lines = lines.iter().map(|line| told(mail, peer, line)).collect();
    PeerAnswer::PeerLines { lines, more }
}

/// A line as it is told.
fn told(mail: &Mail, peer: &OnionAddress, line: &Line) -> PeerLine {
    let (id, room) = match line.way {
        Way::In => (None, peer.clone()),
        Way::Out(id) => (Some(id), mail.own()),
    };
    PeerLine {
        number: line.number,
        onion: peer.reveal().to_owned(),
        name: mail.name_of(peer),
        at: line.at,
        text: match (&line.content, line.way) {
            (Content::File(offer), Way::In) => files::words(offer, mail.file_number(peer, offer)),
            (content, _) => words(&room, content),
        },
        words: is_words(&line.content),
        room: match &line.content {
            Content::Room { code, .. } => Some(room_url(&room, code)),
            _ => None,
        },
        id,
        state: line.state.clone(),
    }
}

/// What a message says; an invitation into a room names where that is.
fn words(room: &OnionAddress, content: &Content) -> String {
    match content {
        Content::Hello => String::new(),
        Content::Text(text) => text.as_str().to_owned(),
        Content::Room { code, name } => {
            let url = room_url(room, code);
            format!(
                "invites to the room {}: onionchat join {url}",
                name.as_str()
            )
        }
        Content::File(offer) => files::words(offer, None),
    }
}
