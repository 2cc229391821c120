//! What the host does from outside of all rooms, passed on to the chat under the lock.

use rand::Rng;

use super::Hub;
use crate::chat::{
    HostAct, HostLook, MessageText, Moment, Nick, Refusal, RoomCode, RoomCount, RoomId, Which,
    place::RoomName,
};

/// What the host sees of the whole place: numbers only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Census {
    /// All rooms, the lobby first.
    pub rooms: Vec<RoomCount>,
    /// Transcripts open in all of them.
    pub streams: usize,
    /// How many may be open at once.
    pub max_streams: usize,
}

impl Hub {
    /// How many are where.
    #[must_use]
    pub fn census(&self) -> Census {
        let inner = self.lock();
        Census {
            rooms: inner.state.count_rooms().collect(),
            streams: inner.open,
            max_streams: inner.max_open,
        }
    }

    /// What the host sees of a room.
    ///
    /// # Errors
    /// The refusal to show to the host.
    pub fn host_look(&self, which: &Which) -> Result<HostLook, Refusal> {
        self.lock().state.host_look(which)
    }

    /// Does what the host wants in a room, and tells everybody whom it concerns; gives the room, and whom it
    /// was done to.
    ///
    /// # Errors
    /// The refusal to show to the host.
    pub fn host(
        &self,
        now: Moment,
        which: &Which,
        act: HostAct,
    ) -> Result<(RoomId, Option<Nick>), Refusal> {
        let mut inner = self.lock();
        let done = inner.state.host(now, which, act)?;
        Self::perform(inner, now.uptime, done.effects);
        Ok((done.room, done.nick))
    }

    /// Opens a room that stays while nobody is there; gives its code.
    ///
    /// # Errors
    /// The refusal to show to the host.
    pub fn host_opens(&self, name: &RoomName, rng: &mut impl Rng) -> Result<RoomCode, Refusal> {
        self.lock().state.host_opens(name, rng)
    }

    /// Says something to everybody who reads, in all rooms.
    pub fn host_says(&self, now: Moment, text: &MessageText) {
        let mut inner = self.lock();
        let effects = inner.state.host_says(now, text);
        Self::perform(inner, now.uptime, effects);
    }
}
