//! What programs are told: one JSON object a line.

use serde::Serialize;

/// A line for programs.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub(super) enum Line<'a> {
    /// The room's address is known.
    Address {
        /// Which room's, where there are several.
        #[serde(skip_serializing_if = "Option::is_none")]
        service: Option<&'a str>,
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
        /// Which room's, where there are several.
        #[serde(skip_serializing_if = "Option::is_none")]
        service: Option<&'a str>,
        /// The token.
        token: &'a str,
    },
    /// Plain HTTP is served on loopback.
    Listening {
        /// Which room's, where there are several.
        #[serde(skip_serializing_if = "Option::is_none")]
        service: Option<&'a str>,
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
        /// Which room's, where there are several.
        #[serde(skip_serializing_if = "Option::is_none")]
        service: Option<&'a str>,
        /// Seconds since the start, or since the room was lost.
        seconds: f64,
    },
    /// The room's own page cannot be fetched any more.
    Unreachable {
        /// Which room's, where there are several.
        #[serde(skip_serializing_if = "Option::is_none")]
        service: Option<&'a str>,
        /// Why.
        reason: &'a str,
    },
    /// What a guest needs.
    Invite {
        /// Which room's, where there are several.
        #[serde(skip_serializing_if = "Option::is_none")]
        service: Option<&'a str>,
        /// What the host calls the guest.
        name: &'a str,
        /// The address, with its `.onion`.
        onion: &'a str,
        /// The key as Tor Browser asks for it.
        private_key: &'a str,
        /// The same as a line of C tor's.
        auth_private: &'a str,
    },
    /// A guest of a private room.
    Guest {
        /// Which room's, where there are several.
        #[serde(skip_serializing_if = "Option::is_none")]
        service: Option<&'a str>,
        /// What the host calls the guest.
        name: &'a str,
    },
    /// A guest's key was taken back.
    Revoked {
        /// Which room's, where there are several.
        #[serde(skip_serializing_if = "Option::is_none")]
        service: Option<&'a str>,
        /// What the host called the guest.
        name: &'a str,
    },
    /// The room's identity was written to a folder.
    Exported {
        /// Which room's, where there are several.
        #[serde(skip_serializing_if = "Option::is_none")]
        service: Option<&'a str>,
        /// The address, with its `.onion`.
        onion: &'a str,
        /// The folder.
        folder: &'a str,
    },
    /// An address that the room had is kept elsewhere.
    #[serde(rename = "set_aside")]
    SetAside {
        /// Which room's, where there are several.
        #[serde(skip_serializing_if = "Option::is_none")]
        service: Option<&'a str>,
        /// The address, with its `.onion`.
        onion: &'a str,
        /// The folder.
        folder: &'a str,
    },
    /// The room is closed.
    Stopped,
}
