//! When the rooms open and when they close by themselves: what the host has asked for, and how long that is
//! from now.
//!
//! Pure: the time is an argument.

mod span; // how long that is, in words

pub use span::{in_words, seconds};

use std::time::Duration;

use jiff::{
    RoundMode, SignedDuration, Span, Timestamp, Unit, Zoned,
    civil::{DateTime, Time},
};

/// How far away a time may be: who means a later one has mistyped it, or has a better way than a process
/// that has to run until then.
const FARTHEST: SignedDuration = SignedDuration::from_hours(366 * 24);

/// What cannot be done with the times that the host asks for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimerError {
    /// It is no span of time.
    #[error("{option}: “{typed}” is no span of time. Write it like 2h, 90m or \"1h 30m\"")]
    Span {
        /// Which option.
        option: &'static str,
        /// What was typed.
        typed: String,
    },
    /// It is no time.
    #[error(
        "{option}: “{typed}” is no time. Write it like 18:00, \"2026-11-21 18:00\" (both by this computer's \
         clock) or 2026-11-21T18:00:00+01:00"
    )]
    Time {
        /// Which option.
        option: &'static str,
        /// What was typed.
        typed: String,
    },
    /// The time is over.
    #[error("{option}: {typed} has passed; it is {now} now by this computer's clock")]
    Past {
        /// Which option.
        option: &'static str,
        /// What was typed.
        typed: String,
        /// The time.
        now: String,
    },
    /// The time is too far away.
    #[error("{option}: {typed} is more than a year away. Choose an earlier time")]
    Far {
        /// Which option.
        option: &'static str,
        /// What was typed.
        typed: String,
    },
    /// The end comes before the beginning.
    #[error(
        "the room would close before it opens. Choose a later time to close: stop-at or stop-after"
    )]
    Order,
    /// There are two ends.
    #[error("stop-after and stop-at are both given. Leave out one of them")]
    TwoEnds,
}

/// What the host has typed of times.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// When to open.
    pub start_at: Option<String>,
    /// How long to stay open.
    pub stop_after: Option<String>,
    /// When to close.
    pub stop_at: Option<String>,
}

/// When the rooms open and close, as seen from the moment in which it was asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Plan {
    /// When they open, if not at once.
    pub opens: Option<Deadline>,
    /// When they close, if they do by themselves.
    pub closes: Option<Deadline>,
}

/// What this computer's clocks show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Time since 1970-01-01 00:00 UTC, by the clock that people and programs set. It has gone on when a
    /// computer wakes up that was suspended.
    pub wall: Duration,
    /// Time since the program was started, by a clock that nobody sets. It may stand still while the
    /// computer is suspended.
    pub elapsed: Duration,
}

/// A time that comes.
///
/// A time of day is one by the wall clock, whatever happens to that. A span of time has passed as soon as
/// either clock says so: a computer that was suspended then closes the room in time, and a wall clock that is
/// set back keeps nothing open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// By the wall clock.
    wall: Duration,
    /// By the other one, where a span was asked for.
    elapsed: Option<Duration>,
}

impl Deadline {
    /// How long it is until then.
    #[must_use]
    pub fn left(&self, now: Reading) -> Duration {
        let left = self.wall.saturating_sub(now.wall);
        self.elapsed.map_or(left, |elapsed| {
            left.min(elapsed.saturating_sub(now.elapsed))
        })
    }
}

