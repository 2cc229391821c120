//! The one place where tasks meet the chat.
//!
//! [`Hub`] is a cheap handle around one mutex that is never held over an await: the order in which
//! it is taken is the order of events. A message is rendered once, put into one [`ring`] that all
//! readers share, and each reader is a cursor into it: no queue and no timer per reader.

pub mod reader;
pub mod ring;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use rand::Rng;
use slab::Slab;

use crate::chat::{
    Admission, Claim, Command, Event, Limits, MemberId, Moment, Nick, Refusal, State,
};
use reader::{EndReason, Reader, Seat};
use ring::Ring;

/// How many messages the room remembers; the seed's number.
pub const BACKLOG: usize = 200;

/// How many transcripts one session has open at most: a person's few tabs, and less than the six
/// connections that a browser keeps to one address for such, so that posting always finds a free
/// one.
pub const SESSION_TRANSCRIPTS: usize = 4;

/// How many members are remembered beside those that have a transcript open.
const MEMBERS: usize = 4096;

/// After how much silence readers get a heartbeat; the seed's number.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// How an event is put into words for the readers of the ring.
pub type Render = fn(&Event) -> Bytes;

/// The room's state and its readers, shared by all tasks.
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
    /// Its newest events as readers get them.
    ring: Ring,
    /// Everybody who reads.
    seats: Slab<Seat>,
    /// How many seats have not been told to end.
    open: usize,
    /// How many may read at once.
    max_open: usize,
    /// Counts heartbeats; a reader who has seen fewer owes its connection one.
    beat: u64,
    /// When readers were last sent anything.
    last_sent: Duration,
    /// Counts the transcripts ever opened, to tell which is the oldest.
    opened: u64,
    /// Whether the room has closed.
    closed: bool,
    /// Puts events into words.
    render: Render,
}

/// What `/api/status` tells about the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occupancy {
    /// Transcripts open.
    pub streams: usize,
    /// How many may be open at once.
    pub max_streams: usize,
    /// Messages in the backlog.
    pub messages: usize,
}

impl Hub {
    /// An empty room for `max_open` transcripts at once.
    #[must_use]
    pub fn new(max_open: usize, render: Render) -> Self {
        let limits = Limits {
            backlog: BACKLOG,
            members: MEMBERS + max_open,
        };
        let inner = Inner {
            state: State::new(limits),
            ring: Ring::new(BACKLOG),
            seats: Slab::new(),
            open: 0,
            max_open,
            beat: 0,
            last_sent: Duration::ZERO,
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

    /// Does what somebody asks for and tells all readers; gives who it was, and the refusal if so.
    pub fn submit(
        &self,
        now: Moment,
        claim: &Claim,
        command: Command,
        rng: &mut impl Rng,
    ) -> (Admission, Result<(), Refusal>) {
        let mut inner = self.lock();
        let who = inner.state.admit(now, claim, rng);
        let outcome = inner.state.apply(now, who.member, command);
        let event = match outcome {
            Ok(event) => event,
            Err(refusal) => return (who, Err(refusal)),
        };
        let line = (inner.render)(&event);
        inner.ring.push(line);
        inner.last_sent = now.uptime;
        Self::wake(inner);
        (who, Ok(()))
    }

    /// Opens a transcript; a session that has its share open loses its oldest one.
    /// `None` where as many as allowed are open.
    pub fn open(&self, now: Moment, claim: &Claim, rng: &mut impl Rng) -> Option<Reader> {
        let mut inner = self.lock();
        let mut woken = None;
        let member = claim.proven.then_some(claim.member);
        if let Some(member) = member {
            woken = inner.displace(member);
        }
        if inner.open >= inner.max_open {
            return None;
        }
        if let Some(member) = member {
            inner.state.admit(now, claim, rng);
            inner.state.attach(now, member);
        }
        inner.opened += 1;
        inner.open += 1;
        let seat = Seat::new(member, inner.opened, inner.beat);
        let key = inner.seats.insert(seat);
        drop(inner);
        if let Some(waker) = woken {
            waker.wake();
        }
        Some(Reader::new(self.clone(), key, now.uptime))
    }

    /// How full the room is.
    #[must_use]
    pub fn occupancy(&self) -> Occupancy {
        let inner = self.lock();
        Occupancy {
            streams: inner.open,
            max_streams: inner.max_open,
            messages: inner.state.backlog().len(),
        }
    }

    /// The backlog, oldest event first.
    #[must_use]
    pub fn backlog(&self) -> Vec<Arc<Event>> {
        self.lock().state.backlog().cloned().collect()
    }

    /// Lets time pass: forgets who is gone, and sends a heartbeat after a long silence.
    ///
    /// To be called about once a second.
    pub fn tick(&self, now: Moment) {
        let mut inner = self.lock();
        inner.state.prune(now);
        if now.uptime.saturating_sub(inner.last_sent) >= HEARTBEAT {
            inner.last_sent = now.uptime;
            inner.beat += 1;
            Self::wake(inner);
        }
    }

    /// Closes the room: every transcript gets its last words and ends.
    pub fn close(&self) {
        let mut inner = self.lock();
        inner.closed = true;
        Self::wake(inner);
    }

    /// Takes the lock; a panic under it is no reason to take the room from everybody else.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes every reader who waits, after the lock is released: the first thing that each of
    /// them does is to take it.
    fn wake(mut inner: MutexGuard<'_, Inner>) {
        let wakers: Vec<_> = inner
            .seats
            .iter_mut()
            .filter_map(|(_, seat)| seat.waker.take())
            .collect();
        drop(inner);
        for waker in wakers {
            waker.wake();
        }
    }
}

impl Inner {
    /// Tells a session's oldest transcript to end if it has its share open.
    fn displace(&mut self, member: MemberId) -> Option<std::task::Waker> {
        let mine = |seat: &Seat| seat.member == Some(member) && seat.ended.is_none();
        if self.seats.iter().filter(|(_, seat)| mine(seat)).count() < SESSION_TRANSCRIPTS {
            return None;
        }
        let (_, oldest) = self
            .seats
            .iter_mut()
            .filter(|(_, seat)| mine(seat))
            .min_by_key(|(_, s)| s.opened)?;
        oldest.ended = Some(EndReason::OpenedElsewhere);
        self.open -= 1;
        oldest.waker.take()
    }
}
