//! One room's readers and what they are told: the lines for all, for the members, and for one alone.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, OnceLock},
    task::Waker,
    time::Duration,
};

use bytes::Bytes;
use slab::Slab;

use super::{
    BACKLOG,
    reader::Seat,
    ring::{InEachLanguage, Line, Ring},
    windows::WindowId,
};
use crate::chat::{Audience, EndReason, Erased, Event, MemberId, Roster, pace::Bucket};

/// How many notices, such as that somebody came in, wait for a slow reader: they are worth less than
/// messages, and a reader who missed some still has the list of members.
const NOTICES: usize = 64;

/// How many lines that are for one member alone are kept for that member: a screen or two of whispers
/// and answers, which a reload brings back.
const PRIVATE: usize = 64;

/// How many times messages may be taken back while a reader does not look: whoever misses one of them is
/// shown the room anew.
const ERASURES: usize = 64;

/// The list of members is told again after a change, but not sooner than this for every so many
/// members: each of them is sent all of it.
const ROSTER_EVERY: Duration = Duration::from_secs(1);

/// See [`ROSTER_EVERY`].
const ROSTER_SHARE: usize = 10;

/// How many members' places are kept, the newest: where they stopped reading.
const LEFT: usize = 512;

/// How long somebody is away before they are shown what is new: a page that is loaded anew, or a connection
/// that comes back, is no absence.
const AWAY: Duration = Duration::from_secs(10);

/// After messages were taken back, all transcripts for people end, so that their text is in no browser any
/// more, and are asked for again at once. So many times in a row that may happen, and then at a pace that
/// keeps whoever says things and takes them back from making everybody load the room for ever.
const RENEWALS: u32 = 2;

/// See [`RENEWALS`]: the pace in an empty room, and what each reader adds to it.
const RENEW_EVERY: (Duration, Duration) = (Duration::from_secs(5), Duration::from_millis(250));

/// The slowest pace of it: so long a text that was taken back may stay on screens at most.
const RENEW_AT_LAST: Duration = Duration::from_secs(30);

/// Where somebody stopped reading.
#[derive(Debug)]
struct Left {
    /// Who.
    member: MemberId,
    /// Where in the messages.
    at: u64,
    /// At which uptime.
    when: Duration,
}

/// Transcripts that were told to end.
#[derive(Debug, Default)]
pub(super) struct Ended {
    /// Who waits for that.
    pub(super) wakers: Vec<Waker>,
    /// Whose they were, once for each.
    pub(super) members: Vec<MemberId>,
    /// The windows that they were read in.
    pub(super) windows: Vec<WindowId>,
    /// How many there were.
    pub(super) count: usize,
}

/// The list of members as it was last told.
#[derive(Debug)]
pub(super) struct Told {
    /// The version of the list.
    version: u64,
    /// When it was told.
    at: Duration,
    /// The list itself.
    pub(super) roster: Roster,
    /// The list for people.
    pub(super) html: InEachLanguage,
    /// The list for programs.
    pub(super) json: OnceLock<Bytes>,
    /// Rises with each list told in the room.
    pub(super) number: u64,
}

/// One room's readers and what they are told.
#[derive(Debug)]
pub(super) struct Channel {
    /// The messages, for everybody who reads and comes to read.
    pub(super) said: Ring,
    /// What concerns only those who read at this moment.
    pub(super) notices: Ring,
    /// What was taken back, for everybody who may have it on their screen.
    pub(super) erasures: Ring,
    /// What is for one member alone.
    pub(super) private: HashMap<MemberId, Ring>,
    /// Everybody who reads.
    pub(super) seats: Slab<Seat>,
    /// Counts heartbeats; a reader who has seen fewer owes its connection one.
    pub(super) beat: u64,
    /// When all readers were last sent anything.
    last_sent: Duration,
    /// The list of members.
    pub(super) told: Option<Told>,
    /// How many lists were ever told.
    rosters: u64,
    /// Where members stopped reading, the latest last.
    left: VecDeque<Left>,
    /// Whether messages were taken back that people still have on their screens.
    is_stale: bool,
    /// How often all began anew.
    renewals: Bucket,
    /// Whether the room is no more, and only waits for its readers to end.
    pub(super) closed: bool,
}

impl Channel {
    /// A room that nobody reads in.
    pub(super) fn new(uptime: Duration) -> Self {
        Self {
            said: Ring::new(BACKLOG),
            notices: Ring::new(NOTICES),
            erasures: Ring::new(ERASURES),
            private: HashMap::new(),
            seats: Slab::new(),
            beat: 0,
            last_sent: uptime,
            told: None,
            rosters: 0,
            left: VecDeque::new(),
            is_stale: false,
            renewals: Bucket::default(),
            closed: false,
        }
    }

    /// Tells an event to those it is for, and gives the wakers of those who wait for it.
    pub(super) fn tell(
        &mut self,
        uptime: Duration,
        to: &Audience,
        event: &Arc<Event>,
    ) -> Vec<Waker> {
        let line = Arc::new(Line::new(Arc::clone(event)));
        match to {
            Audience::Readers => self.said.push(line),
            Audience::Present => self.erasures.push(line),
            Audience::Members | Audience::Everybody => self.notices.push(line),
            Audience::Only(members) => {
                for &member in members {
                    let ring = self.private.entry(member);
                    let ring = ring.or_insert_with(|| Ring::new(PRIVATE));
                    ring.push(Arc::clone(&line));
                }
                return self.wake(|seat| seat.member.is_some_and(|one| members.contains(&one)));
            }
        }
        if *to == Audience::Members {
            return self.wake(|seat| seat.member.is_some());
        }
        self.last_sent = uptime;
        self.wake(|_| true)
    }

