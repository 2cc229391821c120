//! A document that does not end.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::HeaderMap;
use hyper::body::Incoming;
use tokio::time::{Instant, timeout, timeout_at};

use super::client::{Ask, Line};
use super::{PATIENCE, headers};

/// A document that does not end, as its reader sees it.
pub struct Transcript {
    /// The headers.
    pub headers: HeaderMap,
    /// All that has come until now.
    pub seen: String,
    /// The beginning of a character that is still to come.
    partial: Vec<u8>,
    /// The rest of the document.
    body: Incoming,
    /// The connection lives as long as its transcript.
    _line: Line,
}

impl Transcript {
    /// Asks for a document that does not end, on a connection of its own.
    pub async fn open(mut line: Line, ask: Ask) -> Self {
        let (head, body) = line.send(ask).await.into_parts();
        assert_eq!(head.status.as_u16(), 200, "the transcript");
        Self {
            headers: head.headers,
            seen: String::new(),
            partial: Vec::new(),
            body,
            _line: line,
        }
    }

    /// The next piece, or nothing when the document has ended as it should.
    pub async fn next_chunk(&mut self, limit: Duration) -> Option<Bytes> {
        loop {
            let frame = timeout(limit, self.body.frame()).await;
            let frame = frame
                .unwrap_or_else(|_| panic!("nothing came for {limit:?} after:\n{}", self.tail()))?;
            let frame = frame.unwrap_or_else(|e| {
                panic!("the transcript broke off ({e}) after:\n{}", self.tail())
            });
            if let Ok(data) = frame.into_data() {
                self.see(&data);
                return Some(data);
            }
        }
    }

    /// Adds bytes to what was seen. A read may end within a character, of which the rest is yet to come.
    fn see(&mut self, data: &[u8]) {
        self.partial.extend_from_slice(data);
        let whole = match std::str::from_utf8(&self.partial) {
            Ok(text) => text.len(),
            Err(e) => {
                assert!(
                    e.error_len().is_none(),
                    "the transcript is UTF-8 ({e}) after:\n{}",
                    self.tail()
                );
                e.valid_up_to()
            }
        };
        self.seen
            .push_str(&String::from_utf8_lossy(&self.partial[..whole]));
        self.partial.drain(..whole);
    }

    /// Reads on until the document holds this text.
    pub async fn read_until(&mut self, needle: &str) {
        self.read_until_within(needle, PATIENCE).await;
    }

    /// The same with a limit of its own.
    pub async fn read_until_within(&mut self, needle: &str, limit: Duration) {
        let read = timeout(limit, async {
            while !self.seen.contains(needle) {
                if self.next_chunk(Duration::MAX).await.is_none() {
                    return false;
                }
            }
            true
        });
        match read.await {
            Ok(true) => {}
            Ok(false) => panic!("the transcript ended without {needle:?}:\n{}", self.tail()),
            Err(tokio::time::error::Elapsed { .. }) => {
                panic!("no {needle:?} within {limit:?} after:\n{}", self.tail())
            }
        }
    }

    /// Reads on for a while, and fails if the document ends within it.
    pub async fn stays_open(&mut self, limit: Duration) {
        let end = Instant::now() + limit;
        while let Ok(frame) = timeout_at(end, self.body.frame()).await {
            let frame = frame.unwrap_or_else(|| panic!("it ended after:\n{}", self.tail()));
            let frame = frame.unwrap_or_else(|e| panic!("it broke off ({e}): {}", self.tail()));
            if let Ok(data) = frame.into_data() {
                self.see(&data);
            }
        }
    }

    /// What came, but for the style sheets, whose colours may look like anything.
    pub fn unstyled(&self) -> String {
        let mut out = self.seen.clone();
        for sheet in headers::sheets(&self.seen) {
            out = out.replace(sheet, "");
        }
        out
    }

    /// Reads on until the document has ended as it should.
    pub async fn read_to_end(&mut self) {
        while self.next_chunk(PATIENCE).await.is_some() {}
    }

    /// The end of what came, enough to see what went wrong.
    fn tail(&self) -> &str {
        let start = (0..self.seen.len())
            .rev()
            .filter(|at| self.seen.is_char_boundary(*at))
            .nth(500)
            .unwrap_or(0);
        &self.seen[start..]
    }
}
