//! What the host types about times, and how long that is.

use super::*;

/// A winter evening in Berlin, 40 seconds before half past five.
fn now() -> Zoned {
    "2026-11-21T17:29:20+01:00[Europe/Berlin]".parse().unwrap()
}

/// What the clocks show then, in a program that has run for a minute.
fn reading() -> Reading {
    Reading {
        wall: Duration::from_secs(now().timestamp().as_second().try_into().unwrap()),
        elapsed: Duration::from_mins(1),
    }
}

/// What was typed: when to start, how long to stay open, when to stop; nothing where it is empty.
fn plan(start_at: &str, stop_after: &str, stop_at: &str) -> Result<Plan, TimerError> {
    let given = |typed: &str| (!typed.is_empty()).then(|| typed.to_owned());
    let asked = Asked {
        start_at: given(start_at),
        stop_after: given(stop_after),
        stop_at: given(stop_at),
    };
    asked.plan(&now(), reading())
}

/// In how many seconds it opens and closes, seen from now.
fn seconds(plan: Plan) -> (Option<u64>, Option<u64>) {
    let left = |deadline: Option<Deadline>| Some(deadline?.left(reading()).as_secs());
    (left(plan.opens), left(plan.closes))
}

/// Spans are read as people write them.
#[test]
fn spans_are_read() {
    for (typed, expected) in [
        ("2h", 7_200),
        ("90m", 5_400),
        ("1h 30m", 5_400),
        ("1h30m", 5_400),
        (" 5s ", 5),
        ("2 hours", 7_200),
        ("3d", 259_200),
        ("1w", 604_800),
        ("365d", 31_536_000),
    ] {
        let plan = plan("", typed, "").unwrap_or_else(|error| panic!("{typed}: {error}"));
        assert_eq!(seconds(plan), (None, Some(expected)), "{typed}");
    }
    for typed in [
        "90", "soon", "-2h", "0s", "", " ", "2h x", "18:00", "2h ago",
    ] {
        let asked = Asked {
            stop_after: Some(typed.to_owned()),
            ..Asked::default()
        };
        let error = asked.plan(&now(), reading()).unwrap_err();
        assert!(matches!(error, TimerError::Span { .. }), "{typed}: {error}");
        assert!(error.to_string().contains("1h 30m"), "{error}");
    }
}

/// Times are read with an offset, and in the computer's zone without.
#[test]
fn times_are_read() {
    for (typed, expected) in [
        ("18:00", 30 * 60 + 40),
        ("17:30", 40),
        ("17:29:30", 10),
        // The next one is tomorrow's.
        ("17:29", 86_400 - 20),
        ("00:00", 6 * 3_600 + 30 * 60 + 40),
        ("2026-11-21 18:00", 30 * 60 + 40),
        ("2026-11-21T18:00", 30 * 60 + 40),
        ("2026-11-21T18:00:00+01:00", 30 * 60 + 40),
        ("2026-11-21T17:00:00Z", 30 * 60 + 40),
        ("2026-11-21 17:00Z", 30 * 60 + 40),
    ] {
        assert_eq!(plan(typed, "", typed), Err(TimerError::Order));
        let plan = plan("", "", typed).unwrap_or_else(|error| panic!("{typed}: {error}"));
        assert_eq!(seconds(plan), (None, Some(expected)), "{typed}");
    }
    for typed in [
        "6pm",
        "tomorrow",
        "2026-11-22",
        "25:00",
        "1800",
        "2026-13-01 18:00",
        "2h",
    ] {
        let error = plan(typed, "", "").unwrap_err();
        assert!(matches!(error, TimerError::Time { .. }), "{typed}: {error}");
        assert!(error.to_string().contains("18:00"), "{error}");
    }
}

