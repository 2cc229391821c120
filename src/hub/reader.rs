//! Readers: a cursor into the shared ring, and a seat in the room for as long as it is held.

use std::{
    task::{Context, Poll, Waker},
    time::Duration,
};

use bytes::Bytes;

use super::Hub;
use crate::chat::{MemberId, Seq};

/// Why a transcript ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    /// The room has closed.
    Closed,
    /// The session opened more transcripts than its share, and this one was its oldest.
    OpenedElsewhere,
}

/// What a reader gets next.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Lines, all that were pending, in one piece.
    Lines {
        /// How many lines were lost before them because the reader was too slow.
        missed: u64,
        /// The lines.
        lines: Bytes,
    },
    /// Nothing happened for a while; sent so that a reader who vanished is noticed.
    Heartbeat,
    /// The transcript ends.
    End(EndReason),
}

/// What the room knows of one reader.
#[derive(Debug)]
pub(super) struct Seat {
    /// The number of the next line for this reader; `None` until it has taken its first look.
    cursor: Option<Seq>,
    /// The heartbeats that it has seen.
    beat: u64,
    /// Wakes the reader's task while it waits.
    pub(super) waker: Option<Waker>,
    /// The session that reads, where one was proven.
    pub(super) member: Option<MemberId>,
    /// Rises with each seat taken.
    pub(super) opened: u64,
    /// Why this seat was told to end, if it was.
    pub(super) ended: Option<EndReason>,
}

impl Seat {
    /// A seat whose reader has seen nothing yet.
    pub(super) fn new(member: Option<MemberId>, opened: u64, beat: u64) -> Self {
        Self {
            cursor: None,
            beat,
            waker: None,
            member,
            opened,
            ended: None,
        }
    }
}

/// One reader of the room. Dropping it is leaving.
#[derive(Debug)]
#[must_use = "dropping a reader gives its place in the room away"]
pub struct Reader {
    /// The room.
    hub: Hub,
    /// The seat's place in the room's table.
    key: usize,
    /// The room's uptime when the seat was taken or last used, for noting when it is left.
    used: Duration,
}

impl Reader {
    /// The reader who holds this seat.
    pub(super) fn new(hub: Hub, key: usize, uptime: Duration) -> Self {
        Self {
            hub,
            key,
            used: uptime,
        }
    }

    /// What comes next; pending until there is something. The first answer is always there at
    /// once: the backlog, which may be empty.
    pub fn poll_next(&mut self, uptime: Duration, cx: &mut Context<'_>) -> Poll<Next> {
        self.used = uptime;
        let mut guard = self.hub.lock();
        let inner = &mut *guard;
        let Some(seat) = inner.seats.get_mut(self.key) else {
            return Poll::Ready(Next::End(EndReason::Closed));
        };
        if let Some(reason) = seat.ended {
            return Poll::Ready(Next::End(reason));
        }
        let first_look = seat.cursor.is_none();
        let cursor = *seat.cursor.get_or_insert_with(|| inner.ring.start());
        if let Some(pending) = inner.ring.since(cursor) {
            seat.cursor = Some(pending.cursor);
            seat.beat = inner.beat;
            let (missed, lines) = (pending.missed, pending.lines);
            return Poll::Ready(Next::Lines { missed, lines });
        }
        if first_look {
            return Poll::Ready(Next::Lines {
                missed: 0,
                lines: Bytes::new(),
            });
        }
        if inner.closed {
            return Poll::Ready(Next::End(EndReason::Closed));
        }
        if seat.beat != inner.beat {
            seat.beat = inner.beat;
            return Poll::Ready(Next::Heartbeat);
        }
        match &mut seat.waker {
            Some(waker) => waker.clone_from(cx.waker()),
            none => *none = Some(cx.waker().clone()),
        }
        Poll::Pending
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let mut inner = self.hub.lock();
        let Some(seat) = inner.seats.try_remove(self.key) else {
            return;
        };
        if seat.ended.is_none() {
            inner.open -= 1;
        }
        if let Some(member) = seat.member {
            inner.state.detach(self.used, member);
        }
    }
}
