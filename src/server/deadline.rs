//! A deadline for writes: a stream whose other side takes nothing is given up.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::Sleep,
};

/// How long a write may make no progress. Tor circuits can stall for a good part of a minute and
/// recover; what is longer holds a place that somebody else could use.
pub const WRITE_STALL: Duration = Duration::from_secs(75);

/// A stream whose writes fail once they have made no progress for a while.
///
/// The timer exists only while a write is stuck, so a reader who reads has none.
#[derive(Debug)]
pub struct WriteDeadline<S> {
    /// The stream.
    stream: S,
    /// How long a write may be stuck.
    patience: Duration,
    /// Runs while a write is stuck.
    stuck: Option<Pin<Box<Sleep>>>,
}

impl<S> WriteDeadline<S> {
    /// A stream whose writes may be stuck for `patience`.
    pub fn new(stream: S, patience: Duration) -> Self {
        Self {
            stream,
            patience,
            stuck: None,
        }
    }

    /// Passes on what a write said, and starts or stops the timer by it.
    fn judge<T>(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stuck = None;
            return written;
        }
        let patience = self.patience;
        let timer = self
            .stuck
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        ready!(timer.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for WriteDeadline<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for WriteDeadline<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.judge(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.judge(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(cx);
        self.judge(cx, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.judge(cx, shut)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    /// A little less than the deadline.
    const ALMOST: Duration = Duration::from_secs(74);

    /// A write that nobody takes fails at its deadline, and not before.
    #[tokio::test(start_paused = true)]
    async fn a_stuck_write_fails_at_its_deadline() {
        let (near, _far) = tokio::io::duplex(8);
        let mut stream = WriteDeadline::new(near, WRITE_STALL);
        stream.write_all(b"12345678").await.unwrap();
        let early = tokio::time::timeout(ALMOST, stream.write(b"9"));
        assert!(early.await.is_err());
        let error = stream.write(b"9").await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    /// A reader who takes a little now and then is never given up.
    #[tokio::test(start_paused = true)]
    async fn progress_starts_the_deadline_anew() {
        let (near, mut far) = tokio::io::duplex(1);
        let mut stream = WriteDeadline::new(near, WRITE_STALL);
        let writer = tokio::spawn(async move { stream.write_all(b"123456").await });
        for _ in 0..6 {
            tokio::time::sleep(ALMOST).await;
            far.read_u8().await.unwrap();
        }
        writer.await.unwrap().unwrap();
    }
}
