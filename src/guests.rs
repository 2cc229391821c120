//! Guests of a private room: who holds a key with which Tor lets them find it.
//!
//! The public half of a guest's key is a file `NAME.auth` in `KEYS/guests/SERVICE`, as C tor keeps its
//! `authorized_clients`. The private half is shown once and kept nowhere. A service that has
//! such a folder is private, also when nobody says so any more: a forgotten flag must not open the room to everybody.
//! So is one that has a mark, `KEYS/private/SERVICE`: copies leave empty folders out, and disks are not always there.

mod file; // one guest's file
mod key;
mod list;
mod mark; // whether the service is private
mod name;

pub(crate) use file::{CLIENTS, read_folder};
pub use file::{Fault, Listing, WhatIsWrong};
pub use key::{GuestKey, GuestSecret, KeyError, NoSecret};
pub(crate) use list::PRIVATE;
pub use list::{GuestList, GuestsError};
pub use name::{GuestName, NameError};

/// The most guests of a service: Tor's announcement of a service has room for some 165 keys, Arti advises 160,
/// and one is the room's own, with which it comes in to see that it is reachable.
pub const MOST_GUESTS: usize = 159;

/// Somebody who may find the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    /// What the host calls them.
    pub name: GuestName,
    /// The public half of their key.
    pub key: GuestKey,
}
