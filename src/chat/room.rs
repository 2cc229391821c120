//! One room: who is in it, what was said in it, and who may do what.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use super::{
    event::{Event, EventKind, Seq},
    lock::Lock,
    member::{MemberId, Via},
    pace::Bucket,
    place::{Place, RoomId, RoomName},
    text::MessageText,
    time::{Moment, Stamp},
};

/// How long somebody whose last transcript ended counts as away and not as gone: a reload takes
/// seconds, and a browser that lost its circuit needs half a minute to build another one.
pub(super) const GRACE: Duration = Duration::from_secs(45);

/// How long somebody without a transcript still counts as here: a frame that loads anew takes a moment.
pub(super) const AWAY: Duration = Duration::from_secs(5);

/// Comings that are told at once, and the pace after that: in a room where more come and go, nobody reads
/// their names.
const COMING_BURST: u32 = 12;

/// See [`COMING_BURST`].
const COMING_INTERVAL: Duration = Duration::from_secs(5);

/// How many sessions, and how many circuits, a room keeps banned, muted, removed or let in by the
/// passphrase, the newest: a list of each takes some kilobytes at most.
const KEPT: usize = 256;

/// Somebody who is in a room.
#[derive(Debug)]
pub(super) struct Occupant {
    /// How many transcripts they have open here.
    pub(super) readers: usize,
    /// The room's uptime when the last of them ended, or when they last did something without one.
    pub(super) lost: Duration,
    /// Whether the others are shown that they are away.
    pub(super) is_away: bool,
    /// Whether they are among the members that the others are shown.
    pub(super) announced: bool,
    /// Whether the others were told that they came in.
    pub(super) told: bool,
    /// Who last whispered to them here.
    pub(super) whisperer: Option<MemberId>,
}

/// The newest few of something, the oldest being forgotten.
#[derive(Debug)]
pub(super) struct Newest<T>(VecDeque<T>);

impl<T> Default for Newest<T> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<T: PartialEq> Newest<T> {
    /// Whether it is there.
    pub(super) fn has(&self, one: &T) -> bool {
        self.0.contains(one)
    }

    /// Adds one; the oldest goes where there are too many.
    pub(super) fn add(&mut self, one: T) {
        self.remove(&one);
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(one);
    }

    /// Takes one away; says whether it was there.
    pub(super) fn remove(&mut self, one: &T) -> bool {
        self.remove_all(|other| other == one)
    }

    /// Takes all of a kind away; says whether there were any.
    pub(super) fn remove_all(&mut self, is_meant: impl Fn(&T) -> bool) -> bool {
        let before = self.0.len();
        self.0.retain(|one| !is_meant(one));
        self.0.len() < before
    }
}

/// A room.
#[derive(Debug)]
pub(super) struct Room {
    /// Its number.
    pub(super) id: RoomId,
    /// Where it is found.
    pub(super) place: Place,
    /// What it is called; the lobby is called as the host wants.
    pub(super) name: Option<RoomName>,
    /// What it is about.
    pub(super) topic: Option<MessageText>,
    /// What opens it, if it is locked.
    pub(super) lock: Option<Lock>,
    /// Who made it, and may moderate it.
    pub(super) operator: Option<MemberId>,
    /// Whom the host made operators beside them.
    pub(super) deputies: Newest<MemberId>,
    /// Who is in it.
    pub(super) occupants: BTreeMap<MemberId, Occupant>,
    /// Who has shown the passphrase.
    pub(super) admitted: Newest<MemberId>,
    /// Who was removed and has not come back.
    pub(super) removed: Newest<MemberId>,
    /// Who may only read.
    pub(super) muted: Newest<MemberId>,
    /// The circuits over which they came, and who that was.
    pub(super) muted_circuits: Newest<(MemberId, Via)>,
    /// Who was removed for good.
    pub(super) banned: Newest<MemberId>,
    /// The circuits over which they came.
    pub(super) banned_circuits: Newest<Via>,
    /// The newest messages, oldest first.
    backlog: VecDeque<Arc<Event>>,
    /// How many of them are kept.
    capacity: usize,
    /// The number of the next event that more than one or two are told of.
    next: Seq,
    /// How many events there ever were.
    order: u64,
    /// When the last message was said.
    last_said: Option<Stamp>,
    /// How many read without a session.
    pub(super) nameless: usize,
    /// The circuit over which the room was made.
    pub(super) made_via: Option<Via>,
    /// Whether the host has opened it, so that it stays while nobody is there.
    pub(super) is_hosts: bool,
    /// Comings that were told.
    comings: Bucket,
    /// Rises whenever the roster changes.
    pub(super) version: u64,
}

