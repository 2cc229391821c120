//! What was said, and what is told of it: the newest of it, and where in it one looks.

use std::collections::{BTreeSet, VecDeque};

use super::text::{Name, Words};

/// The most entries: ten times what a room remembers.
pub const MAX_ENTRIES: usize = 2000;

/// The most bytes of all of them together, so that a room which sends only long texts takes no more memory.
pub const MAX_BYTES: usize = 2 * 1024 * 1024;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A member's words.
    Said,
    /// What a member does.
    Acted,
    /// A whisper.
    Whisper,
    /// What happened in the room.
    Notice,
    /// What the room answers to a command.
    Answer,
    /// What the host says.
    Host,
    /// What this program says.
    Own,
    /// What the person has sent to a peer.
    Mine,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The number of the event in its room.
    pub seq: Option<u64>,
    /// What it is.
    pub kind: Kind,
    /// The time that is shown: `15:23`.
    pub time: String,
    /// Who says it, where somebody does.
    pub who: Option<Name>,
    /// What is said.
    pub text: Words,
}

impl Entry {
    /// Whether somebody who looked away would miss something.
    #[must_use]
    pub fn is_message(&self) -> bool {
        matches!(
            self.kind,
            Kind::Said | Kind::Acted | Kind::Whisper | Kind::Host
        )
    }

    /// Whether it is a message that the room remembers and that can be taken back.
    #[must_use]
    pub fn is_kept_by_room(&self) -> bool {
        matches!(self.kind, Kind::Said | Kind::Acted)
    }

    /// About how many bytes it takes.
    fn bytes(&self) -> usize {
        let who = self.who.as_ref().map_or(0, |who| who.as_str().len());
        size_of::<Self>() + who + self.text.as_str().len()
    }
}

/// The newest entries, numbered from the first one that ever was.
#[derive(Debug, Default)]
pub struct Transcript {
    /// The entries with their numbers, oldest first.
    entries: VecDeque<(u64, Entry)>,
    /// How many there ever were.
    next: u64,
    /// What they take.
    bytes: usize,
}

impl Transcript {
    /// An empty one, whose first entry has this number.
    #[must_use]
    pub fn from_number(next: u64) -> Self {
        Self {
            next,
            ..Self::default()
        }
    }

    /// Adds an entry, and drops the oldest where there are too many.
    pub fn push(&mut self, entry: Entry) {
        self.bytes += entry.bytes();
        self.entries.push_back((self.next, entry));
        self.next += 1;
        while self.entries.len() > MAX_ENTRIES || self.bytes > MAX_BYTES {
            let Some((_, oldest)) = self.entries.pop_front() else {
                break;
            };
            self.bytes -= oldest.bytes();
        }
    }

    /// The entries with their numbers, oldest first.
    #[must_use]
    pub fn entries(&self) -> &VecDeque<(u64, Entry)> {
        &self.entries
    }

    /// The number that the next entry gets.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.next
    }

    /// The newest entries, so many.
    pub fn newest(&self, count: usize) -> impl Iterator<Item = &Entry> {
        let skipped = self.entries.len().saturating_sub(count);
        self.entries.iter().skip(skipped).map(|(_, entry)| entry)
    }

    /// Keeps only some; tells how many went.
    fn retain(&mut self, keep: impl Fn(&Entry) -> bool) -> usize {
        let before = self.entries.len();
        self.entries.retain(|(_, entry)| keep(entry));
        self.bytes = self.entries.iter().map(|(_, entry)| entry.bytes()).sum();
        before - self.entries.len()
    }

    /// Lets go of the messages with these numbers.
    pub fn erase(&mut self, numbers: &BTreeSet<u64>) -> usize {
        let is_erased = |entry: &Entry| {
            entry.is_kept_by_room() && entry.seq.is_some_and(|seq| numbers.contains(&seq))
        };
        self.retain(|entry| !is_erased(entry))
    }

    /// Lets go of what the room does not remember any more, of all that it would remember: it was taken back while
    /// nobody was connected. What is older than all that the room remembers stays.
    pub fn erase_but(&mut self, remembered: &BTreeSet<u64>) -> usize {
        let oldest = remembered.first().copied().unwrap_or(0);
        let is_erased = |entry: &Entry| {
            entry.is_kept_by_room()
                && entry
                    .seq
                    .is_some_and(|seq| seq >= oldest && !remembered.contains(&seq))
        };
        self.retain(|entry| !is_erased(entry))
    }

    /// From now on, numbers are those of another process: nothing that is here has one of them.
    pub fn forget_numbers(&mut self) {
        for (_, entry) in &mut self.entries {
            entry.seq = None;
        }
    }
}

/// Where in the transcript one looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum View {
    /// At the newest entry, whatever comes.
    #[default]
    Bottom,
    /// At an entry further up.
    Up {
        /// The lowest entry in sight.
        entry: u64,
        /// How many rows of it are below the edge.
        cut: usize,
        /// The first entry that came since one looks there.
        since: u64,
    },
}

impl View {
    /// How many messages came while one looks further up.
    #[must_use]
    pub fn unread(self, transcript: &Transcript) -> usize {
        let Self::Up { since, .. } = self else {
            return 0;
        };
        let entries = transcript.entries().iter().rev();
        let new = entries.take_while(|(number, _)| *number >= since);
        new.filter(|(_, entry)| entry.is_message()).count()
    }

