//! The one place where tasks meet the chat.
//!
//! [`Hub`] is a cheap handle around one mutex that is never held over an await: the order in which
//! it is taken is the order of events. What happened is rendered once, put into a [`ring`] that all
//! readers of the room share, and each reader is a cursor into it: no queue and no timer per reader.

mod channel;
mod effects;
mod ending;
pub mod enter;
pub mod host;
pub mod look;
pub mod reader;
pub mod ring;
pub mod windows;

use std::{
    collections::HashMap,
    fmt::Debug,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use rand::Rng;

use crate::{
    chat::{
        Claim, Command, Event, HostToken, Limits, Lock, Moderation, Moment, Nick, Once, Place,
        Refusal, Reply, RoomId, RoomView, Roster, State, TimeLeft,
    },
    lang::Lang,
};
use channel::Channel;
use effects::wake;
use windows::{WindowId, Windows};

/// How many messages a room remembers; the seed's number.
pub const BACKLOG: usize = 200;

/// How many transcripts one session has open at most: a person's few tabs, and less than the six
/// connections that a browser keeps to one address for such, so that posting always finds a free
/// one.
pub const SESSION_TRANSCRIPTS: usize = 4;

/// How many members are remembered beside those that have a transcript open.
const MEMBERS: usize = 4096;

/// How many rooms there are beside the lobby, more than transcripts: a room that nobody reads in is
/// gone within a minute.
const ROOMS: usize = 64;

/// After how much silence readers get a heartbeat; the seed's number.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// In which form somebody reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For people, in their language.
    Html(Lang),
    /// For programs: one JSON object a line.
    Json,
}

/// Puts into words what readers are told.
pub trait Render: Debug + Send + Sync {
    /// An event.
    fn event(&self, form: Form, event: &Event) -> Bytes;
    /// Who is in the room.
    fn roster(&self, form: Form, roster: &Roster) -> Bytes;
    /// What stands before the lines that are new to somebody who was away.
    fn news(&self, form: Form) -> Bytes;
}

/// The rooms' state and their readers, shared by all tasks.
#[derive(Debug, Clone)]
pub struct Hub {
    /// What the handles share.
    inner: Arc<Mutex<Inner>>,
}

/// What the mutex guards.
#[derive(Debug)]
struct Inner {
    /// The chat.
    state: State,
    /// What each room's readers are told.
    channels: HashMap<RoomId, Channel>,
    /// The pages that people have loaded.
    windows: Windows,
    /// How many seats have not been told to end.
    open: usize,
    /// How many may read at once.
    max_open: usize,
    /// The uptime as of the last time that anything happened, a second ago at most.
    uptime: Duration,
    /// Counts the transcripts ever opened, to tell which is the oldest.
    opened: u64,
    /// Whether everything has closed.
    closed: bool,
    /// Puts events into words.
    render: Arc<dyn Render>,
}

/// What `/api/status` tells about the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occupancy {
    /// Transcripts open in the lobby; how many there are elsewhere concerns nobody else.
    pub streams: usize,
    /// How many may be open at once in all rooms.
    pub max_streams: usize,
    /// Messages in the lobby's backlog.
    pub messages: usize,
    /// How much time is left, if all closes at a time that the host has set.
    pub closes: Option<TimeLeft>,
}

/// From where something is sent.
#[derive(Debug, Clone, Copy, Default)]
pub struct SentFrom {
    /// The window in which it was typed, where it is known.
    pub window: Option<WindowId>,
    /// The form in which it was typed, where that has a number.
    pub form: Option<Once>,
}

/// What somebody learns who asked for something.
#[derive(Debug)]
pub struct Submitted {
    /// The nick that is in force after it.
    pub nick: Nick,
    /// What came of it.
    pub outcome: Result<Reply, Refusal>,
}

impl Hub {
    /// An empty lobby for `max_open` transcripts at once in all rooms.
    #[must_use]
    pub fn new(
        max_open: usize,
        moderation: Moderation,
        host_token: Option<HostToken>,
        render: Arc<dyn Render>,
        rng: &mut impl Rng,
    ) -> Self {
        let limits = Limits {
            backlog: BACKLOG,
            members: MEMBERS + max_open,
            rooms: ROOMS + max_open,
        };
        let lobby = Channel::new(Duration::ZERO);
        let inner = Inner {
            state: State::new(limits, moderation, host_token),
            channels: HashMap::from([(RoomId::LOBBY, lobby)]),
            windows: Windows::new(max_open, rng),
            open: 0,
            max_open,
            uptime: Duration::ZERO,
            opened: 0,
            closed: false,
            render,
        };
        Self {
            inner: Arc::new(Mutex::new(inner)),
        }
    }

    /// The nick that a claim would speak under, without remembering anything of it.
    pub fn nick_for(&self, claim: &Claim) -> Nick {
        self.lock().state.nick_for(claim)
    }

