//! What the chat knows of time: a moment that it is given, and the minute that it shows.

use std::time::Duration;

use time::OffsetDateTime;

/// When something is asked of the chat, in the two measures that it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Time since the room was opened; never runs backwards, so paces are measured with it.
    pub uptime: Duration,
    /// The time that readers are shown.
    pub shown: Stamp,
}

/// A time as readers are shown it: UTC, moved by the room's random offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Seconds since 1970-01-01 00:00 UTC, the offset included.
    seconds: i64,
}

impl Stamp {
    /// The stamp for this many seconds since 1970-01-01 00:00 UTC.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Self {
        Self { seconds }
    }

    /// Whole minutes since 1970-01-01 00:00 UTC, the offset included; nothing before that.
    #[must_use]
    pub fn minutes(self) -> u64 {
        u64::try_from(self.seconds / 60).unwrap_or(0)
    }

    /// How long after another one it is; no time at all where it is not.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        let seconds = self.seconds.saturating_sub(earlier.seconds);
        Duration::from_secs(seconds.try_into().unwrap_or(0))
    }

    /// Hour and minute, as the transcript shows them: `15:23`.
    #[must_use]
    pub fn clock(self) -> String {
        let at = self.utc();
        format!("{:02}:{:02}", at.hour(), at.minute())
    }

    /// Date, hour and minute with a separator between them: `2026-03-30` + `T` + `15:23`.
    #[must_use]
    pub fn date_and_clock(self, separator: char) -> String {
        let at = self.utc();
        let (year, month, day) = at.to_calendar_date();
        format!(
            "{year:04}-{:02}-{day:02}{separator}{}",
            u8::from(month),
            self.clock()
        )
    }

    /// The calendar's view of the stamp; one beyond the calendar's end shows as its beginning.
    fn utc(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The stamp of 2026-03-30 15:23:45 UTC shows its minute, and its date only where asked.
    #[test]
    fn shows_the_minute_and_the_date() {
        let stamp = Stamp::from_unix(1_774_884_225);
        assert_eq!(stamp.clock(), "15:23");
        assert_eq!(stamp.date_and_clock('T'), "2026-03-30T15:23");
    }

    /// Leap days, turns of the year and times before 1970 come out right.
    #[test]
    fn handles_the_edges_of_the_calendar() {
        for (seconds, expected) in [
            (0, "1970-01-01 00:00"),
            (-1, "1969-12-31 23:59"),
            (951_782_400, "2000-02-29 00:00"),
            (1_709_164_800, "2024-02-29 00:00"),
            (1_735_689_599, "2024-12-31 23:59"),
            (4_107_542_400, "2100-03-01 00:00"),
        ] {
            assert_eq!(Stamp::from_unix(seconds).date_and_clock(' '), expected);
        }
    }
}
