//! The bodies of answers: whole, endless, held, or files.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Frame;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Interval, MissedTickBehavior, interval};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use super::{page::frame, transcript::Transcript};
use crate::{circuit::Share, transfer::Sending};

/// How long a frame that shall not come back by itself is kept from asking again. A browser asks again as
/// soon as its answer has ended, so the answer ends late; it shows no sign of waiting.
pub const HELD: Duration = Duration::from_mins(30);

/// How many answers are held at once at most, and no more than transcripts may be open: whose transcript ends
/// gives a place back, and a room that is stopped ends all of them. What is beyond ends at once, and its browser
/// asks again in a second.
pub const MOST_HELD: usize = 128;

/// How often an answer that is held writes something, so that a reader who is gone is noticed.
const PING: Duration = Duration::from_secs(30);

/// The body of an answer.
#[derive(Debug)]
pub enum Body {
    /// All there is, at once.
    Whole(Full<Bytes>),
    /// A transcript.
    Transcript(Box<Transcript>),
    /// A page that ends late.
    Held(Box<Held>),
    /// A file.
    File(Box<Sending>),
}

/// A page that ends late.
#[derive(Debug)]
pub struct Held {
    /// The page, until it is sent.
    page: Option<Bytes>,
    /// When to write something.
    pings: Interval,
    /// How often that still happens.
    left: u64,
    /// Told when everything closes.
    closing: Pin<Box<WaitForCancellationFutureOwned>>,
    /// Its place among those that are held, and its share of its circuit.
    _place: (OwnedSemaphorePermit, Option<Share>),
}

impl Held {
    /// A page that ends so late, or when everything closes.
    #[must_use]
    pub fn new(
        page: Bytes,
        length: Duration,
        closing: CancellationToken,
        place: (OwnedSemaphorePermit, Option<Share>),
    ) -> Self {
        let ping = PING.min(length);
        let mut pings = interval(ping);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        pings.reset();
        Self {
            page: Some(page),
            pings,
            left: length.as_secs() / ping.as_secs().max(1),
            closing: Box::pin(closing.cancelled_owned()),
            _place: place,
        }
    }

    /// What is sent next.
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        if let Some(page) = self.page.take() {
            return Poll::Ready(Some(page));
        }
        if self.closing.as_mut().poll(cx).is_ready() {
            return Poll::Ready(None);
        }
        ready!(self.pings.poll_tick(cx));
        self.left = self.left.saturating_sub(1);
        Poll::Ready((self.left > 0).then_some(Bytes::from_static(frame::HEARTBEAT)))
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Self::Whole(whole) => return Pin::new(whole).poll_frame(cx),
            Self::Transcript(transcript) => transcript.poll_next(cx),
            Self::Held(held) => held.poll_next(cx),
            Self::File(sending) => sending.poll_next(cx),
        }
        .map(|next| next.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(whole) => whole.is_end_stream(),
            Self::Transcript(_) | Self::Held(_) => false,
            Self::File(sending) => sending.left() == 0,
        }
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        match self {
            Self::Whole(whole) => whole.size_hint(),
            Self::Transcript(_) | Self::Held(_) => hyper::body::SizeHint::default(),
            Self::File(sending) => hyper::body::SizeHint::with_exact(sending.left()),
        }
    }
}
