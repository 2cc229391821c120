//! The connection to the room: one task reads its stream and comes back when it is lost, another sends what was typed.

use std::time::Duration;

use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
    time::{sleep, timeout},
};
use zeroize::Zeroizing;

use super::{
    Asked, Ended, JoinError, Progress, Way,
    api::{Api, CallError, SendError},
    backoff::Backoff,
    line::{Line, Why},
    model::Need,
    text::{Name, Words},
};
use crate::{chat::Place, dial::DialError, guests::GuestSecret, session::SessionToken};

/// How much may wait to be shown: some screens, after which the room's stream waits.
const NEWS: usize = 256;

/// How many lines may wait to be sent.
const TYPED: usize = 16;

/// How long the end of a stream may be ahead of the answer that tells where to go.
const MOVE: Duration = Duration::from_secs(10);

/// The refusal of a room that is not there, or whose passphrase was not shown.
const NO_ROOM: &str = "no_room";

/// The refusals that no waiting ends.
const FINAL: [&str; 2] = ["banned", "removed"];

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

impl std::fmt::Debug for Typed {
    /// What is typed never reaches a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed([scrubbed])")
    }
}

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

/// Reads the stream.
struct Reader<W> {
    /// The room.
    api: Api<W>,
    /// Who wants to know.
    tell: mpsc::Sender<News>,
    /// In which of the rooms.
    place: watch::Receiver<Place>,
    /// What the reader is called.
    nick: watch::Sender<Option<Name>>,
    /// What is needed to come in.
    secrets: mpsc::Receiver<Secret>,
    /// The passphrase that let in, or is to be tried.
    passphrase: Option<Zeroizing<String>>,
    /// Whether there was a connection.
    was_in: bool,
    /// How long to wait.
    backoff: Backoff,
}

/// What is done after a stream has ended.
enum Next {
    /// It is opened again at once.
    Again,
    /// It is opened again later.
    Later(String),
    /// Something is needed first.
    Needs(Need),
    /// Nothing more.
    Over(Result<Ended, JoinError>),
}

/// Nobody wants to know any more.
struct Gone;

impl<W: Way> Reader<W> {
    /// Reads for as long as somebody wants to know.
    async fn run(mut self, mut progress: watch::Receiver<Progress>) {
        if progress.wait_for(|way| way.is_open).await.is_err() {
            return;
        }
        while let Ok(()) = self.turn().await {}
    }

    /// Opens the stream, reads it to its end, and does what is to be done then.
    async fn turn(&mut self) -> Result<(), Gone> {
        self.tell(News::Looking).await?;
        let place = self.place.borrow_and_update().clone();
        let mut moved = self.place.clone();
        let next = tokio::select! {
            next = self.read(&place) => next?,
            changed = moved.changed() => {
                changed.map_err(|_| Gone)?;
                Next::Again
            }
        };
        match next {
            Next::Again => Ok(()),
            Next::Later(why) => {
                let again = self.backoff.next(&mut rand::rng());
                self.tell(News::Lost { why, again }).await?;
                tokio::select! {
                    () = sleep(again) => Ok(()),
                    changed = self.place.changed() => changed.map_err(|_| Gone),
                }
            }
            Next::Needs(need) => {
                self.tell(News::Needs(need)).await?;
                let secret = self.secrets.recv().await.ok_or(Gone)?;
                self.show(secret).await
            }
            Next::Over(ended) => {
                self.tell(News::Over(ended)).await?;
                Err(Gone)
            }
        }
    }

    /// Tells what happens.
    async fn tell(&self, news: News) -> Result<(), Gone> {
        self.tell.send(news).await.map_err(|_| Gone)
    }

    /// Uses what was given to come in.
    async fn show(&mut self, secret: Secret) -> Result<(), Gone> {
        match secret {
            Secret::Passphrase(passphrase) => self.passphrase = Some(passphrase),
            Secret::Key(key) => {
                let (way, at) = self.api.way();
                if let Err(why) = way.use_key(at, &key) {
                    self.tell(News::Over(Err(JoinError::Key(why)))).await?;
                    return Err(Gone);
                }
            }
        }
        Ok(())
    }