    /// The room at a place, if whoever claims may come in.
    ///
    /// # Errors
    /// The refusal to show to them.
    pub fn enter(&self, place: &Place, claim: &Claim) -> Result<RoomView, Refusal> {
        self.lock().state.enter(place, claim)
    }

    /// Whether somebody who proves who they are is in the room at a place.
    #[must_use]
    pub fn is_inside(&self, place: &Place, claim: &Claim) -> bool {
        self.lock().state.is_inside(place, claim)
    }

    /// Does what somebody asks for in a room, and tells everybody whom it concerns. What the same form has
    /// sent before is not done again.
    pub fn submit(
        &self,
        now: Moment,
        claim: &Claim,
        place: &Place,
        command: Command,
        from: SentFrom,
        rng: &mut impl Rng,
    ) -> Submitted {
        let mut inner = self.lock();
        if let Some(id) = from.window {
            inner.windows.take_up(id, claim.member, place, true);
        }
        let sent = |once| claim.proven && inner.state.has_sent(claim.member, once);
        if from.form.is_some_and(sent) {
            return Submitted {
                nick: inner.state.nick_for(claim),
                outcome: Ok(Reply::Done),
            };
        }
        let room = match inner.state.enter(place, claim) {
            Ok(room) => room.id,
            // Whoever was banned from the lobby may go elsewhere all the same.
            Err(Refusal::Banned) if *place == Place::Lobby && command.leads_elsewhere() => {
                RoomId::LOBBY
            }
            Err(refusal) => {
                let nick = inner.state.nick_for(claim);
                return Submitted {
                    nick,
                    outcome: Err(refusal),
                };
            }
        };
        let (who, mut effects) = inner.state.admit(now, claim);
        if claim.proven && !command.leads_elsewhere() {
            effects.extend(inner.state.arrive(now, room, who.member));
        }
        let outcome = inner
            .state
            .apply(now, claim, who.member, room, command, rng);
        let mut wakers = Vec::new();
        let outcome = outcome.map(|outcome| {
            effects.extend(outcome.effects);
            if let Some(form) = from.form {
                inner.state.note_sent(who.member, form);
            }
            let (reply, woken) = inner.lead(now.uptime, who.member, room, from, outcome.reply);
            wakers = woken;
            reply
        });
        let nick = inner.state.nick_of(who.member).unwrap_or(who.nick);
        Self::perform(inner, now.uptime, effects);
        wake(wakers);
        Submitted { nick, outcome }
    }

    /// Lets somebody into a room who has its code, and the passphrase where it needs one.
    ///
    /// # Errors
    /// The refusal to show to them.
    pub fn knock(
        &self,
        now: Moment,
        claim: &Claim,
        place: &Place,
        key: Option<&Lock>,
    ) -> Result<(), Refusal> {
        let mut inner = self.lock();
        let (who, effects) = inner.state.admit(now, claim);
        let outcome = inner.state.let_in(now, claim, who.member, place, key);
        Self::perform(inner, now.uptime, effects);
        outcome
    }

    /// How full the place is.
    #[must_use]
    pub fn occupancy(&self) -> Occupancy {
        let inner = self.lock();
        let lobby = inner.channels.get(&RoomId::LOBBY);
        let seats = lobby.into_iter().flat_map(|lobby| lobby.seats.iter());
        Occupancy {
            streams: seats.filter(|(_, seat)| seat.ended.is_none()).count(),
            max_streams: inner.max_open,
            messages: inner.state.backlog(RoomId::LOBBY).count(),
            closes: inner.state.time_left(inner.uptime),
        }
    }

    /// Lets time pass: tells who has gone, forgets who is gone for long, tells who is here, and sends a
    /// heartbeat after a long silence.
    ///
    /// To be called about once a second.
    pub fn tick(&self, now: Moment) {
        let mut guard = self.lock();
        let effects = guard.state.tick(now);
        guard.windows.tick(now.uptime);
        let inner = &mut *guard;
        let mut wakers = Vec::new();
        for (&room, channel) in &mut inner.channels {
            let version = inner.state.roster_version(room);
            if channel.wants_roster(version, now.uptime)
                && let Some(roster) = inner.state.roster(room)
            {
                wakers.extend(channel.tell_roster(roster, version, now.uptime));
            }
            wakers.extend(channel.beat_after(HEARTBEAT, now.uptime));
            channel.forget_unread_list();
        }
        for room in inner.channels.keys().copied().collect::<Vec<_>>() {
            wakers.extend(inner.renew(now.uptime, room));
        }
        Self::perform(guard, now.uptime, effects);
        wake(wakers);
    }

    /// Closes the place: every transcript gets its last words and ends.
    pub fn close(&self) {
        let mut inner = self.lock();
        inner.closed = true;
        let channels = inner.channels.values_mut();
        let wakers = channels
            .flat_map(|channel| channel.wake(|_| true))
            .collect();
        drop(inner);
        wake(wakers);
    }

    /// Takes the lock; a panic under it is no reason to take the room from everybody else.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
