//! The running process is controlled from another shell: a Unix socket in the keys folder.
//!
//! One line of JSON is an [`Order`](crate::host::Order), one line of JSON comes back: an [`Answer`], or a
//! [`Refused`]. The commands of TORchat are taken as well, in the framings that its clients use. The socket's file is this user's alone, and whoever connects must be this user. It lives as
//! long as the process holds the folder's lock; the file of a process that was killed is replaced by the
//! next one that holds it.

mod client; // asks
mod follow; // asks again and again
pub mod frame; // where a request ends
mod serve; //  answers
mod socket; // where it is, however long the folder's path
mod torchat; // commands in the words of TORchat

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::host::{Answer, No};

pub use client::{AskError, ask, ask_own, is_answered};
pub use follow::follow;
pub use serve::{SocketFile, bind, serve};

/// The socket's name in the keys folder.
const SOCKET: &str = "control";

/// The most bytes of an order or an answer: a message and what is around it, and a list of everybody.
const MAX_LINE: usize = 64 * 1024;

/// How many may be connected at once: the host's own shells.
const CONNECTIONS: usize = 8;

/// How long a connection may take over an order and its answer: the host's programs take milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// What comes back for an order.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Reply {
    /// It was not carried out.
    No {
        /// Why.
        no: Refused,
    },
    /// It was carried out.
    Yes(Answer),
}

/// Why an order was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The reason's name, for programs.
    pub error: String,
    /// The reason, in words.
    pub reason: String,
}

impl Reply {
    /// What came of an order.
    fn of(outcome: Result<Answer, No>) -> Self {
        match outcome {
            Ok(answer) => Self::Yes(answer),
            Err(no) => Self::no(no.name(), &no.to_string()),
        }
    }

    /// A no.
    fn no(error: &str, reason: &str) -> Self {
        Self::No {
            no: Refused {
                error: error.to_owned(),
                reason: reason.to_owned(),
            },
        }
    }
}
