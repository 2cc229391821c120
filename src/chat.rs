//! The chat itself, pure: who is here, what may be said, what was said.
//!
//! Nothing in this module can fail for a reason outside it: it does no input or output, starts no
//! task, reads no clock and draws no random number of its own. [`State`] is told what is asked,
//! when, and with which randomness; it answers with what happened or with a [`Refusal`].

pub mod event;
pub mod name;
pub mod pace;
pub mod refusal;
pub mod state;
pub mod text;
pub mod time;

pub use event::{Event, EventKind, Seq};
pub use name::Nick;
pub use refusal::Refusal;
pub use state::{Admission, Claim, Command, Limits, MemberId, State};
pub use text::MessageText;
pub use time::{Moment, Stamp};
