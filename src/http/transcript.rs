//! The transcript: the endless HTML document that one reader receives.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{Arc, LazyLock},
    task::{Context, Poll, ready},
};

use bytes::{Bytes, BytesMut};
use hyper::body::{Body, Frame};

use super::{Web, page};
use crate::{
    circuit::Share,
    hub::reader::{Next, Reader},
};

/// How every transcript begins.
static HEAD: LazyLock<Bytes> = LazyLock::new(|| page::render(&page::TranscriptHead));

/// The body of one transcript; dropping it is leaving.
#[derive(Debug)]
pub struct Transcript {
    /// The room, for its uptime.
    web: Arc<Web>,
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
    pub fn new(web: Arc<Web>, reader: Reader, share: Option<Share>) -> Self {
        Self {
            web,
            reader: Some(reader),
            begun: false,
            _share: share,
        }
    }

    /// What comes next, in words.
    fn in_words(&mut self, next: Next) -> Bytes {
        let (missed, lines) = match next {
            Next::Lines { missed, lines } => (missed, lines),
            Next::Heartbeat => return Bytes::from_static(page::HEARTBEAT),
            Next::End(reason) => {
                self.reader = None;
                let last_words = page::end(reason);
                return if self.begun {
                    last_words
                } else {
                    join(&[&HEAD, &last_words])
                };
            }
        };
        let head = if self.begun {
            Bytes::new()
        } else {
            HEAD.clone()
        };
        self.begun = true;
        match (head.is_empty(), missed) {
            (true, 0) => lines,
            (_, 0) => join(&[&head, &lines]),
            _ => join(&[&head, &page::render(&page::Gap { missed }), &lines]),
        }
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
        let Some(reader) = &mut self.reader else {
            return Poll::Ready(None);
        };
        let next = ready!(reader.poll_next(uptime, cx));
        let words = self.in_words(next);
        Poll::Ready(Some(Ok(Frame::data(words))))
    }
}

/// Several pieces as one, so that they leave together.
fn join(pieces: &[&Bytes]) -> Bytes {
    let mut joined = BytesMut::with_capacity(pieces.iter().map(|piece| piece.len()).sum());
    for piece in pieces {
        joined.extend_from_slice(piece);
    }
    joined.freeze()
}
