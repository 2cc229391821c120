//! Doing what has to be done because of something that happened: telling readers, ending their
//! transcripts, letting go of what was said.

use std::{sync::MutexGuard, task::Waker, time::Duration};

use super::{Form, Hub, Inner, SESSION_TRANSCRIPTS, SentFrom, channel::Channel, reader::Seat};
use crate::chat::{Effect, EndReason, Erased, MemberId, Reply, RoomId, Whom};

impl Hub {
    /// Does what has to be done because of something that happened, then releases the lock and wakes
    /// the readers: the first thing that each of them does is to take it.
    pub(super) fn perform(
        mut guard: MutexGuard<'_, Inner>,
        uptime: Duration,
        effects: Vec<Effect>,
    ) {
        let inner = &mut *guard;
        inner.uptime = inner.uptime.max(uptime);
        let mut wakers = Vec::new();
        for effect in effects {
            match effect {
                Effect::Tell(room, to, event) => {
                    wakers.extend(inner.channel(uptime, room).tell(uptime, &to, &event));
                }
                Effect::Erase(room, erased) => {
                    inner.channel(uptime, room).erase(&erased);
                    wakers.extend(inner.renew(uptime, room));
                }
                Effect::End(room, whom, reason) => {
                    wakers.extend(inner.end(uptime, room, whom, &reason));
                }
                Effect::Gone(room, member) => inner.channel(uptime, room).forget(member),
                Effect::Closed(room) => {
                    wakers.extend(inner.end(uptime, room, Whom::Everybody, &EndReason::Empty));
                    let channel = inner.channel(uptime, room);
                    channel.erase(&Erased::Everything);
                    channel.closed = true;
                    if channel.seats.is_empty() {
                        inner.channels.remove(&room);
                    }
                }
            }
        }
        drop(guard);
        wake(wakers);
    }
}

/// Wakes readers.
pub(super) fn wake(wakers: Vec<Waker>) {
    for waker in wakers {
        waker.wake();
    }
}

impl Inner {
    /// What a room's readers are told.
    pub(super) fn channel(&mut self, uptime: Duration, room: RoomId) -> &mut Channel {
        let channel = self.channels.entry(room);
        channel.or_insert_with(|| Channel::new(uptime))
    }

    /// Lets a window follow what was done in it: to another room, or out of this one.
    pub(super) fn lead(
        &mut self,
        uptime: Duration,
        member: MemberId,
        room: RoomId,
        from: SentFrom,
        reply: Reply,
    ) -> (Reply, Vec<Waker>) {
        let Some(id) = from.window else {
            return (reply, Vec::new());
        };
        let Some(window) = self.windows.get(id, member) else {
            return (reply, Vec::new());
        };
        window.draft = None;
        match reply {
            Reply::Moved { to, frames } => {
                window.go_to(&to);
                let reason = EndReason::Moved(to.clone());
                let is_here = |seat: &Seat| seat.window == Some(id);
                // Where the member's only transcript goes along, the chat has seen to it.
                let wakers = if frames {
                    Vec::new()
                } else {
                    self.cut(uptime, room, is_here, &reason)
                };
                (Reply::Moved { to, frames: true }, wakers)
            }
            Reply::Left { stopped } => {
                window.ended = Some(if stopped {
                    EndReason::Stopped
                } else {
                    EndReason::Left
                });
                (reply, Vec::new())
            }
            Reply::Done | Reply::Answer(_) => (reply, Vec::new()),
        }
    }

    /// Ends transcripts in a room.
    fn end(&mut self, uptime: Duration, room: RoomId, whom: Whom, why: &EndReason) -> Vec<Waker> {
        match whom {
            Whom::Everybody => self.end_seats(uptime, room, |_| true, why).0,
            Whom::Member(member) => {
                let is_theirs = |seat: &Seat| seat.member == Some(member);
                self.end_seats(uptime, room, is_theirs, why).0
            }
            Whom::Nameless => {
                let is_nameless = |seat: &Seat| seat.member.is_none();
                self.end_seats(uptime, room, is_nameless, why).0
            }
            // Whose transcripts end by name, the chat knows already; not so who came over a circuit.
            Whom::Via(via) => self.cut(uptime, room, |seat| seat.via == Some(via), why),
        }
    }

    /// Ends transcripts of which the chat does not know yet.
    pub(super) fn cut(
        &mut self,
        uptime: Duration,
        room: RoomId,
        is_meant: impl Fn(&Seat) -> bool,
        why: &EndReason,
    ) -> Vec<Waker> {
        let (wakers, members) = self.end_seats(uptime, room, is_meant, why);
        for member in members {
            self.state.detach(uptime, room, member);
        }
        wakers
    }

    /// Lets all transcripts for people begin anew, if something was taken back and it is time for that.
    pub(super) fn renew(&mut self, uptime: Duration, room: RoomId) -> Vec<Waker> {
        let channel = self.channels.get_mut(&room);
        if !channel.is_some_and(|channel| channel.must_renew(uptime)) {
            return Vec::new();
        }
        let is_for_people = |seat: &Seat| seat.form != Form::Json;
        self.cut(uptime, room, is_for_people, &EndReason::Erased)
    }

    /// Ends transcripts; gives the wakers of who waits for that, and whose they were.
    fn end_seats(
        &mut self,
        uptime: Duration,
        room: RoomId,
        is_meant: impl Fn(&Seat) -> bool,
        why: &EndReason,
    ) -> (Vec<Waker>, Vec<MemberId>) {
        let channel = self.channel(uptime, room);
        let ended = channel.end(is_meant, why);
        let nameless = channel.nameless();
        self.state.set_nameless(room, nameless);
        self.open -= ended.count;
        for window in ended.windows {
            self.windows.note_end(window, why);
        }
        (ended.wakers, ended.members)
    }

    /// Tells a session's oldest transcript to end if it has its share open.
    pub(super) fn displace(&mut self, uptime: Duration, member: MemberId) -> Option<Waker> {
        let mine = |seat: &Seat| seat.member == Some(member);
        let seats = self.channels.iter_mut().flat_map(|(&room, channel)| {
            let seats = channel.seats.iter_mut();
            seats.map(move |(_, seat)| (room, seat))
        });
        let mine: Vec<_> = seats.filter(|(_, seat)| mine(seat)).collect();
        if mine.len() < SESSION_TRANSCRIPTS {
            return None;
        }
        let (room, oldest) = mine.into_iter().min_by_key(|(_, seat)| seat.opened)?;
        let waker = oldest.end(EndReason::OpenedElsewhere);
        if let Some(window) = oldest.window {
            self.windows.note_end(window, &EndReason::OpenedElsewhere);
        }
        self.open -= 1;
        self.state.detach(uptime, room, member);
        waker
    }
}
