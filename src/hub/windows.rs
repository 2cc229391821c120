//! Windows: the pages that people have loaded, each with its frames.
//!
//! The frames of a page know each other only by the window's number in their addresses. What belongs to
//! all of them is kept here: in which room the window is, why its transcript has ended, what was refused
//! and stands in the form again. Without this a frame that reloads by itself, as they all do, could not
//! tell that somebody was removed from a lost connection.

use std::{collections::VecDeque, fmt, ops::Range, time::Duration};

use rand::{Rng, RngExt as _};

use crate::chat::{EndReason, MemberId, Place, Refusal};

/// How many windows are remembered beside those that have a transcript open. Each takes some hundred bytes,
/// and at most [`DRAFT`] more; a window that was closed is soon the oldest.
const WINDOWS: usize = 1024;

/// How many windows may be loading before the first of them has to go for another one: whoever loads pages by
/// the thousand pushes out such pages, and a browser asks for its transcript long before so many have come.
const LOADING: usize = 256;

/// The most bytes of a refused text that is kept for its form: the longest message in any script. What is
/// longer is given back at once instead.
const DRAFT: usize = 2048;

/// How long a refused text is kept at most: a pause in writing, and no more, since it may be meant for one
/// person or hold a passphrase.
const DRAFTED: Duration = Duration::from_mins(10);

/// How long the mark stands at least before what is new.
const MARKED: Duration = Duration::from_mins(1);

/// The number of a window: which process made it, and a random number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowId {
    /// A random number that all windows of one process share.
    epoch: u32,
    /// The window's own.
    number: u32,
}

impl WindowId {
    /// The hexadecimal digits of each half.
    const HALF: usize = 8;

    /// Reads a number as [`fmt::Display`] writes it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 2 * Self::HALF || !text.bytes().all(is_hex) {
            return None;
        }
        let half = |range: Range<usize>| u32::from_str_radix(&text[range], 16).ok();
        Some(Self {
            epoch: half(0..Self::HALF)?,
            number: half(Self::HALF..2 * Self::HALF)?,
        })
    }
}

impl fmt::Display for WindowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}{:08x}", self.epoch, self.number)
    }
}

/// What was typed and refused.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// The text.
    pub text: String,
    /// Why it was not sent.
    pub refusal: Refusal,
}

impl fmt::Debug for Draft {
    /// What somebody typed never reaches a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Draft([scrubbed])")
    }
}

/// What is kept of a window.
#[derive(Debug, Clone)]
pub struct Window {
    /// Its number.
    id: WindowId,
    /// Whose it is.
    member: MemberId,
    /// The room whose page was loaded, in which the paths of the frames are.
    pub home: Place,
    /// The room that it shows, after `/join` and the like another one.
    pub place: Place,
    /// Why its transcript has ended for good, if it has.
    pub ended: Option<EndReason>,
    /// What was refused and stands in the form.
    pub draft: Option<Draft>,
    /// At which uptime that was kept.
    drafted: Duration,
    /// Where its member had stopped reading when they last came back, and when that was.
    mark: Option<(u64, Duration)>,
    /// Whether its transcript was asked for.
    asked: bool,
    /// Whether its form was served.
    form: bool,
    /// How many transcripts it has open.
    open: usize,
}

impl Window {
    /// A window on a room of which no frame was asked for.
    fn new(id: WindowId, member: MemberId, home: &Place) -> Self {
        Self {
            id,
            member,
            home: home.clone(),
            place: home.clone(),
            ended: None,
            draft: None,
            drafted: Duration::ZERO,
            mark: None,
            asked: false,
            form: false,
            open: 0,
        }
    }

    /// Whether the page is loaded: its form was served, and its transcript once. A transcript that begins
    /// sooner than that keeps the browser's tab busy for as long as it lasts.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.asked && self.form
    }
}

/// The windows of this process.
#[derive(Debug)]
pub(super) struct Windows {
    /// What the numbers of all of them begin with.
    epoch: u32,
    /// How many are remembered.
    capacity: usize,
    /// They, the least lately used first.
    all: VecDeque<Window>,
}

impl Windows {
    /// No windows yet; `max_open` transcripts can be open at once.
    pub(super) fn new(max_open: usize, rng: &mut impl Rng) -> Self {
        Self {
            epoch: rng.random(),
            capacity: WINDOWS + max_open,
            all: VecDeque::new(),
        }
    }

    /// A new window on a room.
    ///
    /// What was refused in the window before it stands in the form of this one: a page that is loaded anew
    /// is a new window.
    pub(super) fn open(&mut self, member: MemberId, home: &Place, rng: &mut impl Rng) -> WindowId {
        self.make_room();
        let id = WindowId {
            epoch: self.epoch,
            number: rng.random(),
        };
        // A reason that came of being shut out holds no more once the page is there again.
        let may_stay = |draft: &Draft| {
            let shut_out = [Refusal::Removed, Refusal::Banned, Refusal::NoRoom];
            !shut_out.contains(&draft.refusal)
        };
        let mut before = self.all.iter().rev();
        let before = before.find(|window| {
            let is_theirs = window.member == member && window.place == *home;
            is_theirs && window.draft.as_ref().is_some_and(may_stay)
        });
        let drafted = before.map_or(Duration::ZERO, |window| window.drafted);
        let draft = before.and_then(|window| window.draft.clone());
        self.all.push_back(Window {
            draft,
            drafted,
            ..Window::new(id, member, home)
        });
        id
    }

