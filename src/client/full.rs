//! The whole screen: keys and news in, a picture out.

mod draw; // the picture
mod keys; // what keys do
mod peers; // the person's own mailbox

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
    desk::{Desk, Sight},
    input::Input,
    link::{Link, News, Sent, Typed},
    model::{Model, State},
    signals,
    terminal::{Canvas, Taken, come_back, empty, restore_at_once, suspend},
    transcript::{Transcript, View},
};
use crate::dial::Destination;
use draw::{Look, draw};
use peers::Talk;

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
    /// What is told above the line.
    hint: String,
    /// Whether that is a reason to look again.
    is_warning: bool,
    /// Lines on their way.
    sending: usize,
    /// The address, short.
    address: String,
    /// Whether the room is on this computer.
    is_local: bool,
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
        let mut look = screen.look;
        canvas
            .draw(|frame| look = draw(frame, &screen))
            .map_err(JoinError::Terminal)?;
        screen.look = look;
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
                    Then::Leave => return Ok(Ended::Left),
                }
            }
            Ok(()) = desk.sight.changed() => {
                let sight = desk.sight.borrow_and_update().clone();
                screen.look(sight);
            }
            Some(refused) = desk.refused.recv() => screen.not_sent(&refused),
            news = wire.news.recv() => {
                let mut one = news.ok_or(JoinError::Internal("the connection's task has ended"))?;
                let mut taken = 1;
                loop {
                    if let News::Over(ended) = one {
                        return ended;
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
            hint: WELCOME.to_owned(),
            is_warning: false,
            sending: 0,
            address: asked.address.short(),
            is_local: matches!(asked.address.at, Destination::Loopback(_)),
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
    fn tell(&mut self, hint: &str, is_warning: bool) {
        hint.clone_into(&mut self.hint);
        self.is_warning = is_warning;
    }

    /// The way to the room goes on.
    fn way(&mut self, progress: &Progress) {
        if !progress.is_open {
            self.model.state = State::Way {
                percent: progress.percent,
                phase: progress.phase.clone(),
                blocked: progress.blocked.clone(),
            };
        }
    }

    /// Takes news of the connection.
    fn news(&mut self, news: News, wire: &Link) {
        let now = self.now();
        match news {
            News::Looking => {
                if !matches!(self.model.state, State::Lost { .. }) {
                    self.model.state = State::Looking;
                }
            }
            News::Begun => {
                self.model.begin();
                if let Some(nick) = self.nick.take() {
                    self.send(format!("/nick {nick}"), wire);
                }
            }
            News::Line(line) => drop(self.model.take(&line, now)),
            News::Lost { why, again } => {
                if self.model.state == State::Joined {
                    self.model.note(&format!("Not connected any more: {why}."));
                }
                self.model.state = State::Lost {
                    why,
                    again: now + again,
                };
            }
            News::Needs(need) => {
                self.room.input.take_secret();
                self.model.state = State::Needs(need);
                self.tell(WELCOME, false);
            }
            News::Went(_) => {
                // What was typed for the room that asked is for no other's eyes.
                if matches!(self.model.state, State::Needs(_)) {
                    self.room.input.take_secret();
                }
                self.model.go();
                self.room.view = View::Bottom;
            }
            News::Sent(typed, sent) => self.sent(&typed, &sent),
            News::Over(_) => {}
        }
    }

    /// Learns what came of a line. What was not taken comes back.
    fn sent(&mut self, typed: &Typed, sent: &Sent) {
        self.sending = self.sending.saturating_sub(1);
        let why = match sent {
            Sent::Taken { nick, .. } => {
                self.model.nick = Some(nick.clone());
                return self.tell("", false);
            }
            Sent::Refused { reason, .. } => reason.in_one_line(),
            Sent::NotSent(why) => format!("Not sent: {why}."),
            Sent::Unknown(why) => format!("It may not be there, look: {why}."),
        };
        // Where a secret is asked for, nothing else may stand in the line.
        let is_free = self.room.input.is_empty() && !matches!(self.model.state, State::Needs(_));
        if is_free {
            self.room.input.set(&typed.text);
            self.tell(&why, true);
        } else {
            self.room.input.remember(&typed.text);
            self.tell(&format!("{why} (The Up key brings the line back.)"), true);
        }
    }

    /// Sends a line; where that cannot be, it stays.
    fn send(&mut self, text: String, wire: &Link) {
        let is_repeated = false;
        match wire.send(Typed { text, is_repeated }) {
            Ok(()) => {
                self.sending += 1;
                self.tell("", false);
            }
            Err(typed) => {
                self.room.input.set(&typed.text);
                self.tell("The lines before this one are still on their way.", true);
            }
        }
    }
}
