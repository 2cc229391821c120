//! The one place where the time is read.

use std::{
    sync::LazyLock,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use jiff::Zoned;
use rand::{Rng, RngExt as _};

use crate::{
    chat::{Moment, Stamp},
    timer::Reading,
};

/// The times that readers see are off by at most this much, drawn at each start to the nanosecond.
///
/// Two minutes hide how far the host's clock is off and when its minute turns, which would help to
/// find the host among other servers (Murdoch, "Hot or Not", 2006), and are little enough to keep
/// the times useful. How fast the clock drifts shows all the same, to somebody who watches for long.
const MAX_OFFSET: Duration = Duration::from_mins(2);

/// Date, hour and minute of this computer's clock in UTC, for telling its owner; visitors never see
/// it.
#[must_use]
pub fn own_time() -> String {
    stamp(since_epoch()).date_and_clock(' ')
}

/// The hour and minute of a time in this computer's zone, in which its owner thinks; visitors never see it.
#[must_use]
pub fn own_minute(since_epoch: u64) -> String {
    let seconds = i64::try_from(since_epoch).unwrap_or(i64::MAX);
    let at = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::MAX);
    at.to_zoned(jiff::tz::TimeZone::system())
        .strftime("%H:%M")
        .to_string()
}

/// When this module was first asked for a reading, which the program does when it starts.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the place where the time is read"
)]
static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

/// What this computer's clocks show, for the host's own timers; visitors never see it.
#[must_use]
pub fn reading() -> Reading {
    Reading {
        wall: since_epoch(),
        elapsed: STARTED.elapsed(),
    }
}

/// The time in this computer's zone, in which its owner thinks; visitors never see it.
#[must_use]
pub fn own_zoned() -> Zoned {
    Zoned::now()
}

/// Time since 1970-01-01 00:00 UTC by this computer's clock; nothing before that.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the place where the time is read"
)]
fn since_epoch() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
}

/// What is shown for a time since 1970-01-01 00:00 UTC.
fn stamp(since_epoch: Duration) -> Stamp {
    Stamp::from_unix(i64::try_from(since_epoch.as_secs()).unwrap_or(0))
}

/// Reads the time, moved by the room's random offset.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// When the room was opened.
    started: Instant,
    /// How far the times that are shown are ahead, beside [`MAX_OFFSET`] behind.
    offset: Duration,
}

impl Clock {
    /// A clock that starts now, with an offset drawn from `rng`.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the place where the time is read"
    )]
    pub fn start(rng: &mut impl Rng) -> Self {
        Self {
            started: Instant::now(),
            offset: rng.random_range(Duration::ZERO..=2 * MAX_OFFSET),
        }
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Moment {
        let shown = (since_epoch() + self.offset).saturating_sub(MAX_OFFSET);
        Moment {
            uptime: self.uptime(),
            shown: stamp(shown),
        }
    }

    /// How long the room has been open.
    #[must_use]
    pub fn uptime(&self) -> Duration {
        self.started.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    /// The offset is different at each start, within its bounds, and no whole number of seconds:
    /// otherwise the minute shown would turn in the very moment in which the host's second does.
    #[test]
    fn the_offset_hides_the_second() {
        let mut rng = StdRng::seed_from_u64(5);
        let offsets: Vec<Duration> = (0..100).map(|_| Clock::start(&mut rng).offset).collect();
        assert!(offsets.iter().all(|offset| *offset <= 2 * MAX_OFFSET));
        assert!(offsets.iter().all(|offset| offset.subsec_nanos() != 0));
        assert!(offsets.iter().min() < offsets.iter().max());
    }
}
