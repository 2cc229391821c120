//! The mailbox of the appliance on this computer, for whoever sits in a room: asked through the control socket, again
//! and again, in a thread of its own.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::mpsc::{Receiver, RecvTimeoutError, sync_channel},
    time::Duration,
};

use tokio::sync::{mpsc, watch};

use crate::{
    client::{
        Desk, Name, Words,
        desk::{Ask, Line, Peer, Refused, Sight},
    },
    clock,
    control::{self, AskError},
    host::{self, Answer, Order, PeerAnswer, PeerLine, PeerOrder},
    onion::OnionAddress,
    peer::State,
    service::ServiceName,
};

/// How often the mailbox is looked at: as soon as a person expects an answer to appear.
const LOOK: Duration = Duration::from_secs(1);

/// How many orders may wait: as many as somebody types while one of them takes long.
const ORDERS: usize = 16;

/// The most lines of a conversation that are shown: more than the mailbox keeps.
const MOST_LINES: usize = 200;

/// How many answers are read at once while a conversation is long; the rest follows with the next look.
const PIECES: usize = 8;

/// Begins to look at the mailbox of the process that runs on a keys folder, once there is one. It ends with the other
/// ends of the channels.
pub(super) fn open(keys: PathBuf, service: Option<ServiceName>) -> Desk {
    let (tell, sight) = watch::channel(Sight::none());
    let (asked, orders) = sync_channel(ORDERS);
    let (refuse, refused) = mpsc::channel(ORDERS);
    let clerk = Clerk {
        keys,
        service,
        talk: None,
        tell,
        refuse,
    };
    std::thread::spawn(move || clerk.run(&orders));
    Desk {
        sight,
        asked,
        refused,
    }
}

/// Whoever goes between the person and the mailbox.
struct Clerk {
    /// The keys folder of the appliance.
    keys: PathBuf,
    /// Which of its mailboxes.
    service: Option<ServiceName>,
    /// The conversation that is shown: with whom, and the lines by their numbers.
    talk: Option<(OnionAddress, BTreeMap<u64, PeerLine>)>,
    /// Where it is told how the mailbox stands.
    tell: watch::Sender<Sight>,
    /// Where it is told what was not taken.
    refuse: mpsc::Sender<Refused>,
}

impl Clerk {
    /// Looks and orders until nobody wants to know any more.
    fn run(mut self, orders: &Receiver<Ask>) {
        loop {
            self.look();
            match orders.recv_timeout(LOOK) {
                Ok(ask) => self.order(ask),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Asks the mailbox.
    fn ask(&self, what: PeerOrder) -> Result<PeerAnswer, AskError> {
        let service = self.service.clone();
        let order = Order::Peer { service, what };
        match control::ask(&self.keys, &order)? {
            Answer::Peer(answer) => Ok(answer),
            // Another version answers something else.
            _ => Ok(PeerAnswer::PeerDisbanded),
        }
    }
}

impl Clerk {
    /// Does what is asked.
    fn order(&mut self, ask: Ask) {
        match ask {
            Ask::Show(with) => self.talk = with.map(|with| (with, BTreeMap::new())),
            Ask::Read(peer) => {
                let peer = peer.reveal().to_owned();
                // Where that cannot be, it stays unread.
                let _ = self.ask(PeerOrder::Read { peer, from: None });
            }
            Ask::Send { to, text } => {
                let sent = self.ask(PeerOrder::Send {
                    to: to.reveal().to_owned(),
                    text: text.clone(),
                    no_wait: true,
                });
                if let Err(error) = sent {
                    let why = error.to_string();
                    // Where so many were refused that this is one too many, the person has seen why.
                    let _ = self.refuse.try_send(Refused { to, text, why });
                }
            }
        }
    }

    /// Looks how the mailbox stands, and tells it where that is news.
    fn look(&mut self) {
        let read = self.read();
        let peers = match (read, self.ask(PeerOrder::List)) {
            (Ok(()), Ok(PeerAnswer::Peers { peers, .. })) => {
                Ok(peers.iter().filter_map(peer).collect())
            }
            (Err(error), _) | (_, Err(error)) => Err(error.to_string()),
            _ => Err("The onionchat on this computer is of another version.".to_owned()),
        };
        let told = |(with, lines): &(OnionAddress, BTreeMap<u64, PeerLine>)| {
            (with.clone(), lines.values().map(line).collect())
        };
        let talk = self.talk.as_ref().map(told);
        let now = Sight { peers, talk };
        self.tell.send_if_modified(|sight| {
            let is_news = *sight != now;
            *sight = now;
            is_news
        });
    }

    /// Reads what is new in the conversation that is shown, and what has become of the person's own messages.
    fn read(&mut self) -> Result<(), AskError> {
        let Some((with, mut lines)) = self.talk.take() else {
            return Ok(());
        };
        let read = self.read_on(&with, &mut lines);
        self.talk = Some((with, lines));
        read
    }

    /// Reads on from the first of the person's own messages that waits, or else from the last line.
    fn read_on(
        &self,
        with: &OnionAddress,
        lines: &mut BTreeMap<u64, PeerLine>,
    ) -> Result<(), AskError> {
        let waits = |line: &&PeerLine| matches!(line.state, Some(State::Waiting { .. }));
        let waiting = lines.values().find(waits);
        let first = waiting.or(lines.values().next_back());
        let mut from = first.map(|line| line.number);
        for _ in 0..PIECES {
            let peer = with.reveal().to_owned();
            let PeerAnswer::PeerLines { lines: told, .. } =
                self.ask(PeerOrder::Read { peer, from })?
            else {
                return Ok(());
            };
            let is_there = told.first().map(|line| line.number) == from;
            if from.is_some() && !is_there {
                // The mailbox has begun anew, or has let go of what it had.
                lines.clear();
                from = None;
                continue;
            }
            let is_all = told.len() <= usize::from(from.is_some());
            from = told.last().map(|line| line.number);
            lines.extend(told.into_iter().map(|line| (line.number, line)));
            while lines.len() > MOST_LINES {
                lines.pop_first();
            }
            if is_all {
                break;
            }
        }
        Ok(())
    }
}

/// A peer as it is shown.
fn peer(told: &host::Peer) -> Option<Peer> {
    Some(Peer {
        address: told.onion.parse().ok()?,
        name: told.name.as_ref().map(|name| Name::new(name.as_str())),
        unread: told.unread,
        waiting: told.waiting,
        asks: told.asks,
        room: told.room.as_ref().and_then(|room| room.parse().ok()),
    })
}

/// A line as it is shown.
fn line(told: &PeerLine) -> Line {
    Line {
        time: clock::own_minute(told.at),
        state: told.id.is_some().then(|| match &told.state {
            None | Some(State::Delivered) => String::new(),
            Some(State::Waiting { .. }) => " (waiting)".to_owned(),
            Some(State::Refused { .. }) => " (refused)".to_owned(),
            Some(State::Expired) => " (expired)".to_owned(),
        }),
        reason: match &told.state {
            Some(State::Waiting { reason, .. }) => reason.as_ref().map(ToString::to_string),
            Some(State::Refused { reason, .. }) => Some(reason.clone()),
            _ => None,
        },
        text: Words::new(&told.text),
        is_words: told.words,
        room: told.room.as_ref().and_then(|room| room.parse().ok()),
    }
}
