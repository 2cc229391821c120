//! Refusals: the normal "no", which is always shown with its reason and never logged.

use super::{command::usage::Usage, name::NickFault, text::MAX_CHARACTERS};

/// Why something that a visitor asked for is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The same member wrote less than a second ago.
    #[error("You write faster than one message a second. Wait a moment, then send it again.")]
    TooFast,
    /// The same member said exactly this a moment ago.
    #[error("You said exactly this a moment ago, so it was not sent twice.")]
    Duplicate,
    /// The text is longer than a message may be.
    #[error(
        "This has {characters} characters, and a message has at most {MAX_CHARACTERS}. Shorten it, then send it again."
    )]
    TooLong {
        /// The length of the text in characters.
        characters: usize,
    },
    /// The text holds control characters.
    #[error(
        "This holds control characters, which no message may. Look it over, then send it again."
    )]
    ControlCharacters,
    /// The visitor has been away for so long that the room has forgotten them.
    #[error("You were away for long. Send it again.")]
    Forgotten,
    /// The visitor's Tor circuit has used up its share for the moment.
    #[error("Too much comes over your connection at once. Wait a few seconds, then send it again.")]
    CircuitBusy,
    /// So many passphrases are being checked that one more would slow everybody down.
    #[error("Many people are coming in at this moment. Wait a few seconds, then try it again.")]
    Busy,
    /// As many read as can be served at once.
    #[error("As many people read here as can at once. Try it again in a while.")]
    Full,
    /// There is no such command.
    #[error(
        "No such command, so nothing was sent. Did you mean {}? (/help shows all; //TEXT says a text with a slash.)",
        .0.written()
    )]
    UnknownCommand(&'static Usage),
    /// The command is written otherwise.
    #[error("This command is written {}: {}.", .0.written(), .0.what)]
    Usage(&'static Usage),
    /// The request came without a session, which commands need.
    #[error("Commands need the cookies of this page. Reload it, then try again.")]
    NoSession,
    /// The nick cannot be used.
    #[error(transparent)]
    Nick(#[from] NickFault),
    /// Somebody who is here, or was a moment ago, has that nick or one that looks like it.
    #[error("Somebody has this name, or one that looks like it. Choose another one.")]
    NickTaken,
    /// The member changed their nick a moment ago.
    #[error("You changed your name a moment ago. Wait a little before you change it again.")]
    RenamedLately,
    /// The name of a room to be made holds something that it may not.
    #[error("The name of a room has 1 to 32 letters, digits, - and _, and no spaces.")]
    RoomName,
    /// There is no such room, or the passphrase is wrong; nobody learns which.
    #[error(
        "There is no such room, or its passphrase is missing or wrong. Check both: /join CODE PASSPHRASE"
    )]
    NoRoom,
    /// As many rooms are there as the process can hold.
    #[error("All rooms are taken. Try it again in a few minutes.")]
    TooManyRooms,
    /// As many rooms are of the member's making as one may have.
    #[error(
        "You have made as many rooms as one person can. Leave one of them, then try it again in a minute."
    )]
    TooManyOwnRooms,
    /// The member is in the lobby, which cannot be left for the lobby.
    #[error("You are in the lobby already. Type /exit to say goodbye and leave.")]
    InLobby,
    /// The lobby is open to everybody who has the address.
    #[error("The lobby is always open. Make a room with /create, and lock that.")]
    LobbyIsOpen,
    /// The room has no passphrase.
    #[error("This room has no passphrase.")]
    NotLocked,
    /// Nobody here is called so.
    #[error("Nobody here is called so. Type /who to see who is here.")]
    Nobody,
    /// Several people here are called so.
    #[error("Several people here have names that begin so. Type more of the name.")]
    Ambiguous,
    /// Nobody has whispered to the member.
    #[error("Nobody has whispered to you here. Use /whisper NICK TEXT.")]
    NothingToReply,
    /// The member meant themselves.
    #[error("That is you. Choose somebody else.")]
    Yourself,
    /// The member meant themselves, where there is another command for that.
    #[error("That is you. Type /exit to say goodbye and leave.")]
    KickYourself,
    /// As many are ignored as can be.
    #[error("You ignore as many people as one can. /unignore somebody first.")]
    TooManyIgnored,
    /// The member ignores nobody of this name.
    #[error("You do not ignore anybody of this name.")]
    NotIgnored,
    /// Only operators may do this.
    #[error("Only an operator of this room can do this: type /who to see who that is.")]
    OperatorsOnly,
    /// The host cannot be removed.
    #[error("This is the host of the whole place, who cannot be removed or muted.")]
    IsHost,
    /// The member was muted.
    #[error("An operator has muted you: you can read here, but not write.")]
    Muted,
    /// The member is not muted.
    #[error("This person is not muted.")]
    NotMuted,
    /// The member was removed and has not come back.
    #[error("You were removed from this room. Reload the page to come in again.")]
    Removed,
    /// The member was removed for good.
    #[error("You were banned from this room.")]
    Banned,
    /// There is no message of theirs to take back.
    #[error("There is no message to take back.")]
    NothingToDelete,
    /// The token is not the host's, or was used before.
    #[error("This is not the host's token, or it was used before.")]
    WrongToken,
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
            | Self::NothingToDelete => RefusalKind::Impossible,
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
