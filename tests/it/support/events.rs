//! The transcript for programs: one JSON object a line, for as long as one reads.

use std::time::Duration;

use serde_json::Value;

use super::PATIENCE;
use super::client::{Ask, Line};
use super::transcript::Transcript;

/// A stream of events, as a program reads it.
pub struct Events {
    /// The bytes as they come.
    pub transcript: Transcript,
    /// How many of them were read as lines.
    read: usize,
}

impl Events {
    /// Asks for a stream, on a connection of its own.
    pub async fn open(line: Line, ask: Ask) -> Self {
        let transcript = Transcript::open(line, ask).await;
        let kind = transcript.headers.get("content-type");
        assert_eq!(
            kind.and_then(|kind| kind.to_str().ok()),
            Some("application/x-ndjson")
        );
        Self {
            transcript,
            read: 0,
        }
    }

    /// All that has come until now, as it came.
    pub fn seen(&self) -> &str {
        &self.transcript.seen
    }

    /// The next event, or nothing when the stream has ended as it should.
    pub async fn next(&mut self) -> Option<Value> {
        self.next_within(PATIENCE).await
    }

    /// The same with a limit of its own.
    pub async fn next_within(&mut self, limit: Duration) -> Option<Value> {
        loop {
            let rest = &self.transcript.seen[self.read..];
            if let Some((line, _)) = rest.split_once('\n') {
                self.read += line.len() + 1;
                let event: Value = serde_json::from_str(line)
                    .unwrap_or_else(|e| panic!("no JSON ({e}): {line:?}"));
                assert!(
                    event["event"].is_string(),
                    "a line without an event: {line}"
                );
                return Some(event);
            }
            if self.transcript.next_chunk(limit).await.is_none() {
                let rest = &self.transcript.seen[self.read..];
                assert_eq!(rest, "", "the stream ends within a line");
                return None;
            }
        }
    }

    /// The next event of this name.
    pub async fn until(&mut self, name: &str) -> Value {
        self.find(name, |event| event["event"] == name).await
    }

    /// The next message with this text.
    pub async fn until_said(&mut self, text: &str) -> Value {
        self.find(text, |event| {
            event["event"] == "said" && event["text"] == text
        })
        .await
    }

    /// The next event of which this is true.
    pub async fn find(&mut self, what: &str, is_meant: impl Fn(&Value) -> bool) -> Value {
        loop {
            let event = self.next().await;
            let event = event.unwrap_or_else(|| {
                panic!("the stream ended before {what:?}:\n{}", self.seen());
            });
            if is_meant(&event) {
                return event;
            }
        }
    }
}