/// When clocks are put back, a day has 25 hours, and a time of day is still the next one.
#[test]
fn the_next_time_of_day_minds_summer_time() {
    let now: Zoned = "2026-10-24T12:00:00+02:00[Europe/Berlin]".parse().unwrap();
    assert_eq!(until("x", "11:00", &now), Ok(Duration::from_hours(24)));
    assert_eq!(span("x", "1d", &now), Ok(Duration::from_hours(25)));
}

/// What has passed, is too far away or the wrong way round is refused.
#[test]
fn what_makes_no_sense_is_refused() {
    let error = plan("", "", "2026-11-21 17:29").unwrap_err();
    assert_eq!(
        error.to_string(),
        "stop-at: 2026-11-21 17:29 has passed; it is 2026-11-21 17:29 +01:00 now by this computer's clock"
    );
    for (start_at, stop_after, stop_at) in [
        ("2027-11-24 18:00", "", ""),
        ("", "", "9000-12-31 18:00"),
        ("", "367d", ""),
        ("", "2000 years", ""),
    ] {
        let error = plan(start_at, stop_after, stop_at).unwrap_err();
        assert!(matches!(error, TimerError::Far { .. }), "{error}");
    }
    assert_eq!(plan("18:00", "", "17:45"), Err(TimerError::Order));
    assert_eq!(plan("", "2h", "18:00"), Err(TimerError::TwoEnds));
}

/// A room that a service manager starts anew after its time opens at once.
#[test]
fn a_start_that_has_passed_is_now() {
    let plan = plan("2026-11-21 17:29", "2h", "").unwrap();
    assert_eq!(plan.opens, None);
    assert!(plan.closes.is_some());
}

/// A room that opens later is open for as long as was asked.
#[test]
fn the_span_counts_from_the_opening() {
    let plan = plan("18:00", "2h", "").unwrap();
    assert_eq!(seconds(plan), (Some(1_840), Some(9_040)));
}

/// What is typed comes before the file; an end that is typed leaves nothing of the file's.
#[test]
fn what_is_typed_comes_first() {
    let asked = |start: Option<&str>, after: Option<&str>, at: Option<&str>| Asked {
        start_at: start.map(str::to_owned),
        stop_after: after.map(str::to_owned),
        stop_at: at.map(str::to_owned),
    };
    let both = asked(None, None, Some("19:00")).or(asked(Some("18:00"), Some("2h"), None));
    let plan = both.plan(&now(), reading()).unwrap();
    assert_eq!(seconds(plan), (Some(1_840), Some(5_440)));
    let both = asked(Some("18:30"), None, None).or(asked(Some("18:00"), Some("2h"), None));
    let plan = both.plan(&now(), reading()).unwrap();
    assert_eq!(seconds(plan), (Some(3_640), Some(10_840)));
}

/// A span has passed as soon as either clock says so; a time of day is one by the wall clock.
#[test]
fn clocks_that_jump_prolong_nothing() {
    let after = plan("", "2h", "").unwrap().closes.unwrap();
    let at = plan("", "", "18:00").unwrap().closes.unwrap();
    let moved = |wall: i64, elapsed: u64| {
        let wall =
            SignedDuration::try_from(reading().wall).unwrap() + SignedDuration::from_secs(wall);
        Reading {
            wall: wall.try_into().unwrap(),
            elapsed: reading().elapsed + Duration::from_secs(elapsed),
        }
    };
    for (wall, elapsed, left) in [
        (60, 60, 7_140),
        // Suspended for an hour: only the wall clock went on.
        (3_660, 60, 3_540),
        (7_200, 0, 0),
        (90_000, 1, 0),
        // Set back by a day: only the other one is to be trusted.
        (-86_400, 600, 6_600),
        (-86_400, 7_200, 0),
    ] {
        assert_eq!(
            after.left(moved(wall, elapsed)).as_secs(),
            left,
            "{wall} {elapsed}"
        );
    }
    assert_eq!(at.left(moved(1_840, 0)), Duration::ZERO);
    assert_eq!(at.left(moved(-3_600, 1_840)).as_secs(), 1_840 + 3_600);
}
