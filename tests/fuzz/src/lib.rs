//! The parsers of the program, without the rest of it: fuzzing them needs neither Tor nor a server.
//!
//! The source is the program's own. It is taken in by path, because the program as a dependency would
//! bring Arti along, and every run would instrument and build that first.

/// What of the program is fuzzed, at the same places as there.
#[path = "../../../src"]
pub mod room {
    pub mod chat;
    /// The parts of `client` that read what a room sends.
    pub mod client {
        pub mod line;
        pub mod text;
    }
    /// The part of `control` that finds where a request ends.
    pub mod control {
        pub mod frame;
    }
    pub mod onion;
    pub mod peer;
    pub mod service;
    /// The parts of `http` that are about text alone.
    pub mod http {
        pub mod cookie;
        pub mod escape;
        pub mod form;
        pub mod markup;
    }
}

pub use room::{chat, client, control, http, onion, peer, service};
