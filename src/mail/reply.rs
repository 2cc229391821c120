//! What comes back for a message, as JSON in TORchat's words: `END`, or `ERR` with the reason.

use serde::{Deserialize, Serialize};

use crate::peer::{Refusal, Start};

/// What comes back for a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// `END` or `ERR`.
    cmd: String,
    /// The refusal's name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    error: String,
    /// The refusal in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    msg: String,
    /// The number of the mailbox's start, where the message was for another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<String>,
}

impl Reply {
    /// The most bytes that one may have.
    pub const MAX: usize = 1024;

    /// What is said of a message.
    #[must_use]
    pub fn of(received: Result<(), Refusal>) -> Self {
        let (cmd, error, msg, start) = match received {
            Ok(()) => ("END", "", String::new(), None),
            Err(refusal) => {
                let start = match refusal {
                    Refusal::OtherStart(start) => Some(start.to_string()),
                    _ => None,
                };
                ("ERR", refusal.name(), refusal.to_string(), start)
            }
        };
        Self {
            cmd: cmd.to_owned(),
            error: error.to_owned(),
            msg,
            start,
        }
    }

    /// The reply as JSON.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        // Writing to memory fails only for maps with keys that are no strings, and there are none.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads a reply; nothing where it is none. Words of somebody else's are not shown: the refusal has its own.
    #[must_use]
    pub fn parse(json: &[u8]) -> Option<Result<(), Refusal>> {
        let reply: Self = serde_json::from_slice(json).ok()?;
        match reply.cmd.as_str() {
            "END" => Some(Ok(())),
            "ERR" => {
                let start = reply.start.as_deref().and_then(Start::parse);
                Refusal::named(&reply.error, start).map(Err)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every reply reads back, and nothing else does.
    #[test]
    fn replies_read_back() {
        let refusals = Refusal::ALL.into_iter().map(Err);
        for received in refusals.chain([Ok(())]) {
            let json = Reply::of(received).to_json();
            assert!(json.len() <= Reply::MAX);
            assert_eq!(Reply::parse(&json), Some(received));
        }
        for other in [
            "",
            "{}",
            "[]",
            r#"{"cmd":"EXIT"}"#,
            r#"{"cmd":"ERR","error":"x"}"#,
        ] {
            assert_eq!(Reply::parse(other.as_bytes()), None, "{other}");
        }
    }
}
