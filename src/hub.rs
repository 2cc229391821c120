//! The one place where tasks meet the chat.
//!
//! [`Hub`] is a cheap handle around one mutex that is never held over an await: the order in which
//! it is taken is the order of events. What happened is rendered once, put into a [`ring`] that all
//! readers of the room share, and each reader is a cursor into it: no queue and no timer per reader.

mod channel;
mod effects;
pub mod reader;
pub mod ring;

use std::{
    collections::HashMap,
    fmt::Debug,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use rand::Rng;

use crate::chat::{
    Claim, Command, Event, HostToken, Limits, Lock, Moderation, Moment, Nick, Place, Refusal,
    Reply, RoomId, RoomView, Roster, State,
};
use channel::Channel;
use effects::wake;
use reader::{Reader, Seat};

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
    /// For people.
    Html,
    /// For programs: one JSON object a line.
    Json,
}

/// Puts into words what readers are told.
pub trait Render: Debug + Send + Sync {
    /// An event.
    fn event(&self, form: Form, event: &Event) -> Bytes;
    /// Who is in the room.
    fn roster(&self, form: Form, roster: &Roster) -> Bytes;
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
    pub fn nick_for(&self, claim: &Claim, rng: &mut impl Rng) -> Nick {
        self.lock().state.nick_for(claim, rng)
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

    /// Does what somebody asks for in a room, and tells everybody whom it concerns.
    pub fn submit(
        &self,
        now: Moment,
        claim: &Claim,
        place: &Place,
        command: Command,
        rng: &mut impl Rng,
    ) -> Submitted {
        let mut inner = self.lock();
        let room = match inner.state.enter(place, claim) {
            Ok(room) => room.id,
            // Whoever was banned from the lobby may go elsewhere all the same.
            Err(Refusal::Banned) if *place == Place::Lobby && command.leads_elsewhere() => {
                RoomId::LOBBY
            }
            Err(refusal) => {
                let nick = inner.state.nick_for(claim, rng);
                return Submitted {
                    nick,
                    outcome: Err(refusal),
                };
            }
        };
        let (who, mut effects) = inner.state.admit(now, claim, rng);
        if claim.proven && !command.leads_elsewhere() {
            effects.extend(inner.state.arrive(now, room, who.member));
        }
        let outcome = inner
            .state
            .apply(now, claim, who.member, room, command, rng);
        let outcome = outcome.map(|outcome| {
            effects.extend(outcome.effects);
            outcome.reply
        });
        let nick = inner.state.nick_of(who.member).unwrap_or(who.nick);
        Self::perform(inner, now.uptime, effects);
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
        rng: &mut impl Rng,
    ) -> Result<(), Refusal> {
        let mut inner = self.lock();
        let (who, effects) = inner.state.admit(now, claim, rng);
        let outcome = inner.state.let_in(now, claim, who.member, place, key);
        Self::perform(inner, now.uptime, effects);
        outcome
    }

    /// Opens a transcript; a session that has its share open loses its oldest one.
    ///
    /// # Errors
    /// [`Refusal::Full`] where as many as allowed are open, or why the reader may not come in.
    pub fn open(
        &self,
        now: Moment,
        claim: &Claim,
        place: &Place,
        form: Form,
        rng: &mut impl Rng,
    ) -> Result<Reader, Refusal> {
        let mut inner = self.lock();
        let room = inner.state.enter(place, claim)?;
        let mut effects = Vec::new();
        let member = claim.proven.then_some(claim.member);
        let displaced = member.and_then(|member| inner.displace(now.uptime, member));
        if inner.open >= inner.max_open {
            return Err(Refusal::Full);
        }
        if let Some(member) = member {
            let (_, forgotten) = inner.state.admit(now, claim, rng);
            effects.extend(forgotten);
            effects.extend(inner.state.attach(now, room.id, member));
        }
        inner.opened += 1;
        inner.open += 1;
        let opened = inner.opened;
        let channel = inner.channel(now.uptime, room.id);
        let seat = Seat::new(member, claim.via, form, opened, channel.beat);
        let key = channel.seats.insert(seat);
        if member.is_none() {
            let nameless = channel.nameless();
            inner.state.set_nameless(room.id, nameless);
        }
        let reader = Reader::new(self.clone(), room.id, key, now.uptime);
        Self::perform(inner, now.uptime, effects);
        if let Some(waker) = displaced {
            waker.wake();
        }
        Ok(reader)
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
        }
    }

    /// A room's backlog, oldest message first, for whoever may come in. In a room other than the lobby,
    /// a member who asks for it is there, and on the list.
    ///
    /// # Errors
    /// The refusal to show to those who may not.
    pub fn backlog(
        &self,
        now: Moment,
        claim: &Claim,
        place: &Place,
        rng: &mut impl Rng,
    ) -> Result<Vec<Arc<Event>>, Refusal> {
        let mut inner = self.lock();
        let room = inner.state.enter(place, claim)?;
        let mut effects = Vec::new();
        if claim.proven && *place != Place::Lobby {
            if inner.state.is_removed(room.id, claim.member) {
                return Err(Refusal::Removed);
            }
            effects = inner.state.admit(now, claim, rng).1;
            effects.extend(inner.state.arrive(now, room.id, claim.member));
        }
        let backlog = inner.state.backlog(room.id).cloned().collect();
        Self::perform(inner, now.uptime, effects);
        Ok(backlog)
    }

    /// Lets time pass: tells who has gone, forgets who is gone for long, tells who is here, and sends a
    /// heartbeat after a long silence.
    ///
    /// To be called about once a second.
    pub fn tick(&self, now: Moment) {
        let mut guard = self.lock();
        let effects = guard.state.tick(now);
        let inner = &mut *guard;
        let mut wakers = Vec::new();
        for (&room, channel) in &mut inner.channels {
            let version = inner.state.roster_version(room);
            if channel.wants_roster(version, now.uptime)
                && let Some(roster) = inner.state.roster(room)
            {
                let render = inner.render.as_ref();
                wakers.extend(channel.tell_roster(&roster, version, now.uptime, render));
            }
            wakers.extend(channel.beat_after(HEARTBEAT, now.uptime));
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
