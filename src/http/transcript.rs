//! The transcript: the endless document that one reader receives, HTML for people or JSON for programs.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{Arc, LazyLock},
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use hyper::body::{Body, Frame};

use super::{Web, api, page};
use crate::{
    chat::Place,
    circuit::Share,
    hub::{
        Form,
        reader::{Next, Reader},
        ring::join,
    },
};

/// How every transcript for people begins.
static HEAD: LazyLock<Bytes> = LazyLock::new(|| page::render(&page::TranscriptHead));

/// The body of one transcript; dropping it is leaving.
#[derive(Debug)]
pub struct Transcript {
    /// The room, for its uptime.
    web: Arc<Web>,
    /// Where it is read.
    place: Place,
    /// In which form.
    form: Form,
    /// Where the reader stands; gone once the last words are said.
    reader: Option<Reader>,
    /// Whether the head has been sent.
    begun: bool,
    /// The reader's share of its circuit.
    _share: Option<Share>,
}

impl Transcript {
    /// A transcript that has not begun.
    #[must_use]
    pub fn new(
        web: Arc<Web>,
        place: Place,
        form: Form,
        reader: Reader,
        share: Option<Share>,
    ) -> Self {
        Self {
            web,
            place,
            form,
            reader: Some(reader),
            begun: false,
            _share: share,
        }
    }

    /// What comes next, in words.
    fn in_words(&mut self, next: Next) -> Bytes {
        let head = match (self.form, self.begun) {
            (Form::Html, false) => HEAD.clone(),
            _ => Bytes::new(),
        };
        self.begun = true;
        let (missed, lines) = match next {
            Next::Lines { missed, lines } => (missed, lines),
            Next::Heartbeat => {
                return match self.form {
                    Form::Html => Bytes::from_static(page::HEARTBEAT),
                    Form::Json => Bytes::from_static(api::HEARTBEAT),
                };
            }
            Next::End(reason) => {
                self.reader = None;
                let last_words = match self.form {
                    Form::Html => page::end(&reason, &self.place),
                    Form::Json => api::end(&reason),
                };
                return filled(&[&head, &last_words]);
            }
        };
        let gap = match (missed, self.form) {
            (0, _) => Bytes::new(),
            (_, Form::Html) => page::render(&page::Gap { missed }),
            (_, Form::Json) => api::gap(missed),
        };
        filled(&[&head, &gap, &lines])
    }
}

impl Body for Transcript {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let uptime = self.web.clock.uptime();
        loop {
            let Some(reader) = &mut self.reader else {
                return Poll::Ready(None);
            };
            let next = ready!(reader.poll_next(uptime, cx));
            let is_empty = matches!(&next, Next::Lines { missed: 0, lines } if lines.is_empty());
            // A frame without bytes would end the document, and there is nothing to be said in it.
            if is_empty && (self.begun || self.form == Form::Json) {
                continue;
            }
            let words = self.in_words(next);
            return Poll::Ready(Some(Ok(Frame::data(words))));
        }
    }
}

/// The pieces that say something as one, so that they leave together.
fn filled(pieces: &[&Bytes]) -> Bytes {
    join(pieces.iter().copied().filter(|piece| !piece.is_empty()))
}
