//! What was said with one peer.

use std::{
    collections::{BTreeSet, VecDeque},
    time::Duration,
};

use super::{
    content::Content,
    envelope::Nonce,
    sent::{MessageId, State},
};
use crate::chat::{RoomCode, pace::Bucket};

/// The lines kept of a conversation: some screens of them.
pub(super) const HISTORY: usize = 100;

/// How many of them may be unread before no more are taken: what is not read is never pushed out.
pub(super) const UNREAD: usize = 50;

/// How far the clocks of two computers may differ, which Tor itself needs to be less than some hours.
pub(super) const CLOCK_MINUTES: u64 = 30;

/// How many messages one peer may send at once.
const BURST: u32 = 20;

/// The steady pace of one peer.
const INTERVAL: Duration = Duration::from_secs(3);

/// How many numbers of messages are remembered: more than can come while one of them still counts, which is an hour
/// (the test `what_counts_is_remembered` has the arithmetic).
const NONCES: usize = 2048;

/// From whom a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From the peer.
    In,
    /// From the host, under this number.
    Out(MessageId),
}

/// A line of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number: greater than that of every line that was there before it, in whatever conversation.
    pub number: u64,
    /// From whom.
    pub way: Way,
    /// When, in seconds since 1970 by this computer's clock.
    pub at: u64,
    /// What.
    pub content: Content,
    /// What became of it, where the host has sent it.
    pub state: Option<State>,
}

/// What was said with one peer, and what it may send.
#[derive(Debug, Default)]
pub(super) struct Thread {
    /// What was said, the oldest first.
    lines: VecDeque<Line>,
    /// How many of the peer's lines, counted from the last one, the host has not read.
    unread: usize,
    /// The numbers of its messages, in the order in which they came.
    order: VecDeque<Nonce>,
    /// The same, for finding them.
    seen: BTreeSet<Nonce>,
    /// How fast it sends.
    pace: Bucket,
    /// Whether the host has written to the peer.
    pub(super) is_written_to: bool,
    /// When a message of the peer's last made the host's own be tried.
    pub(super) hurried: Option<Duration>,
    /// When anything last happened.
    pub(super) last: Duration,
}

impl Thread {
    /// Whether a message with this number was taken.
    pub(super) fn has_seen(&self, nonce: Nonce) -> bool {
        self.seen.contains(&nonce)
    }

    /// Whether there is a place for one more message of the peer's.
    pub(super) fn has_room(&self) -> bool {
        self.unread < UNREAD
    }

    /// Whether the peer may send one more now; counts it.
    pub(super) fn may_send(&mut self, now: Duration) -> bool {
        self.pace.take(now, INTERVAL, BURST)
    }

    /// Takes a message of the peer's.
    pub(super) fn receive(&mut self, number: u64, nonce: Nonce, at: u64, content: Content) {
        if self.order.len() == NONCES
            && let Some(oldest) = self.order.pop_front()
        {
            self.seen.remove(&oldest);
        }
        self.order.push_back(nonce);
        self.seen.insert(nonce);
        if content == Content::Hello {
            return;
        }
        self.push(Line {
            number,
            way: Way::In,
            at,
            content,
            state: None,
        });
        self.unread += 1;
    }

    /// Notes what the host has sent.
    pub(super) fn note_sent(&mut self, number: u64, id: MessageId, at: u64, content: Content) {
        self.is_written_to = true;
        if content == Content::Hello {
            return;
        }
        self.push(Line {
            number,
            way: Way::Out(id),
            at,
            content,
            state: None,
        });
    }

    /// Adds a line; where there are too many, the oldest goes that the host has read, or wrote.
    fn push(&mut self, line: Line) {
        if self.lines.len() == HISTORY {
            let first_unread = self.first_unread().unwrap_or(self.lines.len());
            let gone = if first_unread > 0 {
                Some(0)
            } else {
                self.lines.iter().position(|line| line.way != Way::In)
            };
            self.lines.remove(gone.unwrap_or(0));
        }
        self.lines.push_back(line);
    }

    /// Where the first unread line is.
    fn first_unread(&self) -> Option<usize> {
        let theirs = self.lines.iter().enumerate().rev();
        let mut theirs = theirs.filter(|(_, line)| line.way == Way::In);
        theirs.nth(self.unread.checked_sub(1)?).map(|(at, _)| at)
    }

    /// How many lines of the peer's the host has not read.
    pub(super) fn unread(&self) -> usize {
        self.unread
    }

    /// The oldest line that the host has not read, which is read then.
    pub(super) fn take_oldest(&mut self) -> Option<&Line> {
        let at = self.first_unread()?;
        self.unread -= 1;
        self.lines.get(at)
    }

    /// The newest lines, the oldest of them first. What is unread stays so.
    pub(super) fn newest(&self, most: usize) -> impl Iterator<Item = &Line> {
        let begin = self.lines.len().saturating_sub(most);
        self.lines.range(begin..)
    }

    /// The lines from a number on, or from the oldest, so many of them. What is unread stays so.
    pub(super) fn lines(&self, from: Option<u64>, most: usize) -> impl Iterator<Item = &Line> {
        let begin = from.map_or(0, |from| {
            self.lines.partition_point(|line| line.number < from)
        });
        self.lines.range(begin..).take(most)
    }

    /// Notes that the host has read everything up to a number.
    pub(super) fn read(&mut self, until: u64) {
        let later = self.lines.iter().rev();
        let later = later.take_while(|line| line.number > until);
        let theirs = later.filter(|line| line.way == Way::In).count();
        self.unread = self.unread.min(theirs);
    }

    /// The room of the newest unread invitation.
    pub(super) fn invitation(&self) -> Option<&RoomCode> {
        let unread = self.lines.range(self.first_unread()?..);
        let mut theirs = unread.rev().filter(|line| line.way == Way::In);
        theirs.find_map(|line| match &line.content {
            Content::Room { code, .. } => Some(code),
            Content::Hello | Content::Text(_) | Content::File(_) => None,
        })
    }

    /// Whether this may be forgotten: there is nothing unread, and what was taken cannot come again.
    pub(super) fn may_go(&self, now: Duration) -> bool {
        let counts = Duration::from_mins(2 * CLOCK_MINUTES);
        self.unread == 0 && now.saturating_sub(self.last) > counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Within the hour in which a message counts, a peer cannot send so many that its number is forgotten.
    #[test]
    fn what_counts_is_remembered() {
        let hour = Duration::from_mins(2 * CLOCK_MINUTES + 1);
        let most = hour.as_secs() / INTERVAL.as_secs() + u64::from(BURST);
        assert!(most < NONCES as u64, "{most}");
    }
}