impl Room {
    /// A room with nobody in it, that keeps so many messages.
    pub(super) fn new(id: RoomId, place: Place, name: Option<RoomName>, capacity: usize) -> Self {
        Self {
            id,
            place,
            name,
            topic: None,
            lock: None,
            operator: None,
            deputies: Newest::default(),
            occupants: BTreeMap::new(),
            admitted: Newest::default(),
            removed: Newest::default(),
            muted: Newest::default(),
            muted_circuits: Newest::default(),
            banned: Newest::default(),
            banned_circuits: Newest::default(),
            backlog: VecDeque::new(),
            capacity,
            next: 0,
            order: 0,
            last_said: None,
            nameless: 0,
            made_via: None,
            is_hosts: false,
            comings: Bucket::default(),
            version: 0,
        }
    }

    /// Numbers an event; a message goes into the backlog as well.
    pub(super) fn record(
        &mut self,
        at: Stamp,
        by: Option<MemberId>,
        kind: EventKind,
    ) -> Arc<Event> {
        let is_private = kind.is_private();
        let last = self.last_said.map(|last| at.since(last));
        let event = Arc::new(Event {
            seq: self.next,
            order: self.order,
            at,
            after: last.unwrap_or_default(),
            by,
            kind,
        });
        self.order += 1;
        self.next += Seq::from(!is_private);
        if event.said_text().is_some() {
            self.last_said = Some(at);
            if self.backlog.len() == self.capacity {
                self.backlog.pop_front();
            }
            self.backlog.push_back(Arc::clone(&event));
        }
        event
    }

    /// The backlog, oldest message first.
    pub(super) fn backlog(
        &self,
    ) -> impl DoubleEndedIterator<Item = &Arc<Event>> + ExactSizeIterator {
        self.backlog.iter()
    }

    /// The number of the oldest message in the backlog, or of the next event where there is none.
    pub(super) fn oldest(&self) -> Seq {
        self.backlog.front().map_or(self.next, |event| event.seq)
    }

    /// Takes messages out of the backlog.
    pub(super) fn erase(&mut self, is_erased: impl Fn(Seq) -> bool) {
        self.backlog.retain(|event| !is_erased(event.seq));
    }

    /// Notes that somebody does something here at this moment, with or without a transcript.
    pub(super) fn touch(&mut self, now: Moment, who: MemberId) -> &mut Occupant {
        let occupant = self.occupants.entry(who).or_insert(Occupant {
            readers: 0,
            lost: now.uptime,
            is_away: false,
            announced: false,
            told: false,
            whisperer: None,
        });
        occupant.lost = occupant.lost.max(now.uptime);
        self.version += u64::from(std::mem::take(&mut occupant.is_away));
        occupant
    }

    /// Whether somebody is among the members that the others are shown.
    pub(super) fn lists(&self, who: MemberId) -> bool {
        self.occupants.get(&who).is_some_and(|one| one.announced)
    }

    /// How many transcripts somebody has open here.
    pub(super) fn readers(&self, who: MemberId) -> usize {
        self.occupants.get(&who).map_or(0, |one| one.readers)
    }

    /// Whether one more coming may be told at this uptime: a flood of them would leave nothing else to see.
    /// The list of members has all of them.
    pub(super) fn may_tell_coming(&mut self, uptime: Duration) -> bool {
        self.comings.take(uptime, COMING_INTERVAL, COMING_BURST)
    }

    /// Whether somebody who comes over this circuit may only read: without the circuit, a muted member would
    /// only have to forget who they are.
    pub(super) fn is_muted(&self, who: MemberId, via: Option<Via>) -> bool {
        let is_same = |one: &(MemberId, Via)| Some(one.1) == via;
        self.muted.has(&who) || self.muted_circuits.0.iter().any(is_same)
    }

    /// Whether somebody who comes over this circuit was removed for good.
    pub(super) fn is_banned(&self, who: MemberId, via: Option<Via>) -> bool {
        self.banned.has(&who) || via.is_some_and(|via| self.banned_circuits.has(&via))
    }
}
