//! Doing what has to be done because of something that happened: telling readers, ending their
//! transcripts, letting go of what was said.

use std::{
    sync::{Arc, MutexGuard},
    task::Waker,
    time::Duration,
};

use super::{Hub, Inner, SESSION_TRANSCRIPTS, channel::Channel, reader::Seat};
use crate::chat::{Effect, EndReason, Erased, MemberId, RoomId, Whom};

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
                    let render = Arc::clone(&inner.render);
                    let channel = inner.channel(uptime, room);
                    wakers.extend(channel.tell(uptime, &to, &event, render.as_ref()));
                }
                Effect::Erase(room, erased) => inner.channel(uptime, room).erase(&erased),
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

    /// Ends transcripts in a room.
    fn end(&mut self, uptime: Duration, room: RoomId, whom: Whom, why: &EndReason) -> Vec<Waker> {
        let channel = self.channel(uptime, room);
        let ended = channel.end(whom, why);
        let nameless = channel.nameless();
        self.state.set_nameless(room, nameless);
        self.open -= ended.count;
        // Whose transcripts end by name, the chat knows already; not so who came over a circuit.
        if matches!(whom, Whom::Via(_)) {
            for member in ended.members {
                self.state.detach(uptime, room, member);
            }
        }
        ended.wakers
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
        self.open -= 1;
        self.state.detach(uptime, room, member);
        waker
    }
}
