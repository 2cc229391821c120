//! The whole screen: keys and news in, a picture out.

mod draw; // the picture
mod keys; // what keys do
mod open; // which room is meant
mod peers; // the person's own mailbox
mod room; // what the connection to the room tells
mod talk; // talking with a peer

use std::time::Duration;

use nix::sys::signal::Signal;
use ratatui::crossterm::event::{self, Event};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::{mpsc, watch},
    time::{Instant, interval},
};

use super::{
    Asked, Ended, JoinError, Progress, RoomAddress, Way,
    desk::{Desk, Peer, Sight},
    input::Input,
    link::{Link, News},
    model::{Model, State},
    signals,
    terminal::{Canvas, Taken, come_back, empty, restore_at_once, suspend},
    transcript::{Transcript, View},
};
use draw::{Look, draw};
use talk::{Pending, Talk};

/// How many keys may wait: a paste comes as one.
const KEYS: usize = 64;

/// How much news is taken before the screen is drawn again.
const AT_ONCE: usize = 128;

/// How often times on the screen are brought up to date.
const TICK: Duration = Duration::from_secs(1);

/// How long the end may take once a signal has asked for it.
const LAST_RESORT: Duration = Duration::from_secs(2);

/// What is told at first.
const WELCOME: &str = "Enter sends, Tab completes, /help lists commands, Ctrl-C leaves.";

/// Everything on the screen.
struct Screen {
    /// What is known of the room.
    model: Model,
    /// What is typed for the room, and where in it one looks.
    room: Pane,
    /// The peer with whom one talks instead, if one does.
    talk: Option<Talk>,
    /// The person's own mailbox.
    mailbox: Sight,
    /// Who was there when it last answered.
    known: Vec<Peer>,
    /// Whether the room has asked for something while a line was typed, of which only the rest would be in the line now.
    is_cut: bool,
    /// Messages to peers on their way to the mailbox.
    to_peers: Pending,
    /// What the room did not take while one talked with a peer.
    held: Option<String>,
    /// How it is over with the room, where the person still talks with a peer or something is on its way to one.
    over: Option<Result<Ended, JoinError>>,
    /// What is told above the line.
    hint: Hint,
    /// Lines on their way.
    sending: usize,
    /// Where the person is.
    here: RoomAddress,
    /// The nick to ask for once the room is there.
    nick: Option<String>,
    /// What of the terminal the last picture took, for going up and down.
    look: Look,
    /// Whether the person likes colours.
    is_coloured: bool,
    /// When it began.
    start: Instant,
}

/// A place to type, and to look at what was said.
#[derive(Default)]
struct Pane {
    /// The line that is typed.
    input: Input,
    /// Where one looks.
    view: View,
}

/// What is told above the line.
enum Hint {
    /// How to begin, once the room is there.
    Welcome,
    /// Something.
    Told(String),
    /// A reason to look again.
    Warning(String),
}

impl Hint {
    /// Whether the person has to look again.
    fn is_warning(&self) -> bool {
        matches!(self, Self::Warning(_))
    }
}

/// What is to be done after a key.
enum Then {
    /// Nothing.
    Nothing,
    /// Everything is drawn anew.
    Redraw,
    /// The process is stopped, as Ctrl-Z does.
    Suspend,
    /// The person goes to somebody else's room.
    Go(RoomAddress),
    /// It is over.
    Leave,
}

