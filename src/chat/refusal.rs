//! Refusals: the normal "no", which is always shown with its reason and never logged. The words for them
//! are in the catalogue of each language.

use super::{command::usage::Usage, name::NickFault};

/// Why something that a visitor asked for is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The same member wrote less than a second ago.
    TooFast,
    /// The same member said exactly this a moment ago.
    Duplicate,
    /// The text is longer than a message may be.
    TooLong {
        /// The length of the text in characters.
        characters: usize,
    },
    /// The text holds control characters.
    ControlCharacters,
    /// The visitor has been away for so long that the room has forgotten them.
    Forgotten,
    /// The visitor's Tor circuit has used up its share for the moment.
    CircuitBusy,
    /// So many passphrases are being checked that one more would slow everybody down.
    Busy,
    /// As many read as can be served at once.
    Full,
    /// There is no such command.
    UnknownCommand(&'static Usage),
    /// The command is written otherwise.
    Usage(&'static Usage),
    /// The request came without a session, which commands need.
    NoSession,
    /// The nick cannot be used.
    Nick(NickFault),
    /// Somebody who is here, or was a moment ago, has that nick or one that looks like it.
    NickTaken,
    /// The member changed their nick a moment ago.
    RenamedLately,
    /// The name of a room to be made holds something that it may not.
    RoomName,
    /// There is no such room, or the passphrase is wrong; nobody learns which.
    NoRoom,
    /// As many rooms are there as the process can hold.
    TooManyRooms,
    /// As many rooms are of the member's making as one may have.
    TooManyOwnRooms,
    /// The member is in the lobby, which cannot be left for the lobby.
    InLobby,
    /// The lobby is open to everybody who has the address.
    LobbyIsOpen,
    /// The room has no passphrase.
    NotLocked,
    /// Nobody here is called so.
    Nobody,
    /// Several people here are called so.
    Ambiguous,
    /// Nobody has whispered to the member.
    NothingToReply,
    /// The member meant themselves.
    Yourself,
    /// The member meant themselves, where there is another command for that.
    KickYourself,
    /// As many are ignored as can be.
    TooManyIgnored,
    /// The member ignores nobody of this name.
    NotIgnored,
    /// Only operators may do this.
    OperatorsOnly,
    /// The host cannot be removed.
    IsHost,
    /// The member was muted.
    Muted,
    /// The member is not muted.
    NotMuted,
    /// The member was removed and has not come back.
    Removed,
    /// The member was removed for good.
    Banned,
    /// There is no message of theirs to take back.
    NothingToDelete,
    /// The token is not the host's, or was used before.
    WrongToken,
    /// The page that asks was loaded so long ago that nothing is known of it any more.
    TooOld,
}

impl From<NickFault> for Refusal {
    fn from(fault: NickFault) -> Self {
        Self::Nick(fault)
    }
}

impl Refusal {
    /// The refusal's name, for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TooFast => "too_fast",
            Self::Duplicate => "duplicate",
            Self::TooLong { .. } => "too_long",
            Self::ControlCharacters => "control_characters",
            Self::Forgotten => "forgotten",
            Self::CircuitBusy => "circuit_busy",
            Self::Busy => "busy",
            Self::Full => "full",
            Self::UnknownCommand(_) => "unknown_command",
            Self::Usage(_) => "usage",
            Self::NoSession => "no_session",
            Self::Nick(_) => "bad_nick",
            Self::NickTaken => "nick_taken",
            Self::RenamedLately => "renamed_lately",
            Self::RoomName => "bad_room_name",
            Self::NoRoom => "no_room",
            Self::TooManyRooms | Self::TooManyOwnRooms => "too_many_rooms",
            Self::InLobby => "in_lobby",
            Self::LobbyIsOpen => "lobby_is_open",
            Self::NotLocked => "not_locked",
            Self::Nobody => "nobody",
            Self::Ambiguous => "ambiguous",
            Self::NothingToReply => "nothing_to_reply",
            Self::Yourself | Self::KickYourself => "yourself",
            Self::TooManyIgnored => "too_many_ignored",
            Self::NotIgnored => "not_ignored",
            Self::OperatorsOnly => "operators_only",
            Self::IsHost => "is_host",
            Self::Muted => "muted",
            Self::NotMuted => "not_muted",
            Self::Removed => "removed",
            Self::Banned => "banned",
            Self::NothingToDelete => "nothing_to_delete",
            Self::WrongToken => "wrong_token",
            Self::TooOld => "too_old",
        }
    }

    /// What sort of a "no" it is.
    #[must_use]
    pub fn kind(self) -> RefusalKind {
        match self {
            Self::TooFast
            | Self::Duplicate
            | Self::Forgotten
            | Self::CircuitBusy
            | Self::Busy
            | Self::Full
            | Self::RenamedLately => RefusalKind::Later,
            Self::TooLong { .. } => RefusalKind::TooLong,
            Self::ControlCharacters
            | Self::UnknownCommand(_)
            | Self::Usage(_)
            | Self::Nick(_)
            | Self::RoomName => RefusalKind::Malformed,
            Self::NoRoom => RefusalKind::NotThere,
            Self::NoSession
            | Self::OperatorsOnly
            | Self::IsHost
            | Self::Muted
            | Self::Removed
            | Self::Banned
            | Self::WrongToken => RefusalKind::Forbidden,
            Self::NickTaken
            | Self::TooManyRooms
            | Self::TooManyOwnRooms
            | Self::InLobby
            | Self::LobbyIsOpen
            | Self::NotLocked
            | Self::Nobody
            | Self::Ambiguous
            | Self::NothingToReply
            | Self::Yourself
            | Self::KickYourself
            | Self::TooManyIgnored
            | Self::NotIgnored
            | Self::NotMuted
            | Self::NothingToDelete
            | Self::TooOld => RefusalKind::Impossible,
        }
    }
}

/// The sorts of refusals, as far as a program treats them alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// The same may be done a little later.
    Later,
    /// It is too long.
    TooLong,
    /// It cannot be understood as it is written.
    Malformed,
    /// The place that it is about is not there for the asker.
    NotThere,
    /// The asker may not do it.
    Forbidden,
    /// It does not fit how things are.
    Impossible,
}
