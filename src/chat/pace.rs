//! Paces: how fast one member may write, measured from what was last accepted.

use std::{sync::Arc, time::Duration};

use super::{
    event::{Event, EventKind, Seq},
    refusal::Refusal,
    text::MessageText,
};

/// The least time between two messages of one member; the seed's number.
pub const MESSAGE_INTERVAL: Duration = Duration::from_secs(1);

/// How long the same text by the same member counts as sent twice; the seed's number.
pub const DUPLICATE_WINDOW: Duration = Duration::from_secs(30);

/// What one member last said and when, which is all that the limits look at.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    /// The last accepted message and the room's uptime then.
    last: Option<(Duration, Arc<Event>)>,
}

impl Pace {
    /// Whether this text may be said now; `oldest` is the first event still in the backlog.
    ///
    /// # Errors
    /// [`Refusal::TooFast`] within a second of the last accepted message, [`Refusal::Duplicate`]
    /// for its very text within 30 seconds while it can still be read in the backlog.
    pub fn check(&self, uptime: Duration, text: &MessageText, oldest: Seq) -> Result<(), Refusal> {
        let Some((said_at, event)) = &self.last else {
            return Ok(());
        };
        let since = uptime.saturating_sub(*said_at);
        if since < MESSAGE_INTERVAL {
            return Err(Refusal::TooFast);
        }
        let EventKind::Said { text: said, .. } = &event.kind;
        if since < DUPLICATE_WINDOW && event.seq >= oldest && said == text {
            return Err(Refusal::Duplicate);
        }
        Ok(())
    }

    /// Whether nothing has been accepted yet.
    #[must_use]
    pub fn is_unused(&self) -> bool {
        self.last.is_none()
    }

    /// Notes what was accepted.
    pub fn note(&mut self, uptime: Duration, event: Arc<Event>) {
        self.last = Some((uptime, event));
    }
}
