//! Paces: how fast one member may write, measured from what was last accepted.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use super::{
    event::{Event, Seq},
    place::RoomId,
    refusal::Refusal,
    text::MessageText,
};

/// The least time between two messages of one member; the seed's number.
pub const MESSAGE_INTERVAL: Duration = Duration::from_secs(1);

/// How long the same text by the same member counts as sent twice; the seed's number.
pub const DUPLICATE_WINDOW: Duration = Duration::from_secs(30);

/// The least time between two changes of one member's nick: everybody is told of each.
pub const RENAME_INTERVAL: Duration = Duration::from_secs(10);

/// Answers that one member may ask for at once, and the pace after that.
const ANSWER_BURST: u32 = 10;

/// See [`ANSWER_BURST`].
const ANSWER_INTERVAL: Duration = Duration::from_secs(2);

/// How far something runs ahead of its steady pace.
#[derive(Debug, Clone, Default)]
pub struct Bucket {
    /// How far, as of `counted`.
    ahead: Duration,
    /// The room's uptime when `ahead` was last brought up to date.
    counted: Duration,
}

impl Bucket {
    /// Whether one more is allowed at this uptime of the room, where they may come at this interval and
    /// so many at once.
    pub fn has_room(&mut self, uptime: Duration, interval: Duration, burst: u32) -> bool {
        let since = uptime.saturating_sub(self.counted);
        self.ahead = self.ahead.saturating_sub(since);
        self.counted = self.counted.max(uptime);
        self.ahead + interval <= burst * interval
    }

    /// The same, and counts it if so.
    pub fn take(&mut self, uptime: Duration, interval: Duration, burst: u32) -> bool {
        let allowed = self.has_room(uptime, interval, burst);
        if allowed {
            self.ahead += interval;
        }
        allowed
    }
}

/// How many forms that a member has sent are remembered: a form is sent twice within moments, by a double
/// click or by going back once.
const FORMS: usize = 8;

/// The number of a form, which can be sent once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Once(pub u64);

/// What one member last said and when, which is all that the limits look at.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    /// The room's uptime when something was last accepted.
    last: Option<Duration>,
    /// The last message that others can still read, when and in which room it was said.
    said: Option<(Duration, RoomId, Arc<Event>)>,
    /// The room's uptime when the nick was last changed.
    renamed: Option<Duration>,
    /// Answers asked for.
    answers: Bucket,
    /// The forms that were sent, the latest last.
    forms: VecDeque<Once>,
}

impl Pace {
    /// Whether anything may be said now.
    ///
    /// # Errors
    /// [`Refusal::TooFast`] within a second of what was last accepted.
    fn check(&self, uptime: Duration) -> Result<(), Refusal> {
        match self.last {
            Some(last) if uptime.saturating_sub(last) < MESSAGE_INTERVAL => Err(Refusal::TooFast),
            _ => Ok(()),
        }
    }

    /// Whether this text may be said now in this room; `oldest` is the first event still in its backlog.
    ///
    /// # Errors
    /// [`Refusal::TooFast`] within a second of what was last accepted, [`Refusal::Duplicate`] for the very
    /// text of the last message within 30 seconds while it can still be read in the backlog.
    pub fn check_text(
        &self,
        uptime: Duration,
        room: RoomId,
        text: &MessageText,
        oldest: Seq,
    ) -> Result<(), Refusal> {
        self.check(uptime)?;
        let Some((said_at, said_in, event)) = &self.said else {
            return Ok(());
        };
        let is_recent = uptime.saturating_sub(*said_at) < DUPLICATE_WINDOW;
        let is_same = *said_in == room && event.said_text() == Some(text);
        if is_recent && is_same && event.seq >= oldest {
            return Err(Refusal::Duplicate);
        }
        Ok(())
    }

    /// Whether the nick may be changed now.
    ///
    /// # Errors
    /// [`Refusal::RenamedLately`] within ten seconds of the last change.
    pub fn check_rename(&self, uptime: Duration) -> Result<(), Refusal> {
        match self.renamed {
            Some(last) if uptime.saturating_sub(last) < RENAME_INTERVAL => {
                Err(Refusal::RenamedLately)
            }
            _ => Ok(()),
        }
    }

    /// Counts an answer, if there may be one now.
    ///
    /// # Errors
    /// [`Refusal::TooFast`] where many were asked for a moment ago.
    pub fn take_answer(&mut self, uptime: Duration) -> Result<(), Refusal> {
        if self.answers.take(uptime, ANSWER_INTERVAL, ANSWER_BURST) {
            Ok(())
        } else {
            Err(Refusal::TooFast)
        }
    }

    /// Counts something that is heard by others, if there may be one now.
    ///
    /// # Errors
    /// [`Refusal::TooFast`] within a second of what was last accepted.
    pub fn take(&mut self, uptime: Duration) -> Result<(), Refusal> {
        self.check(uptime)?;
        self.last = Some(uptime);
        Ok(())
    }

    /// Whether nothing has been accepted yet.
    #[must_use]
    pub fn is_unused(&self) -> bool {
        self.last.is_none()
    }

    /// Notes a message that was accepted.
    pub fn note_said(&mut self, uptime: Duration, room: RoomId, event: Arc<Event>) {
        self.last = Some(uptime);
        self.said = Some((uptime, room, event));
    }

    /// Notes that the nick was changed.
    pub fn note_renamed(&mut self, uptime: Duration) {
        self.renamed = Some(uptime);
    }

    /// Whether a form was sent before.
    #[must_use]
    pub fn has_sent(&self, form: Once) -> bool {
        self.forms.contains(&form)
    }

    /// Notes that a form was sent, and that what it asked for was done.
    pub fn note_sent(&mut self, form: Once) {
        if self.forms.len() == FORMS {
            self.forms.pop_front();
        }
        self.forms.push_back(form);
    }

    /// Lets go of a message that was erased, so that nothing of it stays in memory.
    pub fn forget(&mut self, room: RoomId, is_erased: impl Fn(Seq) -> bool) {
        if let Some((_, said_in, event)) = &self.said
            && *said_in == room
            && is_erased(event.seq)
        {
            self.said = None;
        }
    }
}