    /// Reads the stream of a room to its end.
    async fn read(&mut self, place: &Place) -> Result<Next, Gone> {
        let nick = self.nick.borrow().clone();
        let mut stream = match self.api.stream(place, nick.as_ref()).await {
            Ok(stream) => stream,
            Err(CallError::Refused(no)) if no.error.as_str() == NO_ROOM => {
                return Ok(self.knock(place, no.reason).await);
            }
            Err(error) => return Ok(self.after(error)),
        };
        let mut has_begun = false;
        loop {
            let line = match stream.next().await {
                Ok(Some(line)) => line,
                Ok(None) => return Ok(Next::Later("the connection was lost".into())),
                Err(error) => return Ok(self.after(error)),
            };
            if let Line::End { why, reason } = &line {
                return Ok(self.end(*why, reason).await);
            }
            if !has_begun {
                has_begun = true;
                self.was_in = true;
                self.backoff.reset();
                self.tell(News::Begun).await?;
            }
            match &line {
                Line::Welcome { nick, .. } => drop(self.nick.send_replace(Some(nick.clone()))),
                Line::Renamed { from, to, .. } => {
                    self.nick.send_if_modified(|nick| {
                        let is_own = nick.as_ref() == Some(from);
                        if is_own {
                            *nick = Some(to.clone());
                        }
                        is_own
                    });
                }
                _ => {}
            }
            self.tell(News::Line(Box::new(line))).await?;
        }
    }

    /// Shows the passphrase, where there is one.
    async fn knock(&mut self, place: &Place, reason: Words) -> Next {
        let Some(passphrase) = self.passphrase.clone() else {
            return Next::Needs(Need::Passphrase {
                reason,
                is_wrong: false,
            });
        };
        match self.api.knock(place, &passphrase).await {
            Ok(()) => Next::Again,
            Err(CallError::Refused(no)) if no.error.as_str() == NO_ROOM => {
                self.passphrase = None;
                if self.was_in {
                    Next::Over(Err(JoinError::Removed(no.reason.in_one_line())))
                } else {
                    Next::Needs(Need::Passphrase {
                        reason: no.reason,
                        is_wrong: true,
                    })
                }
            }
            Err(error) => self.after(error),
        }
    }

    /// What is done after a request that came to nothing.
    fn after(&self, error: CallError) -> Next {
        match error {
            CallError::Dial(DialError::KeyMissing) => Next::Needs(Need::Key { is_wrong: false }),
            CallError::Dial(DialError::KeyWrong) => Next::Needs(Need::Key { is_wrong: true }),
            CallError::Refused(no) if FINAL.contains(&no.error.as_str()) => {
                Next::Over(Err(JoinError::Removed(no.reason.in_one_line())))
            }
            // Somebody who was there and is another now may be the same again: the connection is Tor's.
            CallError::Foreign | CallError::Status(_) | CallError::Line(_) if !self.was_in => {
                Next::Over(Err(JoinError::Foreign(capitalized(&error.to_string()))))
            }
            other => Next::Later(other.to_string()),
        }
    }

    /// What is done after the room has ended the stream.
    async fn end(&mut self, why: Why, reason: &Words) -> Next {
        let reason = reason.in_one_line();
        match why {
            Why::Left => Next::Over(Ok(Ended::Farewell)),
            Why::Kicked | Why::Banned | Why::Stopped | Why::Empty => {
                Next::Over(Err(JoinError::Removed(reason)))
            }
            Why::Moved => {
                // The answer that tells where to is on its way.
                let _ = timeout(MOVE, self.place.changed()).await;
                Next::Again
            }
            Why::Erased | Why::FellBehind | Why::Locked => Next::Again,
            Why::Closed | Why::OpenedElsewhere | Why::Other => Next::Later(reason),
        }
    }
}

/// A sentence's beginning.
fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
