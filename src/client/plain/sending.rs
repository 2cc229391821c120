//! The line that is under way: it is sent again until the room has taken it or will not.

use std::time::Duration;

use tokio::time::Instant;

use super::{
    super::{
        link::{Link, Sent, Typed},
        text::Words,
    },
    Plain,
};
use crate::report::terminal::say;

/// How long a line is sent again that the room refuses for the moment: longer than it minds that something was said
/// twice.
const REFUSED: Duration = Duration::from_mins(1);

/// How long to wait before that.
const AGAIN: Duration = Duration::from_millis(1100);

/// The refusals that end by themselves.
const PASSING: [&str; 5] = ["too_fast", "duplicate", "circuit_busy", "busy", "full"];

/// The refusal of what was said already.
const DUPLICATE: &str = "duplicate";

/// The line that is under way.
pub(super) struct Under {
    /// The line.
    typed: Typed,
    /// Whether it came from stdin.
    is_piped: bool,
    /// When it was sent first.
    since: Instant,
    /// When it is sent again, if it waits for that.
    pub(super) again: Option<Instant>,
}

impl Plain {
    /// Sends the next line, if there is one and none is under way.
    pub(super) fn next(&mut self, wire: &Link) {
        if self.under.is_some() {
            return;
        }
        let nick = self.nick.take();
        let is_piped = nick.is_none();
        if let Some(text) = nick.or_else(|| self.piped.take()) {
            let is_repeated = false;
            self.all += u64::from(is_piped);
            self.under = Some(Under {
                typed: Typed { text, is_repeated },
                is_piped,
                since: Instant::now(),
                again: None,
            });
            self.send_again(wire);
        }
    }

    /// Sends the line that is under way.
    pub(super) fn send_again(&mut self, wire: &Link) {
        if let Some(under) = &mut self.under {
            under.again = None;
            // There is room: no other line is under way.
            if wire.send(under.typed.clone()).is_err() {
                under.again = Some(Instant::now() + AGAIN);
            }
        }
    }

    /// Learns what came of the line that is under way.
    pub(super) fn sent(&mut self, mut typed: Typed, sent: Sent, wire: &Link) {
        let Some(under) = &mut self.under else { return };
        let is_over = under.since.elapsed() > REFUSED;
        match sent {
            Sent::Taken { has_answer, .. } => {
                // Own words come back over the stream, and so do answers; what other commands do may not.
                let is_said = !typed.text.trim_start().starts_with('/');
                self.echoes += i64::from(is_said || has_answer);
            }
            Sent::Refused { error, .. } if error.as_str() == DUPLICATE && typed.is_repeated => {}
            Sent::Refused { error, .. } if PASSING.contains(&error.as_str()) && !is_over => {
                under.again = Some(Instant::now() + AGAIN);
                return;
            }
            Sent::Refused { reason, .. } => {
                self.refused += u64::from(under.is_piped);
                let text = Words::new(&typed.text).in_one_line();
                say(&format!("Not sent: {text}\n  {}", reason.in_one_line()));
            }
            Sent::NotSent(_) | Sent::Unknown(_) => {
                // The room minds what it has been told already, so nothing is said twice.
                typed.is_repeated |= matches!(sent, Sent::Unknown(_));
                under.typed = typed;
                under.since = Instant::now();
                under.again = Some(Instant::now() + AGAIN);
                return;
            }
        }
        self.under = None;
        self.next(wire);
    }
}
