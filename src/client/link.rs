//! The connection to the room: one task reads its stream and comes back when it is lost, another sends what was typed.

mod reader; // the stream

use std::time::Duration;

use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
};
use zeroize::Zeroizing;

use super::{
    Asked, Ended, JoinError, Progress, Way,
    api::{Api, SendError},
    backoff::Backoff,
    line::Line,
    model::Need,
    text::{Name, Words},
};
use crate::{chat::Place, guests::GuestSecret, session::SessionToken};
use reader::Reader;

/// How much may wait to be shown: some screens, after which the room's stream waits.
const NEWS: usize = 256;

/// How many lines may wait to be sent.
const TYPED: usize = 16;

/// What happens on the connection.
#[derive(Debug)]
pub enum News {
    /// The room is being looked for.
    Looking,
    /// The stream is open, and lines follow.
    Begun,
    /// A line.
    Line(Box<Line>),
    /// The connection was lost, and is tried again.
    Lost {
        /// Why.
        why: String,
        /// In how long.
        again: Duration,
    },
    /// Nothing goes on without this.
    Needs(Need),
    /// What came of a line that was typed.
    Sent(Typed, Sent),
    /// The reader is in another room.
    Went(Place),
    /// Nothing more comes.
    Over(Result<Ended, JoinError>),
}

/// A line that was typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Typed {
    /// The line.
    pub text: String,
    /// Whether it may be there already, since what came of it before is not known.
    pub is_repeated: bool,
}

// What is typed never reaches a log.
scrubbed!(Typed);

/// What came of a line that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// It was taken.
    Taken {
        /// The nick in force.
        nick: Name,
        /// Whether the room answers, which comes over the stream.
        has_answer: bool,
    },
    /// The room says no.
    Refused {
        /// The refusal's name.
        error: Name,
        /// Why.
        reason: Words,
    },
    /// It did not get there.
    NotSent(String),
    /// It may have got there.
    Unknown(String),
}

/// Something that is needed to come in.
pub enum Secret {
    /// A guest's key.
    Key(GuestSecret),
    /// A passphrase.
    Passphrase(Zeroizing<String>),
}

/// The connection; dropping it ends it.
#[derive(Debug)]
pub struct Link {
    /// What happens.
    pub news: mpsc::Receiver<News>,
    /// What was typed.
    typed: mpsc::Sender<Typed>,
    /// What is needed to come in.
    secrets: mpsc::Sender<Secret>,
    /// The tasks, which end with this.
    _tasks: JoinSet<()>,
}

impl Link {
    /// Begins to look for the room, as soon as there is a way.
    pub fn start(way: impl Way, asked: &Asked, progress: watch::Receiver<Progress>) -> Self {
        let (tell, news) = mpsc::channel(NEWS);
        let (typed, lines) = mpsc::channel(TYPED);
        let (secrets, shown) = mpsc::channel(1);
        let (places, place) = watch::channel(asked.address.place.clone());
        let (called, nick) = watch::channel(None);
        let session = SessionToken::random(&mut rand::rng());
        let api = Api::new(way, asked.address.at.clone(), session);
        let reader = Reader {
            api: api.clone(),
            tell: tell.clone(),
            place,
            nick: called,
            secrets: shown,
            passphrase: asked.passphrase.clone(),
            was_in: false,
            backoff: Backoff::default(),
            again: 0,
        };
        let mut tasks = JoinSet::new();
        tasks.spawn(reader.run(progress));
        tasks.spawn(send(api, lines, places, nick, tell));
        Self {
            news,
            typed,
            secrets,
            _tasks: tasks,
        }
    }

    /// Gives a line to be sent; gives it back where too many wait.
    ///
    /// # Errors
    /// The line.
    pub fn send(&self, typed: Typed) -> Result<(), Typed> {
        self.typed
            .try_send(typed)
            .map_err(mpsc::error::TrySendError::into_inner)
    }

    /// Gives what is needed to come in.
    pub fn show(&self, secret: Secret) {
        // Where one is on its way already, that comes first.
        let _ = self.secrets.try_send(secret);
    }
}

/// Sends lines, one after the other.
async fn send(
    api: Api<impl Way>,
    mut lines: mpsc::Receiver<Typed>,
    places: watch::Sender<Place>,
    nick: watch::Receiver<Option<Name>>,
    tell: mpsc::Sender<News>,
) {
    while let Some(typed) = lines.recv().await {
        let place = places.borrow().clone();
        let nick = nick.borrow().clone();
        let mut left = false;
        let outcome = match api.send(&place, nick.as_ref(), &typed.text).await {
            Ok(taken) => {
                left = taken.left;
                if let Some(place) = taken.place().filter(|there| *there != place) {
                    if tell.send(News::Went(place.clone())).await.is_err() {
                        return;
                    }
                    places.send_replace(place);
                }
                Sent::Taken {
                    nick: taken.nick,
                    has_answer: taken.answer.is_some(),
                }
            }
            Err(SendError::Refused(no)) => Sent::Refused {
                error: no.error,
                reason: no.reason,
            },
            Err(SendError::NotSent(why)) => Sent::NotSent(why.to_string()),
            Err(SendError::Unknown(why)) => Sent::Unknown(why.to_string()),
        };
        let mut told = tell.send(News::Sent(typed, outcome)).await;
        if left {
            told = tell.send(News::Over(Ok(Ended::Farewell))).await;
        }
        if told.is_err() {
            return;
        }
    }
}
