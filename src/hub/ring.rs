//! A ring of lines: what was told in a room, each rendered once for all who read it.

use std::{
    cell::Cell,
    collections::VecDeque,
    sync::{Arc, OnceLock},
};

use bytes::{Bytes, BytesMut};

use super::{Form, Render};
use crate::{
    chat::{Event, EventKind, MemberId, Seq},
    lang::Lang,
};

/// The same in each language, made when somebody reads it.
pub type InEachLanguage = Box<[OnceLock<Bytes>; Lang::ALL.len()]>;

/// What an erased line says.
static NOTHING: Bytes = Bytes::new();

/// What was told, in the forms in which it is read.
#[derive(Debug)]
pub struct Line {
    /// The number of the event in its room.
    pub seq: Seq,
    /// Its place among all events of the room, which orders the lines of several rings.
    pub order: u64,
    /// Whose doing it was.
    pub by: Option<MemberId>,
    /// Whether it is for readers without a session as well, where it is a notice.
    pub for_all: bool,
    /// What it says; nothing once it is erased.
    event: Option<Arc<Event>>,
    /// The event for people: a message once, since it reads the same in every language.
    html: InEachLanguage,
    /// The event for programs, rendered when the first one asks.
    json: OnceLock<Bytes>,
}

impl Line {
    /// A line for an event.
    #[must_use]
    pub fn new(event: Arc<Event>) -> Self {
        Self {
            seq: event.seq,
            order: event.order,
            by: event.by,
            for_all: matches!(event.kind, EventKind::Closing(_)),
            html: InEachLanguage::default(),
            event: Some(event),
            json: OnceLock::new(),
        }
    }

    /// The same line when it says nothing any more.
    fn erased(&self) -> Self {
        Self {
            seq: self.seq,
            order: self.order,
            by: self.by,
            for_all: self.for_all,
            event: None,
            html: InEachLanguage::default(),
            json: OnceLock::new(),
        }
    }

    /// Whether it says nothing any more.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.event.is_none()
    }

    /// The line in a form.
    pub fn bytes(&self, form: Form, render: &dyn Render) -> &Bytes {
        let Some(event) = &self.event else {
            return &NOTHING;
        };
        let words = match form {
            Form::Json => &self.json,
            // One name for what is said in one language, whichever that is.
            Form::Html(_) if event.said_text().is_some() => &self.html[0],
            Form::Html(lang) => &self.html[lang as usize],
        };
        words.get_or_init(|| render.event(form, event))
    }
}

/// The newest lines, numbered from the first one that ever was.
#[derive(Debug)]
pub struct Ring {
    /// The lines, oldest first.
    lines: VecDeque<Arc<Line>>,
    /// How many lines are kept.
    capacity: usize,
    /// How many lines there ever were.
    next: u64,
    /// How many lines somebody has seen of those that there ever were.
    seen: Cell<u64>,
    /// All lines for people in one piece, made when somebody opens a transcript and kept until a line
    /// comes.
    all: Option<Bytes>,
}

impl Ring {
    /// An empty ring of this many lines.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self {
            lines: VecDeque::new(),
            capacity,
            next: 0,
            seen: Cell::default(),
            all: None,
        }
    }

    /// Adds a line and drops the oldest where there are too many.
    pub fn push(&mut self, line: Arc<Line>) {
        if self.lines.len() == self.capacity {
            self.lines.pop_front();
        }
        self.lines.push_back(line);
        self.next += 1;
        self.all = None;
    }

    /// Lets go of what the lines with these numbers say; they stay, empty, so that nobody has missed
    /// anything.
    pub fn erase(&mut self, is_erased: impl Fn(Seq) -> bool) {
        for line in &mut self.lines {
            if is_erased(line.seq) {
                *line = Arc::new(line.erased());
            }
        }
        self.all = None;
    }

    /// Where the oldest line stands: a reader who starts there gets all of them and no gap.
    #[must_use]
    pub fn start(&self) -> u64 {
        self.next - self.lines.len() as u64
    }

    /// Where the first of the newest so many lines stands.
    #[must_use]
    pub fn newest(&self, count: u64) -> u64 {
        self.start().max(self.next.saturating_sub(count))
    }

    /// Where the next line will stand: a reader who starts there gets none that was told before.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.next
    }

    /// How many lines were dropped before a reader who stands there got to them.
    #[must_use]
    pub fn missed(&self, cursor: u64) -> u64 {
        self.start().saturating_sub(cursor)
    }

    /// Notes that somebody has seen all lines.
    pub fn note_seen(&self) {
        self.seen.set(self.next);
    }

    /// How many lines were dropped before anybody saw them.
    #[must_use]
    pub fn unseen(&self) -> u64 {
        self.start().saturating_sub(self.seen.get())
    }

    /// The lines that a reader who stands there has not seen.
    pub fn since(&self, cursor: u64) -> impl ExactSizeIterator<Item = &Arc<Line>> + Clone {
        let skipped = cursor
            .saturating_sub(self.start())
            .min(self.lines.len() as u64);
        self.lines
            .range(usize::try_from(skipped).unwrap_or(usize::MAX)..)
    }

    /// The same for people in one piece: messages, which read the same in every language.
    pub fn html_since(&mut self, cursor: u64, render: &dyn Render) -> Bytes {
        let form = Form::Html(Lang::default());
        if cursor <= self.start() {
            if let Some(all) = &self.all {
                return all.clone();
            }
            let all = join(self.lines.iter().map(|line| line.bytes(form, render)));
            self.all = Some(all.clone());
            return all;
        }
        join(self.since(cursor).map(|line| line.bytes(form, render)))
    }
}

/// Several pieces as one; the one as it is, where it is alone.
pub fn join<'b>(pieces: impl Iterator<Item = &'b Bytes> + Clone) -> Bytes {
    let mut first = pieces.clone();
    if let (Some(only), None) = (first.next(), first.next()) {
        return only.clone();
    }
    let mut joined = BytesMut::with_capacity(pieces.clone().map(Bytes::len).sum());
    for piece in pieces {
        joined.extend_from_slice(piece);
    }
    joined.freeze()
}

#[cfg(test)]
mod tests;