impl Asked {
    /// What is asked here, or else there. An end that is asked here leaves nothing of another one.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let ends = self.stop_after.is_some() || self.stop_at.is_some();
        Self {
            start_at: self.start_at.or(other.start_at),
            stop_after: self.stop_after.or(other.stop_after.filter(|_| !ends)),
            stop_at: self.stop_at.or(other.stop_at.filter(|_| !ends)),
        }
    }

    /// What it means at this time, which `reading` tells as well.
    ///
    /// # Errors
    /// In words, where the times cannot be read, have passed or do not go together.
    pub fn plan(&self, now: &Zoned, reading: Reading) -> Result<Plan, TimerError> {
        let at = |option, typed: &Option<String>| {
            let typed = typed.as_deref();
            typed.map(|typed| until(option, typed, now)).transpose()
        };
        // A room that is started anew after its time opens at once: that it does not open would be the greater harm.
        let opens = match at("start-at", &self.start_at) {
            Err(TimerError::Past { .. }) => None,
            asked => asked?,
        };
        let from = opens.unwrap_or_default();
        let wall = |left| Deadline {
            wall: reading.wall + left,
            elapsed: None,
        };
        let closes = match (&self.stop_after, &self.stop_at) {
            (None, None) => None,
            (Some(_), Some(_)) => return Err(TimerError::TwoEnds),
            // The room is open for so long, so it counts from when it opens.
            (Some(typed), None) => {
                let left = from + span("stop-after", typed, now)?;
                Some(Deadline {
                    wall: reading.wall + left,
                    elapsed: Some(reading.elapsed + left),
                })
            }
            (None, typed @ Some(_)) => {
                let left = at("stop-at", typed)?.unwrap_or_default();
                if left <= from {
                    return Err(TimerError::Order);
                }
                Some(wall(left))
            }
        };
        Ok(Plan {
            opens: opens.map(wall),
            closes,
        })
    }
}

/// How long a span is that was typed, such as `1h 30m`.
fn span(option: &'static str, typed: &str, now: &Zoned) -> Result<Duration, TimerError> {
    let span = typed.trim().parse::<Span>().ok();
    let duration = span.and_then(|span| span.to_duration(now).ok());
    match duration {
        Some(duration) if duration.is_positive() => bounded(option, typed, duration),
        _ => Err(TimerError::Span {
            option,
            typed: typed.to_owned(),
        }),
    }
}

/// How long it is until a time that was typed.
fn until(option: &'static str, typed: &str, now: &Zoned) -> Result<Duration, TimerError> {
    let time = time(typed.trim(), now).ok_or_else(|| TimerError::Time {
        option,
        typed: typed.to_owned(),
    })?;
    let left = time.duration_since(now.timestamp());
    if !left.is_positive() {
        return Err(TimerError::Past {
            option,
            typed: typed.to_owned(),
            now: shown(now),
        });
    }
    bounded(option, typed, left)
}

/// A duration that is not too long.
fn bounded(
    option: &'static str,
    typed: &str,
    duration: SignedDuration,
) -> Result<Duration, TimerError> {
    let far = || TimerError::Far {
        option,
        typed: typed.to_owned(),
    };
    if duration > FARTHEST {
        return Err(far());
    }
    duration.try_into().map_err(|_| far())
}

/// A time that was typed: with an offset from UTC, or a date and time of day in this computer's zone, or a time
/// of day, which is the next one there.
fn time(typed: &str, now: &Zoned) -> Option<Timestamp> {
    if let Ok(time) = typed.parse::<Timestamp>() {
        return Some(time);
    }
    let zone = now.time_zone();
    let in_zone = |time: DateTime| Some(time.to_zoned(zone.clone()).ok()?.timestamp());
    if let Ok(time) = typed.parse::<DateTime>() {
        // A date alone is more likely half of what was meant than its midnight.
        return if typed.contains(':') {
            in_zone(time)
        } else {
            None
        };
    }
    let time: Time = typed.contains(':').then(|| typed.parse().ok())??;
    let today = in_zone(now.date().to_datetime(time))?;
    if today > now.timestamp() {
        return Some(today);
    }
    in_zone(now.date().tomorrow().ok()?.to_datetime(time))
}

/// A time for the host: its date and minute, and how far it is from UTC.
fn shown(time: &Zoned) -> String {
    let rounding = jiff::ZonedRound::new().smallest(Unit::Minute);
    let minute = time.round(rounding.mode(RoundMode::Trunc));
    minute.map_or_else(
        |_| time.to_string(),
        |minute| minute.strftime("%Y-%m-%d %H:%M %:z").to_string(),
    )
}

#[cfg(test)]
mod tests;
