//! What programs are told: one JSON object a line.

use serde::Serialize;

use crate::{guests::GuestName, service::ServiceName};

/// A line, and the room that it is about.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    /// The line.
    #[serde(flatten)]
    pub(super) event: Line<'a>,
    /// The room, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) service: Option<&'a ServiceName>,
}

/// A line for programs.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub(super) enum Line<'a> {
    /// The room's address is known.
    Address {
        /// The address, with its `.onion`.
        onion: &'a str,
        /// The address as a URL.
        url: &'a str,
    },
    /// How the bootstrap goes.
    Bootstrap {
        /// From 0 to 100.
        percent: u8,
        /// What is being done.
        phase: &'a str,
        /// What keeps it from going on.
        blocked: Option<&'a str>,
    },
    /// What makes whoever shows it first operator in every room.
    #[serde(rename = "operator_token")]
    OperatorToken {
        /// The token.
        token: &'a str,
    },
    /// Plain HTTP is served on loopback.
    Listening {
        /// Where.
        url: &'a str,
    },
    /// The rooms open later.
    Opens {
        /// In how many seconds.
        seconds: u64,
    },
    /// The rooms close by themselves.
    Closes {
        /// In how many seconds.
        seconds: u64,
    },
    /// The room's own page was fetched through Tor.
    Reachable {
        /// Seconds since the start, or since the room was lost.
        seconds: f64,
    },
    /// The room's own page cannot be fetched any more.
    Unreachable {
        /// Why.
        reason: &'a str,
    },
    /// What a guest needs.
    Invite {
        /// What the host calls the guest.
        name: &'a GuestName,
        /// The address, with its `.onion`.
        onion: &'a str,
        /// The key as Tor Browser asks for it.
        private_key: &'a str,
        /// The same as a line of C tor's.
        auth_private: &'a str,
    },
    /// A guest of a private room.
    Guest {
        /// What the host calls the guest.
        name: &'a GuestName,
    },
    /// A guest's file lets nobody in.
    Fault {
        /// Which, and why.
        reason: &'a str,
    },
    /// A guest's key was taken back.
    Revoked {
        /// What the host called the guest.
        name: &'a GuestName,
    },
    /// The room's identity was written to a folder.
    Exported {
        /// The address, with its `.onion`.
        onion: &'a str,
        /// The folder.
        folder: &'a str,
    },
    /// An address that the room had is kept elsewhere.
    #[serde(rename = "set_aside")]
    SetAside {
        /// The address, with its `.onion`.
        onion: &'a str,
        /// The folder.
        folder: &'a str,
    },
    /// Something has come into the mailbox.
    Mail {
        /// How many messages were not read.
        unread: usize,
        /// How many peers ask to be let in.
        asking: usize,
    },
    /// The room is closed.
    Stopped,
    /// The program could not do what it was asked for.
    Failed {
        /// Its exit code.
        code: i32,
        /// Why, for people.
        reason: &'a str,
    },
}
