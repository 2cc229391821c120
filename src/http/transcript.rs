//! The transcript: the endless document that one reader receives, HTML for people or JSON for programs.

use std::{
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;

use super::{Web, api, page::frame, view::View};
use crate::{
    chat::{EndReason, Place},
    circuit::Share,
    hub::{
        Form,
        look::Pending,
        reader::{Next, Reader},
        ring::join,
    },
};

/// How many bytes a window's transcript has at most before it begins anew: some thousand messages. A
/// browser's tab takes as much again for each of them, and a fresh one is light.
const LENGTH: usize = 1024 * 1024;

/// In what a transcript is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// A document of its own, as the seed has it; the place tells where it leads in the end.
    Alone(Place),
    /// The frame of a window, which asks for it again whenever it ends.
    Window,
    /// A program.
    Program,
}

/// The body of one transcript; dropping it is leaving.
#[derive(Debug)]
pub struct Transcript {
    /// The room, for its uptime.
    web: Arc<Web>,
    /// In what it is read.
    setting: Setting,
    /// How its reader likes to see it.
    view: View,
    /// Where the reader stands; gone once the last words are said.
    reader: Option<Reader>,
    /// What a program is told first.
    greeting: Bytes,
    /// Whether it has begun.
    begun: bool,
    /// How many bytes were sent since then.
    sent: usize,
    /// The reader's share of its circuit.
    _share: Option<Share>,
}

impl Transcript {
    /// A transcript that has not begun.
    #[must_use]
    pub fn new(
        web: Arc<Web>,
        setting: Setting,
        view: View,
        reader: Reader,
        share: Option<Share>,
    ) -> Self {
        Self {
            web,
            setting,
            view,
            reader: Some(reader),
            greeting: Bytes::new(),
            begun: false,
            sent: 0,
            _share: share,
        }
    }

    /// The same, beginning with these lines, where it is for a program.
    #[must_use]
    pub fn greeting(self, greeting: Bytes) -> Self {
        Self { greeting, ..self }
    }

    /// The form in which a transcript is read in such a setting.
    #[must_use]
    pub fn form(setting: &Setting, view: &View) -> Form {
        match setting {
            Setting::Alone(_) | Setting::Window => Form::Html(view.lang),
            Setting::Program => Form::Json,
        }
    }

    /// What comes next; the end when nothing does.
    pub fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        let uptime = self.web.clock.uptime();
        loop {
            let Some(reader) = &mut self.reader else {
                return Poll::Ready(None);
            };
            let next = ready!(reader.poll_next(uptime, cx));
            let words = self.in_words(next);
            // A frame without bytes would end the document, and there is nothing to be said in it.
            if words.is_empty() && self.reader.is_some() {
                continue;
            }
            // What a room remembers may be long; it would be as long again.
            self.sent += if self.begun { words.len() } else { 0 };
            self.begun = true;
            if self.setting == Setting::Window && self.sent > LENGTH {
                self.reader = None;
            }
            return Poll::Ready((!words.is_empty()).then_some(words));
        }
    }

    /// What comes next, in words.
    fn in_words(&mut self, next: Next) -> Bytes {
        let is_program = self.setting == Setting::Program;
        match next {
            Next::Lines(mut pending) if !self.begun => {
                let form = Self::form(&self.setting, &self.view);
                pending.lines = self.web.with_closing(form, pending.lines);
                if is_program {
                    let greeting = std::mem::take(&mut self.greeting);
                    join([greeting, program_lines(pending)].iter())
                } else {
                    frame::transcript(&self.view, &pending)
                }
            }
            Next::Lines(pending) if is_program => program_lines(pending),
            Next::Lines(pending) => frame::lines(&self.view, &pending),
            Next::Heartbeat if is_program => Bytes::from_static(api::HEARTBEAT),
            Next::Heartbeat if self.setting == Setting::Window => {
                Bytes::from_static(frame::SIGN_OF_LIFE)
            }
            Next::Heartbeat => Bytes::from_static(frame::HEARTBEAT),
            Next::End(reason) => {
                self.reader = None;
                self.last_words(&reason)
            }
        }
    }

    /// How it ends.
    fn last_words(&self, reason: &EndReason) -> Bytes {
        let begin = || {
            if self.begun {
                Bytes::new()
            } else {
                frame::transcript(&self.view, &Pending::default())
            }
        };
        match &self.setting {
            Setting::Program => api::end(reason),
            Setting::Alone(place) => {
                join([begin(), frame::end(&self.view, reason, Some(place))].iter())
            }
            // The window asks again at once, and is told then whatever there is to tell; when all has
            // closed, nobody is there to be asked.
            Setting::Window if *reason == EndReason::Closed => {
                join([begin(), frame::end(&self.view, reason, None)].iter())
            }
            Setting::Window => Bytes::new(),
        }
    }
}

/// Lines for a program, and before them how much it missed.
fn program_lines(pending: Pending) -> Bytes {
    if pending.missed == 0 {
        pending.lines
    } else {
        join([api::gap(pending.missed), pending.lines].iter())
    }
}
