//! The terminal client: a room at somebody else's address, on a whole screen or line by line.
//!
//! It is a visitor like any other and speaks the room's interface for programs ([`api`]) over whatever makes streams
//! ([`Way`]). Two tasks hold the [`link`]: one reads the room's stream and comes back when it is lost, the other sends
//! what was typed, in order. What they bring goes into the [`model`], which is pure; [`mod@full`] draws that on the whole
//! screen, and [`mod@plain`] writes it as lines.
//!
//! Whoever runs the room may be hostile. Every string that comes from there is a [`text::Words`] or a [`text::Name`],
//! which hold nothing that a terminal obeys; a line has a longest length, and everything that is kept has a bound.
//! Nothing is written to a disk.

pub mod address; //    what was typed as a room's address
pub mod api; //        one request and what came of it
pub mod backoff; //    how long to wait before trying again
pub mod desk; //       the person's own mailbox
pub mod error; //      why it ended otherwise than asked
pub mod full; //       the whole screen
pub mod input; //      the line that is typed
pub mod line; //       the lines of the room's stream
pub mod link; //       the connection, and what holds it
pub mod model; //      what is known of the room
pub mod own; //        commands that are not the room's
pub mod plain; //      line by line
mod signals; //        what asks for an end
pub mod terminal; //   the terminal, and how it gets back what it was
pub mod text; //       strings from elsewhere, made harmless
pub mod transcript; // what was said, a bounded number of it
pub mod words; //      what is told of a line

use tokio::sync::watch;
use zeroize::Zeroizing;

use crate::{
    dial::{Destination, Dial, Loopback},
    guests::GuestSecret,
};

pub use address::{AddressError, RoomAddress};
pub use desk::Desk;
pub use error::JoinError;
pub use line::{BadLine, Line, Splitter};
pub use plain::Form;
pub use terminal::restore;
pub use text::{Name, Words};

/// A way to rooms, which may need a guest's key.
pub trait Way: Dial {
    /// Uses a key for an address from now on.
    ///
    /// # Errors
    /// In words, where that cannot be.
    fn use_key(&self, at: &Destination, key: &GuestSecret) -> Result<(), String>;
}

/// On this computer nobody asks for a key.
impl Way for Loopback {
    fn use_key(&self, _: &Destination, _: &GuestSecret) -> Result<(), String> {
        Ok(())
    }
}

/// How far the way to rooms is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Whether rooms can be looked for.
    pub is_open: bool,
    /// From 0 to 100.
    pub percent: u8,
    /// What is being done.
    pub phase: String,
    /// What keeps it from going on, and what can be done about it.
    pub blocked: Option<String>,
}

/// What is asked of the client.
#[derive(Debug)]
pub struct Asked {
    /// Which room.
    pub address: RoomAddress,
    /// Under which nick, if not any.
    pub nick: Option<String>,
    /// The passphrase of the room, where it is known already.
    pub passphrase: Option<Zeroizing<String>>,
    /// Whether people are told only what goes wrong, where there is no screen.
    pub is_quiet: bool,
}

impl Asked {
    /// Somebody else's room, of which nothing but the address is known.
    #[must_use]
    pub fn of(address: RoomAddress) -> Self {
        Self {
            address,
            nick: None,
            passphrase: None,
            is_quiet: false,
        }
    }
}

/// How the client ended as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// The person left, or there was nothing more to send.
    Left,
    /// The person was told so by the room: with `/exit`.
    Farewell,
}

/// Joins on the whole screen, beside the person's own mailbox, until the person or the room has had enough.
///
/// # Errors
/// Why it ended otherwise.
pub async fn full(
    way: impl Way,
    asked: Asked,
    progress: watch::Receiver<Progress>,
    desk: Desk,
) -> Result<Ended, JoinError> {
    full::run(way, asked, progress, desk).await
}

/// Joins line by line, until there is nothing more to send or nobody reads.
///
/// # Errors
/// Why it ended otherwise.
pub async fn plain(
    way: impl Way,
    asked: Asked,
    progress: watch::Receiver<Progress>,
    form: Form,
) -> Result<Ended, JoinError> {
    plain::run(way, asked, progress, form).await
}

/// Whether a person sits there: the whole screen needs a terminal on both sides.
#[must_use]
pub fn has_screen() -> bool {
    terminal::is_there()
}
