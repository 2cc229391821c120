//! Readers: a cursor into what their room is told, and a seat in it for as long as it is held.

use std::{
    task::{Context, Poll, Waker},
    time::Duration,
};

use super::{Form, Hub, look::Pending, windows::WindowId};
use crate::chat::{EndReason, MemberId, RoomId, Via};

/// What a reader gets next.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Lines, all that were pending, in one piece; at first there may be none.
    Lines(Pending),
    /// Nothing happened for a while; sent so that a reader who vanished is noticed.
    Heartbeat,
    /// The transcript ends.
    End(EndReason),
}

/// Where a reader stands in what its room is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor {
    /// In the messages.
    pub(super) said: u64,
    /// In the notices.
    pub(super) notices: u64,
    /// In what is for the reader alone.
    pub(super) private: u64,
    /// In what was taken back.
    pub(super) erasures: u64,
    /// The number of the last list of members that the reader was sent.
    pub(super) roster: u64,
}

/// What the hub knows of one reader.
#[derive(Debug)]
pub(super) struct Seat {
    /// Where the reader stands; nowhere until it has taken its first look.
    pub(super) cursor: Option<Cursor>,
    /// The heartbeats that it has seen.
    pub(super) beat: u64,
    /// Wakes the reader's task while it waits.
    pub(super) waker: Option<Waker>,
    /// The member who reads, where a session was proven and the seat has not ended.
    pub(super) member: Option<MemberId>,
    /// The same, whether or not the seat has ended.
    pub(super) reader: Option<MemberId>,
    /// The window that it is read in, where there is one.
    pub(super) window: Option<WindowId>,
    /// Where the member stopped reading before, in the messages, if that was a while ago.
    pub(super) left_off: Option<u64>,
    /// The circuit that it is read over, where there is one.
    pub(super) via: Option<Via>,
    /// Rises with each seat taken.
    pub(super) opened: u64,
    /// The form that is read.
    pub(super) form: Form,
    /// Why this seat was told to end, if it was.
    pub(super) ended: Option<EndReason>,
}

impl Seat {
    /// A seat whose reader has seen nothing yet.
    pub(super) fn new(member: Option<MemberId>, via: Option<Via>, form: Form) -> Self {
        Self {
            cursor: None,
            beat: 0,
            waker: None,
            member,
            reader: member,
            window: None,
            left_off: None,
            via,
            opened: 0,
            form,
            ended: None,
        }
    }

    /// Tells the seat to end; gives the waker of the reader who waits.
    pub(super) fn end(&mut self, reason: EndReason) -> Option<Waker> {
        self.ended = Some(reason);
        self.member = None;
        self.waker.take()
    }
}

/// One reader of a room. Dropping it is leaving.
#[derive(Debug)]
#[must_use = "dropping a reader gives its place in the room away"]
pub struct Reader {
    /// The hub.
    hub: Hub,
    /// The room.
    room: RoomId,
    /// The seat's place in the room's table.
    key: usize,
    /// The uptime when the seat was taken or last used, for noting when it is left.
    used: Duration,
}

impl Reader {
    /// The reader who holds this seat.
    pub(super) fn new(hub: Hub, room: RoomId, key: usize, uptime: Duration) -> Self {
        Self {
            hub,
            room,
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
        let Some(channel) = inner.channels.get_mut(&self.room) else {
            return Poll::Ready(Next::End(EndReason::Closed));
        };
        let Some(seat) = channel.seats.get(self.key) else {
            return Poll::Ready(Next::End(EndReason::Closed));
        };
        if let Some(reason) = &seat.ended {
            return Poll::Ready(Next::End(reason.clone()));
        }
        let ignored = seat
            .member
            .and_then(|member| inner.state.ignored_by(member));
        if channel.has_missed_erasures(self.key) {
            return Poll::Ready(Next::End(EndReason::FellBehind));
        }
        if let Some(pending) = channel.look(self.key, ignored, inner.render.as_ref()) {
            return Poll::Ready(Next::Lines(pending));
        }
        if inner.closed {
            return Poll::Ready(Next::End(EndReason::Closed));
        }
        let (beat, seat) = (channel.beat, &mut channel.seats[self.key]);
        if seat.beat != beat {
            seat.beat = beat;
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
        let mut guard = self.hub.lock();
        let inner = &mut *guard;
        let Some(channel) = inner.channels.get_mut(&self.room) else {
            return;
        };
        let Some(seat) = channel.seats.try_remove(self.key) else {
            return;
        };
        let nameless = seat.member.is_none().then(|| channel.nameless());
        // A reader who waited long was last polled long ago; the tick has the time as of a second ago.
        let left = self.used.max(inner.uptime);
        if let (Some(reader), Some(cursor)) = (seat.reader, seat.cursor) {
            channel.note_left(reader, cursor.said, left);
        }
        if let Some(window) = seat.window {
            inner.windows.note_closed(window);
        }
        if channel.closed && channel.seats.is_empty() {
            inner.channels.remove(&self.room);
        }
        if seat.ended.is_none() {
            inner.open -= 1;
        }
        if let Some(member) = seat.member {
            inner.state.detach(left, self.room, member);
        } else if let Some(nameless) = nameless {
            inner.state.set_nameless(self.room, nameless);
        }
    }
}
