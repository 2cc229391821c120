//! One room's readers and what they are told: the lines for all, for the members, and for one alone.

use std::{collections::BTreeSet, collections::HashMap, sync::Arc, task::Waker, time::Duration};

use bytes::{Bytes, BytesMut};
use slab::Slab;

use super::{
    BACKLOG, Form, Render,
    reader::{Cursor, Seat},
    ring::{Line, Ring, join},
};
use crate::chat::{Audience, EndReason, Erased, Event, MemberId, Roster, Whom};

/// How many notices, such as that somebody came in, wait for a slow reader: they are worth less than
/// messages, and a reader who missed some still has the list of members.
const NOTICES: usize = 64;

/// How many lines that are for one member alone are kept for that member: a screen or two of whispers
/// and answers, which a reload brings back.
const PRIVATE: usize = 64;

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

/// The list of members as it was last told.
#[derive(Debug)]
struct Told {
    /// The version of the list.
    version: u64,
    /// How many readers had no name.
    nameless: usize,
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
    /// Whether the room is no more, and only waits for its readers to end.
    pub(super) closed: bool,
}

impl Channel {
    /// A room that nobody reads in.
    pub(super) fn new(uptime: Duration) -> Self {
        Self {
            said: Ring::new(BACKLOG),
            notices: Ring::new(NOTICES),
            private: HashMap::new(),
            seats: Slab::new(),
            beat: 0,
            last_sent: uptime,
            told: None,
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
        let line = |members_only| Line::new(Arc::clone(event), members_only, render);
        match to {
            Audience::Readers => self.said.push(line(false)),
            Audience::Present => self.notices.push(line(false)),
            Audience::Members => self.notices.push(line(true)),
            Audience::Only(members) => {
                for &member in members {
                    let ring = self.private.entry(member);
                    ring.or_insert_with(|| Ring::new(PRIVATE)).push(line(true));
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
            }
        }
    }

    /// Lets go of everything that was kept for one member.
    pub(super) fn forget(&mut self, member: MemberId) {
        self.private.remove(&member);
    }

    /// Ends transcripts; gives the wakers, and how many transcripts have ended.
    pub(super) fn end(&mut self, whom: Whom, reason: &EndReason) -> (Vec<Waker>, usize) {
        let is_meant = |seat: &Seat| match whom {
            Whom::Everybody => true,
            Whom::Member(member) => seat.member == Some(member),
        };
        let mut ended = 0;
        let mut wakers = Vec::new();
        for (_, seat) in &mut self.seats {
            if seat.ended.is_none() && is_meant(seat) {
                wakers.extend(seat.end(reason.clone()));
                ended += 1;
            }
        }
        (wakers, ended)
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
        let named = self.seats.len() - self.nameless();
        let every = ROSTER_EVERY * u32::try_from(1 + named / ROSTER_SHARE).unwrap_or(u32::MAX);
        named > 0
            && self.told.as_ref().is_none_or(|told| {
                let has_changed = told.version != version || told.nameless != self.nameless();
                has_changed && uptime.saturating_sub(told.at) >= every
            })
    }

    /// Tells the members who is here.
    pub(super) fn tell_roster(
        &mut self,
        (mut roster, version): (Roster, u64),
        uptime: Duration,
        render: &dyn Render,
    ) -> Vec<Waker> {
        roster.nameless = self.nameless();
        self.told = Some(Told {
            version,
            nameless: roster.nameless,
            at: uptime,
            html: render.roster(Form::Html, &roster),
            json: render.roster(Form::Json, &roster),
            number: self.told.as_ref().map_or(0, |told| told.number) + 1,
        });
        self.wake(|seat| seat.member.is_some())
    }

    /// Everything that a reader has not seen, in the order in which it happened, and the list of members
    /// where it has changed; nothing if there is nothing. Whose doing the reader does not want to
    /// see is left out.
    pub(super) fn look(
        &mut self,
        key: usize,
        ignored: Option<&BTreeSet<MemberId>>,
        render: &dyn Render,
    ) -> Option<Pending> {
        let seat = self.seats.get_mut(key)?;
        let private = seat.member.and_then(|member| self.private.get(&member));
        let first_look = seat.cursor.is_none();
        let cursor = seat.cursor.get_or_insert_with(|| Cursor {
            said: self.said.start(),
            notices: self.notices.end(),
            private: private.map_or(0, Ring::start),
            roster: 0,
        });
        let roster = self.told.as_ref();
        let roster = roster.filter(|told| seat.member.is_some() && told.number > cursor.roster);
        let is_nothing = self.said.since(cursor.said).len() == 0
            && self.notices.since(cursor.notices).len() == 0
            && private.is_none_or(|ring| ring.since(cursor.private).len() == 0)
            && roster.is_none();
        if is_nothing && !first_look {
            return None;
        }
        let missed = self.said.missed(cursor.said);
        let is_said_only = ignored.is_none()
            && seat.form == Form::Html
            && self.notices.since(cursor.notices).len() == 0
            && private.is_none_or(|ring| ring.since(cursor.private).len() == 0);
        let mut lines = if is_said_only {
            self.said.html_since(cursor.said)
        } else {
            let notices = self.notices.since(cursor.notices);
            let private = private
                .into_iter()
                .flat_map(|ring| ring.since(cursor.private));
            let mut lines: Vec<&Line> = self
                .said
                .since(cursor.said)
                .chain(notices.filter(|line| !line.members_only || seat.member.is_some()))
                .chain(private)
                .filter(|line| match (ignored, line.by) {
                    (Some(ignored), Some(by)) => !ignored.contains(&by),
                    _ => true,
                })
                .collect();
            lines.sort_by_key(|line| line.seq);
            join(lines.iter().map(|line| line.bytes(seat.form, render)))
        };
        cursor.said = self.said.end();
        cursor.notices = self.notices.end();
        cursor.private = private.map_or(0, Ring::end);
        seat.beat = self.beat;
        if let Some(told) = roster {
            cursor.roster = told.number;
            let list = match seat.form {
                Form::Html => &told.html,
                Form::Json => &told.json,
            };
            let mut both = BytesMut::from(&lines[..]);
            both.extend_from_slice(list);
            lines = both.freeze();
        }
        Some(Pending { missed, lines })
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