    /// Lets a window go where there are too many.
    fn make_room(&mut self) {
        if self.all.len() < self.capacity {
            return;
        }
        let is_new = |window: &Window| !window.asked;
        let are_loading = self.all.iter().filter(|window| is_new(window)).count();
        let goes = if are_loading > LOADING {
            self.all.iter().position(is_new)
        } else {
            self.all.iter().position(|window| window.open == 0)
        };
        self.all.remove(goes.unwrap_or(0));
    }

    /// Takes up a window of an earlier process, whose page is loaded and goes on in the room of that page;
    /// does nothing for one that is known, or was.
    pub(super) fn take_up(&mut self, id: WindowId, member: MemberId, home: &Place, asked: bool) {
        if id.epoch == self.epoch || self.get(id, member).is_some() {
            return;
        }
        self.make_room();
        self.all.push_back(Window {
            asked,
            form: true,
            ..Window::new(id, member, home)
        });
    }

    /// A member's window, which now is the last one used; nothing for one that had to go, or is somebody
    /// else's.
    pub(super) fn get(&mut self, id: WindowId, member: MemberId) -> Option<&mut Window> {
        let mut windows = self.all.iter();
        let found = windows.position(|window| window.id == id && window.member == member);
        let window = self.all.remove(found?)?;
        self.all.push_back(window);
        self.all.back_mut()
    }

    /// Lets go of what was refused and not sent again for long.
    pub(super) fn tick(&mut self, uptime: Duration) {
        for window in &mut self.all {
            if uptime.saturating_sub(window.drafted) > DRAFTED {
                window.draft = None;
            }
        }
    }

    /// A window by its number alone.
    fn by_id(&mut self, id: WindowId) -> Option<&mut Window> {
        self.all.iter_mut().find(|window| window.id == id)
    }

    /// Notes that a transcript was opened in a window.
    pub(super) fn note_opened(&mut self, id: WindowId) {
        if let Some(window) = self.by_id(id) {
            window.open += 1;
        }
    }

    /// Notes that a transcript in a window is gone.
    pub(super) fn note_closed(&mut self, id: WindowId) {
        if let Some(window) = self.by_id(id) {
            window.open = window.open.saturating_sub(1);
        }
    }

    /// Notes why the transcript in a window has ended: where it went, or that it shall not come back by
    /// itself. Otherwise the window's frame asks for it again.
    pub(super) fn note_end(&mut self, id: WindowId, reason: &EndReason) {
        let Some(window) = self.by_id(id) else {
            return;
        };
        match reason {
            EndReason::Moved(to) => window.go_to(to),
            EndReason::Closed | EndReason::FellBehind | EndReason::Erased => {}
            EndReason::OpenedElsewhere
            | EndReason::Left
            | EndReason::Kicked { .. }
            | EndReason::Banned
            | EndReason::Stopped
            | EndReason::Locked
            | EndReason::Empty => {
                window.ended = Some(reason.clone());
                window.draft = None;
            }
        }
    }
}

impl Window {
    /// Notes that its transcript is asked for; says whether the page is loaded.
    pub(super) fn ask(&mut self) -> bool {
        let is_loaded = self.is_loaded();
        self.asked = true;
        is_loaded
    }

    /// Shows another room from now on.
    pub(super) fn go_to(&mut self, place: &Place) {
        if self.place != *place {
            self.place = place.clone();
            // It is a place among the messages of the room before.
            self.mark = None;
        }
    }

    /// Where the mark stands before what is new to its member, who comes back now from there. It stands for
    /// a while, so that a connection that comes back in several steps does not take it away.
    pub(super) fn mark(&mut self, left_off: Option<u64>, uptime: Duration) -> Option<u64> {
        if let Some(at) = left_off {
            self.mark = Some((at, uptime));
        }
        let mark = self.mark;
        let stands = |(_, since): &(u64, Duration)| uptime.saturating_sub(*since) < MARKED;
        mark.filter(stands).map(|(at, _)| at)
    }

    /// Notes that its form is served.
    pub(super) fn serve_form(&mut self) {
        self.form = true;
    }

    /// Keeps what was refused for its form, if it is not too long; says whether it is kept.
    pub(super) fn keep(&mut self, draft: Draft, uptime: Duration) -> bool {
        let fits = draft.text.len() <= DRAFT;
        self.draft = fits.then_some(draft);
        self.drafted = uptime;
        fits
    }
}

#[cfg(test)]
mod tests;
