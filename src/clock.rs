//! The one place where the time is read.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rand::{Rng, RngExt as _};

use crate::chat::{Moment, Stamp};

/// The times that readers see are off by at most this many seconds, drawn at each start.
///
/// Two minutes hide how far the host's clock is off, which would help to find the host among
/// other servers (Murdoch, "Hot or Not", 2006), and are little enough to keep the times useful.
const MAX_OFFSET_SECONDS: i64 = 120;

/// Date, hour and minute of this computer's clock in UTC, for telling its owner; visitors never see
/// it.
#[must_use]
pub fn own_time() -> String {
    Stamp::from_unix(unix_seconds()).date_and_clock(' ')
}

/// Seconds since 1970-01-01 00:00 UTC by this computer's clock; 0 before that.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the place where the time is read"
)]
fn unix_seconds() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(since.unwrap_or(Duration::ZERO).as_secs()).unwrap_or(0)
}

/// Reads the time, moved by the room's random offset.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// When the room was opened.
    started: Instant,
    /// How far the times that are shown are off, in seconds.
    offset: i64,
}

impl Clock {
    /// A clock that starts now, with an offset drawn from `rng`.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the place where the time is read"
    )]
    pub fn start(rng: &mut impl Rng) -> Self {
        let offset = rng.random_range(-MAX_OFFSET_SECONDS..=MAX_OFFSET_SECONDS);
        Self {
            started: Instant::now(),
            offset,
        }
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Moment {
        Moment {
            uptime: self.uptime(),
            shown: Stamp::from_unix(unix_seconds().saturating_add(self.offset)),
        }
    }

    /// How long the room has been open.
    #[must_use]
    pub fn uptime(&self) -> Duration {
        self.started.elapsed()
    }
}
