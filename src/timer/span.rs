//! A span of time, as the host reads it.

use std::time::Duration;

/// A span in whole seconds, rounded up: a moment after it was asked for, it is still what was asked.
#[must_use]
pub fn seconds(span: Duration) -> u64 {
    span.as_secs() + u64::from(span.subsec_nanos() > 0)
}

/// A span in its two greatest units, rounded up: `2 h 5 min`.
#[must_use]
pub fn in_words(span: Duration) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    let seconds = seconds(span);
    let up = |unit: u64| seconds.div_ceil(unit) * unit;
    let (unit, parts) = match seconds {
        ..MINUTE => (seconds, [(1, "s"), (1, "")]),
        MINUTE..HOUR => (up(1), [(MINUTE, "min"), (1, "s")]),
        HOUR..DAY => (up(MINUTE), [(HOUR, "h"), (MINUTE, "min")]),
        _ => (up(HOUR), [(DAY, "d"), (HOUR, "h")]),
    };
    let [(first, name), (second, small)] = parts;
    match unit % first / second {
        _ if small.is_empty() => format!("{unit} {name}"),
        0 => format!("{} {name}", unit / first),
        rest => format!("{} {name} {rest} {small}", unit / first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spans are shown in what people count in.
    #[test]
    fn spans_are_short() {
        for (seconds, shown) in [
            (0, "0 s"),
            (5, "5 s"),
            (60, "1 min"),
            (90, "1 min 30 s"),
            (3_599, "59 min 59 s"),
            (3_600, "1 h"),
            (7_499, "2 h 5 min"),
            (86_399, "24 h"),
            (86_400, "1 d"),
            (90_001, "1 d 2 h"),
            (259_200, "3 d"),
        ] {
            assert_eq!(in_words(Duration::from_secs(seconds)), shown);
        }
        assert_eq!(in_words(Duration::from_millis(7_199_001)), "2 h");
    }
}
