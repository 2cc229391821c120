//! Reading the room's stream, and coming back when it is lost.

use std::time::Duration;

use tokio::{
    sync::{mpsc, watch},
    time::{Instant, sleep, timeout},
};
use zeroize::Zeroizing;

use super::{
    super::{
        Ended, JoinError, Progress, Way,
        api::{Api, CallError},
        backoff::Backoff,
        line::{Line, Why},
        model::Need,
        text::{Name, Words},
    },
    News, Secret,
};
use crate::{chat::Place, dial::DialError};

/// How long the end of a stream may be ahead of the answer that tells where to go.
const MOVE: Duration = Duration::from_secs(10);

/// The refusal of a room that is not there, or whose passphrase was not shown.
const NO_ROOM: &str = "no_room";

/// How long a stream has to last to be a good one: a room could otherwise have the client come back, over a new circuit,
/// as often as it likes.
const LASTING: Duration = Duration::from_secs(10);

/// How often in a row the client comes back at once where the room gives a reason for that.
const AT_ONCE: u32 = 4;

/// The refusals that no waiting ends.
const FINAL: [&str; 2] = ["banned", "removed"];

/// Reads the stream.
pub(super) struct Reader<W> {
    /// The room.
    pub(super) api: Api<W>,
    /// Who wants to know.
    pub(super) tell: mpsc::Sender<News>,
    /// In which of the rooms.
    pub(super) place: watch::Receiver<Place>,
    /// What the reader is called.
    pub(super) nick: watch::Sender<Option<Name>>,
    /// What is needed to come in.
    pub(super) secrets: mpsc::Receiver<Secret>,
    /// The passphrase that let in, or is to be tried.
    pub(super) passphrase: Option<Zeroizing<String>>,
    /// Whether there was a connection.
    pub(super) was_in: bool,
    /// How long to wait.
    pub(super) backoff: Backoff,
    /// How often in a row it came back at once.
    pub(super) again: u32,
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
    pub(super) async fn run(mut self, mut progress: watch::Receiver<Progress>) {
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
        let begun = Instant::now();
        let next = tokio::select! {
            next = self.read(&place) => next?,
            changed = moved.changed() => {
                changed.map_err(|_| Gone)?;
                Next::Again
            }
        };
        if begun.elapsed() >= LASTING && self.was_in {
            self.backoff.reset();
            self.again = 0;
        }
        match next {
            Next::Again if self.again < AT_ONCE => {
                self.again += 1;
                Ok(())
            }
            // Whoever makes the client come back at once all the time is not believed for ever.
            Next::Again => {
                self.again = 0;
                let pause = self.backoff.next(&mut rand::rng());
                sleep(pause).await;
                Ok(())
            }
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
                tokio::select! {
                    secret = self.secrets.recv() => self.show(secret.ok_or(Gone)?).await,
                    // An answer that was on its way leads to another room.
                    changed = moved.changed() => changed.map_err(|_| Gone),
                }
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