    /// How many rows are below the edge, where each entry takes so many.
    #[must_use]
    pub fn below(self, transcript: &Transcript, rows: impl Fn(&Entry) -> usize) -> usize {
        let Self::Up { entry, cut, .. } = self else {
            return 0;
        };
        let mut below = 0;
        for (number, found) in transcript.entries().iter().rev() {
            // It may have been taken back meanwhile; then the one before it is at the edge.
            match number.cmp(&entry) {
                std::cmp::Ordering::Greater => below += rows(found),
                std::cmp::Ordering::Equal => return below + cut.min(rows(found)),
                std::cmp::Ordering::Less => return below,
            }
        }
        below
    }

    /// The view with so many rows below the edge of a window of this height.
    #[must_use]
    pub fn at(
        self,
        transcript: &Transcript,
        below: usize,
        height: usize,
        rows: impl Fn(&Entry) -> usize,
    ) -> Self {
        let all: usize = transcript
            .entries()
            .iter()
            .map(|(_, entry)| rows(entry))
            .sum();
        let mut cut = below.min(all.saturating_sub(height));
        if cut == 0 {
            return Self::Bottom;
        }
        let since = match self {
            Self::Bottom => transcript.end(),
            Self::Up { since, .. } => since,
        };
        for (number, entry) in transcript.entries().iter().rev() {
            let own = rows(entry);
            if cut < own {
                let entry = *number;
                return Self::Up { entry, cut, since };
            }
            cut -= own;
        }
        Self::Bottom
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A message with a number.
    fn said(seq: u64, text: &str) -> Entry {
        Entry {
            seq: Some(seq),
            kind: Kind::Said,
            time: "15:23".into(),
            who: Some(Name::new("Ada")),
            text: Words::new(text),
        }
    }

    /// A transcript of so many messages.
    fn of(count: u64) -> Transcript {
        let mut transcript = Transcript::default();
        (0..count).for_each(|seq| transcript.push(said(seq, "tea")));
        transcript
    }

    /// The numbers that are left.
    fn numbers(transcript: &Transcript) -> Vec<u64> {
        let entries = transcript.entries().iter();
        entries.filter_map(|(_, entry)| entry.seq).collect()
    }

    /// Neither many entries nor long ones take more than their bound.
    #[test]
    fn a_transcript_is_bounded() {
        let mut transcript = of(3 * MAX_ENTRIES as u64);
        assert_eq!(transcript.entries().len(), MAX_ENTRIES);
        let long = "x".repeat(super::super::text::MAX_WORDS);
        (0..1000).for_each(|seq| transcript.push(said(seq, &long)));
        assert!(transcript.bytes <= MAX_BYTES && transcript.entries().len() < 300);
        let counted: usize = transcript
            .entries()
            .iter()
            .map(|(_, one)| one.bytes())
            .sum();
        assert_eq!(transcript.bytes, counted);
    }

    /// What was taken back is gone, and nothing else.
    #[test]
    fn what_was_taken_back_is_gone() {
        let mut transcript = of(6);
        transcript.push(Entry {
            kind: Kind::Notice,
            ..said(2, "a notice")
        });
        assert_eq!(transcript.erase(&[2, 4, 99].into()), 2);
        assert_eq!(numbers(&transcript), [0, 1, 3, 5, 2]);
        assert_eq!(transcript.erase_but(&[3, 6].into()), 1);
        assert_eq!(numbers(&transcript), [0, 1, 3, 2], "older ones stay");
        transcript.forget_numbers();
        assert_eq!(transcript.erase(&[0].into()), 0);
        let mut transcript = of(2);
        assert_eq!(transcript.erase_but(&BTreeSet::new()), 2);
    }

    /// Looking up, the same rows stay in sight whatever comes, and what comes is counted; all the way down, the
    /// newest is in sight again.
    #[test]
    fn a_view_stays_where_it_is() {
        let mut transcript = of(20);
        let rows = |_: &Entry| 2;
        let up = View::Bottom.at(&transcript, 5, 10, rows);
        assert_eq!(
            up,
            View::Up {
                entry: 17,
                cut: 1,
                since: 20
            }
        );
        assert_eq!(
            (up.below(&transcript, rows), up.unread(&transcript)),
            (5, 0)
        );
        transcript.push(said(20, "tea"));
        transcript.push(Entry {
            kind: Kind::Notice,
            ..said(21, "came")
        });
        assert_eq!(
            (up.below(&transcript, rows), up.unread(&transcript)),
            (9, 1)
        );
        transcript.erase(&[17].into());
        assert_eq!(
            up.below(&transcript, rows),
            8,
            "at the edge of the one before"
        );
        let top = up.at(&transcript, 1000, 10, rows);
        assert_eq!(top.below(&transcript, rows), 2 * 21 - 10);
        assert_eq!(top.unread(&transcript), 1);
        assert_eq!(top.at(&transcript, 0, 10, rows), View::Bottom);
        assert_eq!(
            View::Bottom.at(&of(3), 5, 10, rows),
            View::Bottom,
            "all is in sight"
        );
    }
}