    /// Lets go of messages.
    pub(super) fn erase(&mut self, erased: &Erased) {
        match erased {
            Erased::Messages(seqs) => {
                self.said.erase(|seq| seqs.contains(&seq));
                self.is_stale = true;
            }
            Erased::Everything => {
                self.left.clear();
                self.said.erase(|_| true);
                self.notices.erase(|_| true);
                self.private.clear();
                self.told = None;
            }
        }
    }

    /// Lets go of everything that was kept for one member.
    pub(super) fn forget(&mut self, member: MemberId) {
        self.private.remove(&member);
    }

    /// Ends transcripts.
    pub(super) fn end(&mut self, is_meant: impl Fn(&Seat) -> bool, reason: &EndReason) -> Ended {
        let mut ended = Ended::default();
        for (_, seat) in &mut self.seats {
            if seat.ended.is_none() && is_meant(seat) {
                ended.members.extend(seat.member);
                ended.windows.extend(seat.window);
                ended.wakers.extend(seat.end(reason.clone()));
                ended.count += 1;
            }
        }
        ended
    }

    /// Sends a heartbeat after so long a silence.
    pub(super) fn beat_after(&mut self, silence: Duration, uptime: Duration) -> Vec<Waker> {
        if uptime.saturating_sub(self.last_sent) < silence {
            return Vec::new();
        }
        self.last_sent = uptime;
        self.beat += 1;
        self.wake(|_| true)
    }

    /// How many readers have no name.
    pub(super) fn nameless(&self) -> usize {
        let open = self.seats.iter().filter(|(_, seat)| seat.ended.is_none());
        open.filter(|(_, seat)| seat.member.is_none()).count()
    }

    /// Lets go of the list of members where nobody reads it: it names people.
    pub(super) fn forget_unread_list(&mut self) {
        if self.told.is_some() && !self.has_members() {
            self.told = None;
        }
    }

    /// Whether any member reads.
    pub(super) fn has_members(&self) -> bool {
        let mut seats = self.seats.iter();
        seats.any(|(_, seat)| seat.member.is_some())
    }

    /// Whether the list of members should be told again.
    pub(super) fn wants_roster(&self, version: u64, uptime: Duration) -> bool {
        // Mostly nothing has changed, and then nobody is counted.
        let told = self.told.as_ref();
        if told.is_some_and(|told| told.version == version) {
            return false;
        }
        let named = self.seats.iter().filter(|(_, seat)| seat.member.is_some());
        let named = named.count();
        let every = ROSTER_EVERY * u32::try_from(1 + named / ROSTER_SHARE).unwrap_or(u32::MAX);
        named > 0 && told.is_none_or(|told| uptime.saturating_sub(told.at) >= every)
    }

    /// Tells the members who is here.
    pub(super) fn tell_roster(
        &mut self,
        roster: Roster,
        version: u64,
        uptime: Duration,
    ) -> Vec<Waker> {
        self.rosters += 1;
        self.told = Some(Told {
            version,
            at: uptime,
            roster,
            html: InEachLanguage::default(),
            json: OnceLock::new(),
            number: self.rosters,
        });
        self.wake(|seat| seat.member.is_some())
    }

    /// Notes where a member stopped reading.
    pub(super) fn note_left(&mut self, member: MemberId, at: u64, when: Duration) {
        self.left.retain(|left| left.member != member);
        if self.left.len() == LEFT {
            self.left.pop_front();
        }
        self.left.push_back(Left { member, at, when });
    }

    /// Where the next message will stand.
    pub(super) fn said_end(&self) -> u64 {
        self.said.end()
    }

    /// Where a member stopped reading, if that was a while ago.
    pub(super) fn left_off(&self, member: MemberId, uptime: Duration) -> Option<u64> {
        let mut seats = self.seats.iter();
        let reads = seats.any(|(_, seat)| seat.member == Some(member));
        let left = self.left.iter().find(|left| left.member == member);
        let left = left.filter(|left| !reads && uptime.saturating_sub(left.when) >= AWAY);
        left.map(|left| left.at)
    }

    /// Whether the transcripts for people have to begin anew now, since something was taken back.
    pub(super) fn must_renew(&mut self, uptime: Duration) -> bool {
        let (least, each) = RENEW_EVERY;
        let readers = u32::try_from(self.seats.len()).unwrap_or(u32::MAX);
        let pace = (least + each * readers).min(RENEW_AT_LAST);
        let now = self.is_stale && self.renewals.take(uptime, pace, RENEWALS);
        self.is_stale &= !now;
        now
    }

    /// Whether a reader was so slow that it does not learn any more what was taken back, and may have it on
    /// its screen for ever.
    pub(super) fn has_missed_erasures(&self, key: usize) -> bool {
        let cursor = self.seats.get(key).and_then(|seat| seat.cursor);
        cursor.is_some_and(|cursor| self.erasures.missed(cursor.erasures) > 0)
    }

    /// Takes the wakers of the readers who wait and are meant.
    pub(super) fn wake(&mut self, is_meant: impl Fn(&Seat) -> bool) -> Vec<Waker> {
        let seats = self.seats.iter_mut();
        seats
            .filter(|(_, seat)| is_meant(seat))
            .filter_map(|(_, seat)| seat.waker.take())
            .collect()
    }
}
