//! The end of it all at a time that the host has set, as readers learn of it.

use std::time::Duration;

use super::Hub;
use crate::chat::{Moment, TimeLeft};

impl Hub {
    /// Sets the uptime at which everything closes, or moves it, also while people read; they are told.
    /// Closing it then is not for the hub to do.
    ///
    /// It may be called again and again with an end that is found anew each time: what moves little is not
    /// told.
    pub fn set_end(&self, now: Moment, at: Duration) {
        let mut inner = self.lock();
        let effects = inner.state.set_end(now, at);
        Self::perform(inner, now.uptime, effects);
    }

    /// How much time is left, if everything closes at a time that was set.
    #[must_use]
    pub fn time_left(&self) -> Option<TimeLeft> {
        let inner = self.lock();
        inner.state.time_left(inner.uptime)
    }
}
