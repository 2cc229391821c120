//! Messages between appliances, pure: who may write to whom, what waits, what was said.
//!
//! A *peer* is another appliance, known by its onion address. What it sends is an [`Envelope`], signed with the key
//! that the address is made from, so nobody can send in its name. A [`Mailbox`] takes what comes in and keeps what
//! goes out until it is delivered; it does no input or output, and is told the time. Nothing of it is written
//! anywhere.

mod admission; // who may write, and who asks to be let in
mod contacts; // whom the host knows
mod content; //  what a message holds
mod envelope; // what goes over the wire, and what proves from whom
mod file; //     files that are offered
mod mailbox; //  what comes in, and what was said
mod name; //     what the host calls a peer
mod outbox; //   what goes out
mod refusal; //  why a message is not taken
mod sent; //     what has become of a message
mod thread; //   what was said with one peer

pub use admission::Admission;
pub use contacts::{Contacts, ContactsFull, MOST_CONTACTS};
pub use content::{Content, Malformed};
pub use envelope::{Envelope, MAX_ENVELOPE, Nonce, Signed, Start};
pub use file::{FileName, FileOffer, FileToken, HASH, MAX_FILE, NoFileName};
pub use mailbox::{Mailbox, Now, Summary, Unsendable};
pub use name::{PeerName, PeerNameError};
pub use outbox::EXPIRY;
pub use refusal::Refusal;
pub use sent::{Attempt, Kept, MessageId, Outcome, State, Waiting, Why};
pub use thread::{Line, Way};

#[cfg(test)]
mod tests;
