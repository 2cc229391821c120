//! The mailbox of the appliance on this computer, for whoever sits in a room: asked through the control socket, again
//! and again, in a thread of its own.

mod conversation; // what is said with one peer

use std::{
    path::PathBuf,
    sync::mpsc::{Receiver, RecvTimeoutError, sync_channel},
    time::Duration,
};

use tokio::sync::{mpsc, watch};

use crate::{
    client::{
        Desk, Name, Words,
        desk::{Ask, By, Fate, Message, NotSent, Peer, People, Said, Shown, Sight, TalkLine},
    },
    clock,
    control::{self, AskError},
    host::{self, Answer, Order, PeerAnswer, PeerLine, PeerOrder, WHICH_SERVICE},
    peer::State,
    service::ServiceName,
};
use conversation::{Conversation, Next};

/// How often the mailbox is looked at: as soon as a person expects an answer to appear.
const LOOK: Duration = Duration::from_secs(1);

/// How many orders may wait: as many as somebody types while one of them takes long.
const ORDERS: usize = 16;

/// How many answers are read at once while a conversation is long: more than the whole of it takes, and an end where
/// somebody writes all the time.
const PIECES: usize = 16;

/// Begins to look at the mailbox of the process that runs on a keys folder, once there is one. It ends with the other
/// ends of the channels.
pub(super) fn open(keys: PathBuf, service: Option<ServiceName>) -> Desk {
    let (tell, sight) = watch::channel(Sight::none());
    let (shown, show) = watch::channel(None);
    let (asked, orders) = sync_channel(ORDERS);
    let (answer, sent) = mpsc::channel(ORDERS);
    let clerk = Clerk {
        keys,
        service,
        show,
        talk: None,
        tell,
        answer,
    };
    std::thread::spawn(move || clerk.run(&orders));
    Desk {
        sight,
        shown,
        asked,
        sent,
    }
}

/// Whoever goes between the person and the mailbox.
struct Clerk {
    /// The keys folder of the appliance.
    keys: PathBuf,
    /// Which of its mailboxes.
    service: Option<ServiceName>,
    /// With whom what is said is to be shown.
    show: watch::Receiver<Option<Shown>>,
    /// The conversation that is shown.
    talk: Option<Conversation>,
    /// Where it is told how the mailbox stands.
    tell: watch::Sender<Sight>,
    /// Where it is told what came of messages.
    answer: mpsc::Sender<Result<(), NotSent>>,
}

