//! One room's readers and what they are told: the lines for all, for the members, and for one alone.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    task::Waker,
    time::Duration,
};

use bytes::Bytes;
use slab::Slab;

use super::{
    BACKLOG, Form, Render,
    reader::{Cursor, Seat},
    ring::{Line, Ring, join},
};
use crate::chat::{Audience, EndReason, Erased, Event, MemberId, Nick, Roster, Whom};

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

/// What one look brought.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// How many messages were lost because the reader was too slow.
    pub(super) missed: u64,
    /// Everything that the reader has not seen, in one piece.
    pub(super) lines: Bytes,
}

/// Transcripts that were told to end.
#[derive(Debug, Default)]
pub(super) struct Ended {
    /// Who waits for that.
    pub(super) wakers: Vec<Waker>,
    /// Whose they were, once for each.
    pub(super) members: Vec<MemberId>,
    /// How many there were.
    pub(super) count: usize,
}

/// The list of members as it was last told.
#[derive(Debug)]
struct Told {
    /// The version of the list.
    version: u64,
    /// When it was told.
    at: Duration,
    /// The list for people.
    html: Bytes,
    /// The list for programs.
    json: Bytes,
    /// Rises with each list told in the room.
    number: u64,
}

/// One room's readers and what they are told.
#[derive(Debug)]
pub(super) struct Channel {
    /// The messages, for everybody who reads and comes to read.
    said: Ring,
    /// What concerns only those who read at this moment.
    notices: Ring,
    /// What was taken back, for everybody who may have it on their screen.
    erasures: Ring,
    /// What is for one member alone.
    private: HashMap<MemberId, Ring>,
    /// Everybody who reads.
    pub(super) seats: Slab<Seat>,
    /// Counts heartbeats; a reader who has seen fewer owes its connection one.
    pub(super) beat: u64,
    /// When all readers were last sent anything.
    last_sent: Duration,
    /// The list of members.
    told: Option<Told>,
    /// How many lists were ever told.
    rosters: u64,
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
            closed: false,
        }
    }

    /// Tells an event to those it is for, and gives the wakers of those who wait for it.
    pub(super) fn tell(
        &mut self,
        uptime: Duration,
        to: &Audience,
        event: &Arc<Event>,
        render: &dyn Render,
    ) -> Vec<Waker> {
        let line = Arc::new(Line::new(Arc::clone(event), render));
        match to {
            Audience::Readers => self.said.push(line),
            Audience::Present => self.erasures.push(line),
            Audience::Members => self.notices.push(line),
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
            Erased::Messages(seqs) => self.said.erase(|seq| seqs.contains(&seq)),
            Erased::Everything => {
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
    pub(super) fn end(&mut self, whom: Whom, reason: &EndReason) -> Ended {
        let is_meant = |seat: &Seat| match whom {
            Whom::Everybody => true,
            Whom::Member(member) => seat.member == Some(member),
            Whom::Nameless => seat.member.is_none(),
            Whom::Via(via) => seat.via == Some(via),
        };
        let mut ended = Ended::default();
        for (_, seat) in &mut self.seats {
            if seat.ended.is_none() && is_meant(seat) {
                ended.members.extend(seat.member);
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
        roster: &Roster,
        version: u64,
        uptime: Duration,
        render: &dyn Render,
    ) -> Vec<Waker> {
        self.rosters += 1;
        self.told = Some(Told {
            version,
            at: uptime,
            html: render.roster(Form::Html, roster),
            json: render.roster(Form::Json, roster),
            number: self.rosters,
        });
        self.wake(|seat| seat.member.is_some())
    }

    /// Everything that a reader has not seen, in the order in which it happened, and the list of members
    /// where it has changed; nothing if there is nothing. Whose doing the reader does not want to
    /// see is left out.
    pub(super) fn look(
        &mut self,
        key: usize,
        ignored: Option<&BTreeMap<MemberId, Nick>>,
        render: &dyn Render,
    ) -> Option<Pending> {
        let seat = self.seats.get_mut(key)?;
        let member = seat.member;
        let private = member.and_then(|member| self.private.get(&member));
        let first_look = seat.cursor.is_none();
        let cursor = seat.cursor.get_or_insert_with(|| Cursor {
            said: self.said.start(),
            notices: self.notices.end(),
            erasures: self.erasures.end(),
            private: private.map_or(0, Ring::start),
            roster: 0,
        });
        let roster = self.told.as_ref();
        let roster = roster.filter(|told| member.is_some() && told.number > cursor.roster);
        let notices = self.notices.since(cursor.notices);
        let erasures = self.erasures.since(cursor.erasures);
        let whispers = private.map(|ring| ring.since(cursor.private));
        let is_nothing_beside = notices.len() == 0
            && erasures.len() == 0
            && whispers.as_ref().is_none_or(|lines| lines.len() == 0);
        let is_nothing = is_nothing_beside && self.said.since(cursor.said).len() == 0;
        if is_nothing && roster.is_none() && !first_look {
            return None;
        }
        // Whoever comes back learns also what came and went while nobody looked.
        let missed_private = private.map_or(0, |ring| {
            if first_look {
                ring.unseen()
            } else {
                ring.missed(cursor.private)
            }
        });
        let missed = self.said.missed(cursor.said) + missed_private;
        let mut lines = if is_nothing_beside && ignored.is_none() && seat.form == Form::Html {
            self.said.html_since(cursor.said)
        } else {
            let mut lines: Vec<&Arc<Line>> = self
                .said
                .since(cursor.said)
                .chain(notices.filter(|_| member.is_some()))
                .chain(erasures)
                .chain(whispers.into_iter().flatten())
                .filter(|line| match (ignored, line.by) {
                    (Some(ignored), Some(by)) => !ignored.contains_key(&by),
                    _ => true,
                })
                .collect();
            lines.sort_by_key(|line| line.order);
            join(lines.iter().map(|line| line.bytes(seat.form, render)))
        };
        cursor.said = self.said.end();
        cursor.notices = self.notices.end();
        cursor.erasures = self.erasures.end();
        cursor.private = private.map_or(0, Ring::end);
        if let Some(ring) = private {
            ring.note_seen();
        }
        seat.beat = self.beat;
        if let Some(told) = roster {
            cursor.roster = told.number;
            let list = match seat.form {
                Form::Html => &told.html,
                Form::Json => &told.json,
            };
            lines = join([&lines, list].into_iter());
        }
        Some(Pending { missed, lines })
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
