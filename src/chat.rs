//! The chat itself, pure: which rooms there are, who is in them, what may be said, what was said.
//!
//! Nothing in this module can fail for a reason outside it: it does no input or output, starts no
//! task, reads no clock and draws no random number of its own. [`State`] is told what is asked,
//! when, and with which randomness; it answers with what is to be done now ([`Effect`]s: who is told
//! what, whose transcript ends) or with a [`Refusal`].
//!
//! What is asked is a [`Command`], read from what was typed; what happened is an [`Event`]. The sentences
//! that people are told of it stand elsewhere, in the catalogue.

pub mod command;
mod ending;
pub mod event;
pub mod lock;
mod member;
pub mod name;
pub mod pace;
pub mod place;
pub mod refusal;
mod room;
pub mod roster;
pub mod state;
pub mod text;
pub mod time;

pub use command::{Command, HostToken};
pub use ending::TimeLeft;
pub use event::{
    Actor, Answer, Audience, Effect, EndReason, Erased, Event, EventKind, Reply, Seq, Whom,
};
pub use lock::{Lock, Passphrase, Salt, Workspace};
pub use name::Nick;
pub use pace::Once;
pub use place::{Place, RoomCode, RoomId, Which};
pub use refusal::{Refusal, RefusalKind};
pub use roster::{Presence, RoomCount, Roster};
pub use state::{
    Admission, Claim, HostAct, HostDone, HostLook, Limits, MemberId, Moderation, Outcome, RoomView,
    State, Via,
};
pub use text::MessageText;
pub use time::{Moment, Stamp};
