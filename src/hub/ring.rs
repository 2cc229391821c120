//! The ring of rendered lines that all readers share.

use std::collections::VecDeque;

use bytes::{Bytes, BytesMut};

use crate::chat::Seq;

/// The newest lines, each rendered once, numbered like the events that they show.
#[derive(Debug)]
pub struct Ring {
    /// The lines, oldest first.
    lines: VecDeque<Bytes>,
    /// How many lines are kept.
    capacity: usize,
    /// The number of the next line.
    next: Seq,
    /// All lines in one piece, made when somebody opens a transcript and kept until a line comes.
    all: Option<Bytes>,
}

/// What a cursor finds.
#[derive(Debug, PartialEq, Eq)]
pub struct Pending {
    /// How many lines were dropped before the reader got to them.
    pub missed: u64,
    /// Everything from there to the newest line, in one piece.
    pub lines: Bytes,
    /// Where the cursor stands after it.
    pub cursor: Seq,
}

impl Ring {
    /// An empty ring of this many lines.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self {
            lines: VecDeque::with_capacity(capacity),
            capacity,
            next: 0,
            all: None,
        }
    }

    /// Adds a line and drops the oldest where there are too many.
    pub fn push(&mut self, line: Bytes) {
        if self.lines.len() == self.capacity {
            self.lines.pop_front();
        }
        self.lines.push_back(line);
        self.next += 1;
        self.all = None;
    }

    /// What a reader at `cursor` has not seen; `None` if it has seen everything.
    pub fn since(&mut self, cursor: Seq) -> Option<Pending> {
        let first = self.next - self.lines.len() as Seq;
        let from = cursor.max(first);
        if from >= self.next {
            return None;
        }
        let lines = match usize::try_from(from - first) {
            Ok(0) => self.everything(),
            Ok(index) if index + 1 == self.lines.len() => self.lines[index].clone(),
            Ok(index) => join(self.lines.range(index..)),
            Err(_) => return None,
        };
        Some(Pending {
            missed: from - cursor,
            lines,
            cursor: self.next,
        })
    }

    /// Where the oldest line stands: a reader who starts there gets all of them and no gap.
    #[must_use]
    pub fn start(&self) -> Seq {
        self.next - self.lines.len() as Seq
    }

    /// All lines in one piece.
    fn everything(&mut self) -> Bytes {
        let lines = &self.lines;
        self.all.get_or_insert_with(|| join(lines.iter())).clone()
    }
}

/// Lines in one piece.
fn join<'a>(lines: impl Iterator<Item = &'a Bytes> + Clone) -> Bytes {
    let mut joined = BytesMut::with_capacity(lines.clone().map(Bytes::len).sum());
    for line in lines {
        joined.extend_from_slice(line);
    }
    joined.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ring of three with the lines `0` to `count - 1` pushed into it.
    fn ring_with(count: u64) -> Ring {
        let mut ring = Ring::new(3);
        for number in 0..count {
            ring.push(Bytes::from(number.to_string()));
        }
        ring
    }

    /// A reader gets everything pending in one piece, once.
    #[test]
    fn a_cursor_reads_everything_once() {
        let mut ring = ring_with(3);
        let pending = ring.since(0).unwrap();
        assert_eq!(
            (pending.missed, &pending.lines[..], pending.cursor),
            (0, &b"012"[..], 3)
        );
        assert_eq!(ring.since(pending.cursor), None);
        ring.push(Bytes::from_static(b"3"));
        assert_eq!(&ring.since(3).unwrap().lines[..], b"3");
        assert_eq!(&ring.since(2).unwrap().lines[..], b"23");
    }

    /// A reader who fell out of the ring is told how many lines are lost, and goes on.
    #[test]
    fn a_cursor_that_fell_out_learns_what_it_missed() {
        let mut ring = ring_with(10);
        let pending = ring.since(2).unwrap();
        assert_eq!(
            (pending.missed, &pending.lines[..], pending.cursor),
            (5, &b"789"[..], 10)
        );
        assert_eq!(ring.start(), 7);
    }

    /// What was joined for one reader is not shown to the next one after a line came.
    #[test]
    fn the_joined_lines_are_made_anew() {
        let mut ring = ring_with(2);
        assert_eq!(&ring.since(0).unwrap().lines[..], b"01");
        ring.push(Bytes::from_static(b"2"));
        assert_eq!(&ring.since(0).unwrap().lines[..], b"012");
    }
}
