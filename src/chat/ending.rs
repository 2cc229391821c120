//! When it all ends, if the host has set a time: how much is left, as readers are told it.

use std::time::Duration;

/// When everybody who reads is told how much time is left: often enough to finish what is being said, and
/// so seldom that nobody is disturbed.
pub(super) const WARNINGS: [Duration; 5] = [
    Duration::from_hours(24),
    Duration::from_hours(1),
    Duration::from_mins(15),
    Duration::from_mins(5),
    Duration::from_mins(1),
];

/// How far an end may move before readers are told of it anew: less is only how two clocks drift apart.
pub(super) const DRIFT: Duration = Duration::from_secs(30);

/// A minute, and what is rounded to.
const MINUTE: u64 = 60;

/// An hour, in minutes.
const HOUR: u64 = 60;

/// A day, in minutes: from there on nobody counts minutes any more.
const DAY: u64 = 24 * HOUR;

/// How much time is left, as readers are told it: rounded up to a minute, or to an hour where it is more than
/// a day. It is a span and no time of day, which would tell the host's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeLeft {
    /// The minutes, at least one.
    minutes: u64,
}

impl TimeLeft {
    /// So much, rounded.
    #[must_use]
    pub fn of(left: Duration) -> Self {
        let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
        let minutes = seconds.div_ceil(MINUTE).max(1);
        let minutes = if minutes > DAY {
            minutes.div_ceil(HOUR) * HOUR
        } else {
            minutes
        };
        Self { minutes }
    }

    /// The same in seconds.
    #[must_use]
    pub fn as_secs(self) -> u64 {
        self.minutes * MINUTE
    }

    /// Its days, hours and minutes; at most two of them that follow each other are not zero. A whole day is 24
    /// hours, since that is what people count in at its end.
    #[must_use]
    pub fn parts(self) -> [u64; 3] {
        if self.minutes <= DAY {
            return [0, self.minutes / HOUR, self.minutes % HOUR];
        }
        [self.minutes / DAY, self.minutes % DAY / HOUR, 0]
    }
}

/// The end of it all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ending {
    /// At which uptime.
    at: Duration,
    /// How many of the [`WARNINGS`] lie behind.
    passed: usize,
}

impl Ending {
    /// An end at this uptime, of which readers are told now.
    pub(super) fn new(at: Duration, uptime: Duration) -> Self {
        let passed = passed(at.saturating_sub(uptime));
        Self { at, passed }
    }

    /// How much is left.
    pub(super) fn left(&self, uptime: Duration) -> Duration {
        self.at.saturating_sub(uptime)
    }

    /// Moves the end. Whether that is far enough to be told.
    pub(super) fn move_to(&mut self, at: Duration, uptime: Duration) -> bool {
        let is_news = at.abs_diff(self.at) > DRIFT;
        if is_news {
            *self = Self::new(at, uptime);
        } else {
            self.at = at;
        }
        is_news
    }

    /// Whether a warning is due that was not given yet; it counts as given then.
    pub(super) fn warns(&mut self, uptime: Duration) -> bool {
        let passed = passed(self.left(uptime));
        let is_due = passed > self.passed;
        self.passed = self.passed.max(passed);
        is_due
    }
}

/// How many warnings lie behind when so much is left.
fn passed(left: Duration) -> usize {
    WARNINGS.iter().filter(|&&warning| left <= warning).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left is rounded up, never to nothing, and in units that people count in.
    #[test]
    fn rounds_up_to_what_people_count_in() {
        let minutes = |minutes| Duration::from_mins(minutes);
        for (left, parts) in [
            (Duration::ZERO, [0, 0, 1]),
            (Duration::from_nanos(1), [0, 0, 1]),
            (minutes(1), [0, 0, 1]),
            (minutes(1) + Duration::from_nanos(1), [0, 0, 2]),
            (Duration::from_millis(899_100), [0, 0, 15]),
            (minutes(60), [0, 1, 0]),
            (minutes(125), [0, 2, 5]),
            (minutes(24 * 60), [0, 24, 0]),
            (minutes(24 * 60 + 1), [1, 1, 0]),
            (minutes(48 * 60), [2, 0, 0]),
            (minutes(365 * 24 * 60), [365, 0, 0]),
        ] {
            assert_eq!(TimeLeft::of(left).parts(), parts, "{left:?}");
        }
        assert_eq!(TimeLeft::of(Duration::from_secs(61)).as_secs(), 120);
    }
}
