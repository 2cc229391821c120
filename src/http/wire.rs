//! The answers that the HTTP library gives of its own accord.
//!
//! hyper answers what it cannot parse by itself (400, 414, 431), past everything that sets our
//! headers, and so would tell which library serves the room and treat an error unlike any other
//! page. [`OwnReplies`] recognizes such an answer as it is written and completes its headers.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::headers;

/// The end of an answer that hyper gives of its own accord, once the date is switched off.
const TAIL: &[u8] = b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// How its status line begins.
const STATUS: &[u8] = b"HTTP/1.1 4";

/// How far before the end of what is written its status line stands at most.
const REACH: usize = 128;

/// A stream on which the library's own answers get the headers of every answer.
#[derive(Debug)]
pub struct OwnReplies<S> {
    /// The stream.
    stream: S,
    /// The completed end of an answer, and how much of it is written.
    completed: Vec<u8>,
    /// How much of `completed` is written.
    written: usize,
}

impl<S> OwnReplies<S> {
    /// Watches what is written to `stream`.
    pub fn new(stream: S) -> Self {
        Self {
            stream,
            completed: Vec::new(),
            written: 0,
        }
    }
}

impl<S> OwnReplies<S> {
    /// Whether the library has answered of its own accord.
    pub fn has_replied(&self) -> bool {
        !self.completed.is_empty()
    }
}

impl<S: AsyncWrite + Unpin> OwnReplies<S> {
    /// Writes what is left of a completed answer.
    fn poll_rest(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.written < self.completed.len() {
            let rest = &self.completed[self.written..];
            let count = ready!(Pin::new(&mut self.stream).poll_write(cx, rest))?;
            if count == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.written += count;
        }
        Poll::Ready(Ok(()))
    }
}

/// Completes the answer at the end of `bytes`, if it is one that the library gives by itself.
///
/// Such an answer is the last thing on a connection, so it stands at the very end; ours has its
/// headers between the status line and that end, out of reach.
fn complete(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.ends_with(TAIL) {
        return None;
    }
    let near = bytes.len().saturating_sub(REACH);
    let status = near
        + bytes[near..]
            .windows(STATUS.len())
            .rposition(|w| w == STATUS)?;
    let head = &bytes[..bytes.len() - TAIL.len()];
    if head.get(status..)?.contains(&b'\r') {
        return None;
    }
    let mut completed = head.to_vec();
    completed.extend_from_slice(b"\r\n");
    completed.extend_from_slice(headers::fixed_lines().as_bytes());
    completed.extend_from_slice(&TAIL[2..]);
    Some(completed)
}

impl<S: AsyncRead + Unpin> AsyncRead for OwnReplies<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for OwnReplies<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_rest(cx))?;
        match complete(buf) {
            None => Pin::new(&mut self.stream).poll_write(cx, buf),
            Some(completed) => {
                self.completed = completed;
                self.written = 0;
                Poll::Ready(Ok(buf.len()))
            }
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let last = bufs.iter().rev().find(|buf| !buf.is_empty());
        if last.is_some_and(|buf| buf.ends_with(TAIL)) {
            let all: Vec<u8> = bufs.iter().flat_map(|buf| buf.iter().copied()).collect();
            return self.poll_write(cx, &all);
        }
        ready!(self.poll_rest(cx))?;
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_rest(cx))?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_rest(cx))?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use hyper::StatusCode;

    use super::*;

    /// The library's own answer gets our headers, also behind another answer; ours are left alone.
    #[test]
    fn completes_only_the_librarys_answers() {
        let bare = b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        let completed = String::from_utf8(complete(bare).unwrap()).unwrap();
        assert!(
            completed
                .starts_with("HTTP/1.1 400 Bad Request\r\nx-content-type-options: nosniff\r\n")
        );
        assert!(completed.contains("\r\nserver: onionchat\r\ncache-control: no-store\r\n"));
        assert!(completed.ends_with(
            "; frame-ancestors 'self'\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
        ));
        let behind = [b"HTTP/1.1 200 OK\r\n\r\nhello".as_slice(), bare].concat();
        assert!(
            complete(&behind)
                .unwrap()
                .starts_with(b"HTTP/1.1 200 OK\r\n\r\nhelloHTTP/1.1 400")
        );
        assert_eq!(
            complete(&headers::bare_reply(StatusCode::BAD_REQUEST)),
            None
        );
        assert_eq!(complete(b"HTTP/1.1 400 Bad Request\r\n\r\n"), None);
        assert_eq!(complete(b""), None);
    }
}
