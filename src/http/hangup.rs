//! Clients that close their side early.
//!
//! A client may send its request and then close its sending side, waiting for the answer. hyper can
//! be told to allow that, but then does not notice either when a reader closes the window, and the
//! reader's place would be held until the next write fails. [`HeldEnd`] has both: the end of what a
//! client sends is passed on only once no answer is owed to it, so an answer is always finished and
//! a transcript ends when its reader leaves.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Waker, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// How often the connection gets its turn with the end held back. An answer to a whole request is
/// made in the first or second turn; what is not made then waits for the rest of a request that
/// will not come. The hash of a passphrase takes longer, so who closes early after such a command does not
/// read what came of it.
const TURNS: u8 = 16;

/// Counts the answers that are being made for one connection.
#[derive(Debug, Clone, Default)]
pub struct Owed(Arc<AtomicUsize>);

/// An answer that is being made, until this is dropped.
#[derive(Debug)]
#[must_use = "dropping it says that the answer is made"]
pub struct Owing(Owed);

impl Owed {
    /// One more answer is being made.
    pub fn begin(&self) -> Owing {
        self.0.fetch_add(1, Ordering::Relaxed);
        Owing(self.clone())
    }

    /// Whether an answer is being made.
    fn is_owing(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }
}

impl Drop for Owing {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A stream whose end is held back while an answer is owed.
#[derive(Debug)]
pub struct HeldEnd<S> {
    /// The stream.
    stream: S,
    /// The answers that are being made.
    owed: Owed,
    /// Who waits for the end that is held back.
    held: Option<Waker>,
    /// How often it has been held back.
    turns: u8,
    /// Whether something was written that has not been flushed.
    unflushed: bool,
}

impl<S> HeldEnd<S> {
    /// Holds the end of `stream` back while `owed`, for some turns.
    pub fn new(stream: S, owed: Owed) -> Self {
        Self {
            stream,
            owed,
            held: None,
            turns: 0,
            unflushed: false,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for HeldEnd<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        let ended = buf.filled().len() == before && buf.remaining() > 0;
        if ended && self.unflushed {
            self.held = Some(cx.waker().clone());
            return Poll::Pending;
        }
        if ended && self.owed.is_owing() && self.turns < TURNS {
            self.turns += 1;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for HeldEnd<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.unflushed = true;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.unflushed = true;
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        self.unflushed = false;
        if let Some(waker) = self.held.take() {
            waker.wake();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

    use super::*;

    /// A client that has said `GET` and closed its side, and the stream to it, with an answer owed.
    async fn half_closed() -> (DuplexStream, HeldEnd<DuplexStream>, Owing) {
        let (near, mut far) = tokio::io::duplex(64);
        let owed = Owed::default();
        let mut stream = HeldEnd::new(near, owed.clone());
        far.write_all(b"GET").await.unwrap();
        far.shutdown().await.unwrap();
        stream.read_exact(&mut [0; 3]).await.unwrap();
        (far, stream, owed.begin())
    }

    /// The end is held back until the answer is flushed, then passed on.
    #[tokio::test]
    async fn the_end_waits_for_the_answer() {
        let (_far, mut stream, owing) = half_closed().await;
        let mut cx = Context::from_waker(Waker::noop());
        let mut read = |stream: &mut HeldEnd<_>| {
            let (mut bytes, pinned) = ([0; 8], Pin::new(stream));
            pinned.poll_read(&mut cx, &mut ReadBuf::new(&mut bytes))
        };
        assert!(read(&mut stream).is_pending(), "the answer is not made yet");
        stream.write_all(b"200").await.unwrap();
        drop(owing);
        assert!(read(&mut stream).is_pending(), "nor flushed");
        stream.flush().await.unwrap();
        assert!(read(&mut stream).is_ready());
    }

    /// Where no answer can be made, because the request is not whole, the end is passed on.
    #[tokio::test]
    async fn the_end_does_not_wait_for_ever() {
        let (_far, mut stream, _owing) = half_closed().await;
        assert_eq!(stream.read(&mut [0; 8]).await.unwrap(), 0);
    }
}