impl Clerk {
    /// Looks and orders until nobody wants to know any more.
    fn run(mut self, orders: &Receiver<Ask>) {
        loop {
            self.look();
            match orders.recv_timeout(LOOK) {
                Ok(Ask::Send(message)) => {
                    let sent = self.send(message);
                    if self.answer.blocking_send(sent).is_err() {
                        return;
                    }
                }
                Ok(Ask::Look) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Asks the mailbox.
    fn ask(&self, what: PeerOrder) -> Result<PeerAnswer, AskError> {
        let service = self.service.clone();
        match control::ask_own(&self.keys, &Order::Peer { service, what })? {
            Answer::Peer(answer) => Ok(answer),
            _ => Err(self.other_version()),
        }
    }

    /// The error for an answer to something else than was asked.
    fn other_version(&self) -> AskError {
        let folder = self.keys.display().to_string();
        AskError::OtherVersion { folder }
    }

    /// Sends something.
    fn send(&self, message: Message) -> Result<(), NotSent> {
        let sent = self.ask(PeerOrder::Send {
            to: message.to.reveal().to_owned(),
            text: message.text.clone(),
            no_wait: true,
        });
        sent.map(drop).map_err(|error| NotSent {
            message,
            why: in_words(&error),
            is_unknown: error.may_be_done(),
        })
    }

    /// Looks how the mailbox stands, and tells it where that is news. What has been in sight counts as read.
    fn look(&mut self) {
        let shown = self.show.borrow().clone();
        let wanted = shown.as_ref().map(|shown| shown.with.clone());
        if self.talk.as_ref().map(|talk| &talk.with) != wanted.as_ref() {
            self.talk = wanted.map(Conversation::new);
        }
        if let (Some(talk), Some(until)) = (&mut self.talk, shown.and_then(|shown| shown.until))
            && talk.is_news(until)
        {
            let peer = talk.with.reveal().to_owned();
            // Where that does not get there, it stays unread.
            let _ = self.ask(PeerOrder::Read { peer, until });
        }
        let people = self.read().and_then(|()| self.people());
        let now = Sight {
            people: people.map_err(|error| in_words(&error)),
            talk: self.talk.as_ref().map(said),
        };
        self.tell.send_if_modified(|sight| {
            let is_news = *sight != now;
            *sight = now;
            is_news
        });
    }

    /// Asks who there is.
    fn people(&self) -> Result<People, AskError> {
        let PeerAnswer::Peers {
            peers,
            more,
            closed: is_closed,
        } = self.ask(PeerOrder::List)?
        else {
            return Err(self.other_version());
        };
        Ok(People {
            peers: peers.iter().filter_map(peer).collect(),
            more,
            is_closed,
        })
    }

    /// Reads what is new in the conversation that is shown, and what has become of the person's own messages.
    fn read(&mut self) -> Result<(), AskError> {
        let Some(mut talk) = self.talk.take() else {
            return Ok(());
        };
        let read = self.read_on(&mut talk);
        self.talk = Some(talk);
        read
    }

    /// Reads on until all is there.
    fn read_on(&self, talk: &mut Conversation) -> Result<(), AskError> {
        let mut from = talk.from();
        for _ in 0..PIECES {
            let peer = talk.with.reveal().to_owned();
            let answer = self.ask(PeerOrder::Lines { peer, from })?;
            let PeerAnswer::PeerLines { lines, .. } = answer else {
                return Err(self.other_version());
            };
            match talk.take(from, lines) {
                Next::From(next) => from = next,
                Next::Nothing => break,
            }
        }
        Ok(())
    }
}

/// Why the mailbox cannot be had, in words for who sits in a room.
fn in_words(error: &AskError) -> String {
    match error {
        AskError::Refused(no) if no.error == WHICH_SERVICE => {
            "Several rooms of yours have a mailbox. Leave, and say which one with --mailbox NAME."
                .to_owned()
        }
        error => error.to_string(),
    }
}

/// A peer as it is shown.
fn peer(told: &host::Peer) -> Option<Peer> {
    Some(Peer {
        address: told.onion.parse().ok()?,
        name: told.name.as_ref().map(|name| Name::new(name.as_str())),
        unread: told.unread,
        waiting: told.waiting,
        failed: told.failed,
        asks: told.asks,
        room: told.room.as_ref().and_then(|room| room.parse().ok()),
    })
}

/// A conversation as it is shown.
fn said(talk: &Conversation) -> Said {
    Said {
        with: talk.with.clone(),
        lines: talk.lines().map(line).collect(),
        last: talk.last(),
        dropped: talk.dropped(),
        begun_anew: talk.begun_anew(),
    }
}

/// A line as it is shown.
fn line(told: &PeerLine) -> TalkLine {
    TalkLine {
        time: clock::own_minute(told.at),
        by: match (told.id, told.words) {
            (Some(_), _) => By::Own(fate(told.state.as_ref())),
            (None, true) => By::Peer,
            (None, false) => By::Program,
        },
        text: Words::new(&told.text),
        room: told.room.as_ref().and_then(|room| room.parse().ok()),
    }
}

/// What has become of a message, as it is shown.
fn fate(state: Option<&State>) -> Fate {
    match state {
        Some(State::Delivered) => Fate::Delivered,
        Some(State::Waiting { reason, .. }) => Fate::Waiting(reason.clone()),
        Some(State::Refused { reason, .. }) => Fate::Refused(reason.clone()),
        Some(State::Expired) => Fate::Expired,
        Some(State::TakenBack) => Fate::TakenBack,
        None => Fate::Forgotten,
    }
}
