//! The end of it all at a time that the host has set: saying so in every room, and warning before it comes.

use super::{
    super::{
        ending::{Ending, TimeLeft},
        event::{Audience, Effect, EventKind},
        time::Moment,
    },
    Duration, State,
};

impl State {
    /// Sets the uptime at which it all ends, or moves it; every room is told, unless it moves so little that
    /// nobody would notice. Ending it then is not for the chat to do.
    pub fn set_end(&mut self, now: Moment, at: Duration) -> Vec<Effect> {
        let is_news = if let Some(ending) = &mut self.ending {
            ending.move_to(at, now.uptime)
        } else {
            self.ending = Some(Ending::new(at, now.uptime));
            true
        };
        if is_news {
            self.tell_end(now)
        } else {
            Vec::new()
        }
    }

    /// How much time is left, if it ends at a time that was set.
    #[must_use]
    pub fn time_left(&self, uptime: Duration) -> Option<TimeLeft> {
        self.ending.map(|ending| TimeLeft::of(ending.left(uptime)))
    }

    /// Tells every room how much time is left, when it is time for that.
    pub(super) fn warn(&mut self, now: Moment) -> Vec<Effect> {
        let is_due = self
            .ending
            .as_mut()
            .is_some_and(|ending| ending.warns(now.uptime));
        if is_due {
            self.tell_end(now)
        } else {
            Vec::new()
        }
    }

    /// Tells every room how much time is left.
    fn tell_end(&mut self, now: Moment) -> Vec<Effect> {
        let Some(left) = self.time_left(now.uptime) else {
            return Vec::new();
        };
        let rooms = self.rooms.values_mut();
        rooms
            .map(|room| {
                let event = room.record(now.shown, None, EventKind::Closing(left));
                Effect::Tell(room.id, Audience::Everybody, event)
            })
            .collect()
    }
}
