//! What one look at a room brings: everything that a reader has not seen, in one piece.

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use bytes::Bytes;

use super::{
    Form, Render,
    channel::Channel,
    reader::Cursor,
    ring::{Line, Ring, join},
};
use crate::chat::{MemberId, Nick};

/// What one look brought.
#[derive(Default, PartialEq, Eq)]
pub struct Pending {
    /// How many messages were lost to the reader: because it was too slow, or away for long.
    pub missed: u64,
    /// Everything that the reader has not seen, in one piece.
    pub lines: Bytes,
    /// Whether nothing has been said in the room yet.
    pub is_blank: bool,
}

impl fmt::Debug for Pending {
    /// What was said never reaches a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { missed, lines, .. } = self;
        write!(f, "Pending({missed} missed, {} bytes)", lines.len())
    }
}

/// A look of somebody who does not stay.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glance {
    /// In which form.
    pub(super) form: Form,
    /// Where the member stopped reading before, if there is to be a mark.
    pub(super) left_off: Option<u64>,
    /// How many messages, the newest.
    pub(super) newest: u64,
    /// How soon the member looks again; if never, it does not count as reading.
    pub(super) again: Duration,
}

/// Who looks, and from where.
#[derive(Debug, Clone, Copy)]
struct Look<'a> {
    /// The member, where a session was proven.
    member: Option<MemberId>,
    /// In which form.
    form: Form,
    /// Where the reader stands; nowhere at first.
    cursor: Option<Cursor>,
    /// How many messages the reader wants to see at first, the newest.
    newest: u64,
    /// Where the member stopped reading before.
    left_off: Option<u64>,
    /// Whom the member does not want to see.
    ignored: Option<&'a BTreeMap<MemberId, Nick>>,
}

/// Whether somebody who does not want to see these people wants to see what this one did.
pub(super) fn is_seen(ignored: Option<&BTreeMap<MemberId, Nick>>, by: Option<MemberId>) -> bool {
    match (ignored, by) {
        (Some(ignored), Some(by)) => !ignored.contains_key(&by),
        _ => true,
    }
}

impl Channel {
    /// Everything that a reader has not seen; nothing if there is nothing.
    pub(super) fn look(
        &mut self,
        key: usize,
        ignored: Option<&BTreeMap<MemberId, Nick>>,
        render: &dyn Render,
    ) -> Option<Pending> {
        let seat = self.seats.get_mut(key)?;
        let look = Look {
            member: seat.member,
            form: seat.form,
            cursor: seat.cursor,
            newest: u64::MAX,
            left_off: seat.left_off.take(),
            ignored,
        };
        let (pending, cursor) = self.gather(look, render)?;
        let seat = self.seats.get_mut(key)?;
        seat.cursor = Some(cursor);
        seat.beat = self.beat;
        Some(pending)
    }

    /// What somebody sees who looks in now without staying.
    pub(super) fn glance(
        &mut self,
        member: Option<MemberId>,
        glance: Glance,
        ignored: Option<&BTreeMap<MemberId, Nick>>,
        render: &dyn Render,
    ) -> Pending {
        let look = Look {
            member,
            form: glance.form,
            cursor: None,
            newest: glance.newest,
            left_off: glance.left_off,
            ignored,
        };
        let gathered = self.gather(look, render);
        gathered.map_or_else(Pending::default, |(pending, _)| pending)
    }

    /// Everything that a reader has not seen, in the order in which it happened, and the list of members
    /// where it has changed, and where the reader stands then. Whose doing the reader does not want to see
    /// is left out. At first there is always something, and for a member who was away a mark stands before
    /// what is new.
    fn gather(&mut self, look: Look<'_>, render: &dyn Render) -> Option<(Pending, Cursor)> {
        let Look {
            member,
            form,
            ignored,
            ..
        } = look;
        let private = member.and_then(|member| self.private.get(&member));
        let is_first = look.cursor.is_none();
        let cursor = look.cursor.unwrap_or_else(|| Cursor {
            said: self.said.newest(look.newest),
            notices: self.notices.end(),
            erasures: self.erasures.end(),
            private: private.map_or(0, Ring::start),
            roster: 0,
        });
        let roster = self.told.as_ref();
        let roster = roster.filter(|told| member.is_some() && told.number > cursor.roster);
        let notices = self.notices.since(cursor.notices);
        // People's transcripts end instead.
        let erasures = self.erasures.since(match form {
            Form::Html(_) => self.erasures.end(),
            Form::Json => cursor.erasures,
        });
        let whispers = private.map(|ring| ring.since(cursor.private));
        let is_nothing_beside = notices.len() == 0
            && erasures.len() == 0
            && whispers.as_ref().is_none_or(|lines| lines.len() == 0);
        let is_nothing = is_nothing_beside && self.said.since(cursor.said).len() == 0;
        if is_nothing && roster.is_none() && !is_first {
            return None;
        }
        // Whoever comes back learns also what came and went while nobody looked.
        let missed_private = private.map_or(0, |ring| {
            if is_first {
                ring.unseen()
            } else {
                ring.missed(cursor.private)
            }
        });
        let missed_away = look.left_off.map_or(0, |at| self.said.missed(at));
        let missed = self.said.missed(cursor.said) + missed_private + missed_away;
        let new_from = look.left_off.filter(|&at| at > self.said.start());
        let new_from = new_from.and_then(|at| {
            let mut new = self.said.since(at);
            let first = new.clone().next()?.order;
            let is_news = new.any(|line| {
                let is_others = line.by.is_none() || line.by != member;
                is_others && !line.is_erased() && is_seen(ignored, line.by)
            });
            is_news.then_some(first)
        });
        let is_plain = is_nothing_beside && ignored.is_none() && new_from.is_none();
        let mut lines = if is_plain && form != Form::Json {
            self.said.html_since(cursor.said, render)
        } else {
            let mut lines: Vec<&Arc<Line>> = self
                .said
                .since(cursor.said)
                .chain(notices.filter(|line| member.is_some() || line.for_all))
                .chain(erasures)
                .chain(whispers.into_iter().flatten())
                .filter(|line| is_seen(ignored, line.by))
                .collect();
            lines.sort_by_key(|line| line.order);
            let known = new_from.map_or(lines.len(), |order| {
                lines.partition_point(|line| line.order < order)
            });
            let mark = new_from.map(|_| render.news(form));
            let words = |line: &&Arc<Line>| line.bytes(form, render).clone();
            let (known, new) = (lines[..known].iter(), lines[known..].iter());
            let pieces = known.map(words).chain(mark).chain(new.map(words));
            join(pieces.collect::<Vec<_>>().iter())
        };
        let mut reached = Cursor {
            said: self.said.end(),
            notices: self.notices.end(),
            erasures: self.erasures.end(),
            private: private.map_or(0, Ring::end),
            roster: cursor.roster,
        };
        if let Some(ring) = private {
            ring.note_seen();
        }
        if let Some(told) = roster {
            reached.roster = told.number;
            let list = match form {
                Form::Html(lang) => &told.html[lang as usize],
                Form::Json => &told.json,
            };
            let list = list.get_or_init(|| render.roster(form, &told.roster));
            lines = join([&lines, list].into_iter());
        }
        let pending = Pending {
            missed,
            lines,
            is_blank: self.said.end() == 0,
        };
        Some((pending, reached))
    }
}