/// Runs it.
///
/// # Errors
/// Why it ended otherwise than asked.
pub async fn run(
    way: impl Way,
    mut asked: Asked,
    mut progress: watch::Receiver<Progress>,
    mut desk: Desk,
) -> Result<Ended, JoinError> {
    // Also while the terminal takes nothing.
    let mut signals = signals::ends(LAST_RESORT, restore_at_once).map_err(JoinError::Terminal)?;
    let mut continued =
        signal(SignalKind::from_raw(Signal::SIGCONT as i32)).map_err(JoinError::Terminal)?;
    let (_taken, mut canvas) = Taken::take().map_err(JoinError::Terminal)?;
    let mut keys = keys();
    let mut wire = Link::start(way.clone(), &asked, progress.clone());
    let mut screen = Screen::new(&asked);
    screen.way(&progress.borrow_and_update());
    let mut ticks = interval(TICK);
    loop {
        if screen.is_over() {
            return screen.ended();
        }
        let mut look = screen.look;
        canvas
            .draw(|frame| look = draw(frame, &screen))
            .map_err(JoinError::Terminal)?;
        screen.look = look;
        screen.has_shown(&desk);
        tokio::select! {
            key = keys.recv() => {
                let Some(key) = key else { return Ok(Ended::Left) };
                match screen.event(&key, &wire, &desk) {
                    Then::Nothing => {}
                    Then::Redraw => redraw(&mut canvas)?,
                    Then::Suspend => {
                        suspend().map_err(JoinError::Terminal)?;
                        redraw(&mut canvas)?;
                    }
                    Then::Go(address) => {
                        asked = Asked::of(address);
                        wire = Link::start(way.clone(), &asked, progress.clone());
                        screen.go(&asked);
                        screen.way(&progress.borrow_and_update());
                    }
                    Then::Leave => {
                        if screen.may_leave() {
                            return screen.ended();
                        }
                    }
                }
            }
            Ok(()) = desk.sight.changed() => {
                let sight = desk.sight.borrow_and_update().clone();
                screen.take_sight(sight);
            }
            Some(sent) = desk.sent.recv() => screen.sent_to_peer(sent),
            news = wire.news.recv(), if screen.over.is_none() => {
                let mut one = news.ok_or(JoinError::Internal("the connection's task has ended"))?;
                let mut taken = 1;
                loop {
                    if let News::Over(ended) = one {
                        screen.room_is_over(ended);
                        break;
                    }
                    screen.news(one, &wire);
                    if taken == AT_ONCE {
                        break;
                    }
                    taken += 1;
                    match wire.news.try_recv() {
                        Ok(more) => one = more,
                        Err(_) => break,
                    }
                }
            }
            Ok(()) = progress.changed() => screen.way(&progress.borrow_and_update()),
            Some(()) = signals.recv() => return Ok(Ended::Left),
            Some(()) = continued.recv() => {
                come_back().map_err(JoinError::Terminal)?;
                redraw(&mut canvas)?;
            }
            _ = ticks.tick() => {}
        }
    }
}

/// Draws everything anew, next time.
fn redraw(canvas: &mut Canvas) -> Result<(), JoinError> {
    *canvas = empty().map_err(JoinError::Terminal)?;
    Ok(())
}

/// Reads keys in a thread of its own, which ends with the process.
fn keys() -> mpsc::Receiver<Event> {
    let (tell, keys) = mpsc::channel(KEYS);
    std::thread::spawn(move || {
        while let Ok(event) = event::read() {
            if tell.blocking_send(event).is_err() {
                return;
            }
        }
    });
    keys
}

impl Screen {
    /// Nothing has happened yet.
    fn new(asked: &Asked) -> Self {
        Self {
            model: Model::new(State::Looking),
            room: Pane::default(),
            talk: None,
            mailbox: Sight::none(),
            known: Vec::new(),
            is_cut: false,
            to_peers: Pending::default(),
            held: None,
            over: None,
            hint: Hint::Welcome,
            sending: 0,
            here: asked.address.clone(),
            nick: asked.nick.clone(),
            look: Look::default(),
            is_coloured: std::env::var_os("NO_COLOR").is_none_or(|no| no.is_empty()),
            start: Instant::now(),
        }
    }

    /// Goes to somebody else's room: nothing of the one before stays.
    fn go(&mut self, asked: &Asked) {
        *self = Self {
            mailbox: std::mem::replace(&mut self.mailbox, Sight::none()),
            known: std::mem::take(&mut self.known),
            to_peers: std::mem::take(&mut self.to_peers),
            look: self.look,
            start: self.start,
            ..Self::new(asked)
        };
    }

    /// Where one types: for a peer, or for the room.
    fn pane(&self) -> &Pane {
        self.talk.as_ref().map_or(&self.room, |talk| &talk.pane)
    }

    /// The same, to be changed.
    fn pane_mut(&mut self) -> &mut Pane {
        let talk = self.talk.as_mut();
        talk.map_or(&mut self.room, |talk| &mut talk.pane)
    }

    /// What was said there.
    fn transcript(&self) -> &Transcript {
        let talk = self.talk.as_ref();
        talk.map_or(&self.model.transcript, |talk| &talk.transcript)
    }

    /// How long it has been running.
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    /// Tells something above the line.
    fn tell(&mut self, hint: &str) {
        self.hint = Hint::Told(hint.to_owned());
    }

    /// Tells above the line why the person has to look again.
    fn warn(&mut self, why: &str) {
        self.hint = Hint::Warning(why.to_owned());
    }

    /// How it ends when the person leaves.
    fn ended(&mut self) -> Result<Ended, JoinError> {
        self.over.take().unwrap_or(Ok(Ended::Left))
    }
}

#[cfg(test)]
mod tests;
