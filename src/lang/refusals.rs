//! Why something is not done, in words.

use super::{Arg, Lang, sentences::count};
use crate::chat::{
    Refusal,
    command::usage::Usage,
    name::{self, NickFault},
    text,
};

impl Lang {
    /// Why something that a visitor asked for is not done.
    #[must_use]
    pub fn refusal(self, refusal: &Refusal) -> String {
        let key = match refusal {
            Refusal::TooLong { characters } => {
                return self.too_long("refusal-too-long", *characters, text::MAX_CHARACTERS);
            }
            Refusal::UnknownCommand(usage) => {
                let usage = usage.written();
                return self.text_with(
                    "refusal-unknown-command",
                    &[("usage", Arg::Foreign(&usage))],
                );
            }
            Refusal::Usage(usage) => return self.wrong_usage(usage),
            Refusal::Nick(fault) => return self.nick_fault(*fault),
            Refusal::TooFast => "refusal-too-fast",
            Refusal::Duplicate => "refusal-duplicate",
            Refusal::ControlCharacters => "refusal-control-characters",
            Refusal::Forgotten => "refusal-forgotten",
            Refusal::CircuitBusy => "refusal-circuit-busy",
            Refusal::Busy => "refusal-busy",
            Refusal::Full => "refusal-full",
            Refusal::NoSession => "refusal-no-session",
            Refusal::NickTaken => "refusal-nick-taken",
            Refusal::RenamedLately => "refusal-renamed-lately",
            Refusal::RoomName => "refusal-room-name",
            Refusal::NoRoom => "refusal-no-room",
            Refusal::TooManyRooms => "refusal-too-many-rooms",
            Refusal::TooManyOwnRooms => "refusal-too-many-own-rooms",
            Refusal::InLobby => "refusal-in-lobby",
            Refusal::LobbyIsOpen => "refusal-lobby-is-open",
            Refusal::NotLocked => "refusal-not-locked",
            Refusal::Nobody => "refusal-nobody",
            Refusal::Ambiguous => "refusal-ambiguous",
            Refusal::NothingToReply => "refusal-nothing-to-reply",
            Refusal::Yourself => "refusal-yourself",
            Refusal::KickYourself => "refusal-kick-yourself",
            Refusal::TooManyIgnored => "refusal-too-many-ignored",
            Refusal::NotIgnored => "refusal-not-ignored",
            Refusal::OperatorsOnly => "refusal-operators-only",
            Refusal::IsHost => "refusal-is-host",
            Refusal::Muted => "refusal-muted",
            Refusal::NotMuted => "refusal-not-muted",
            Refusal::Removed => "refusal-removed",
            Refusal::Banned => "refusal-banned",
            Refusal::NothingToDelete => "refusal-nothing-to-delete",
            Refusal::WrongToken => "refusal-wrong-token",
            Refusal::TooOld => "refusal-too-old",
        };
        self.text(key)
    }

    /// Why what somebody typed is no nick.
    fn nick_fault(self, fault: NickFault) -> String {
        let key = match fault {
            NickFault::TooShort => {
                let least = ("least", count(name::MIN_CHARACTERS));
                return self.text_with("nick-too-short", &[least]);
            }
            NickFault::TooLong { characters } => {
                return self.too_long("nick-too-long", characters, name::MAX_CHARACTERS);
            }
            NickFault::Character => "nick-character",
            NickFault::Marks => "nick-marks",
            NickFault::Edges => "nick-edges",
            NickFault::NoLetter => "nick-no-letter",
            NickFault::MixedScripts => "nick-mixed-scripts",
            NickFault::Capitals => "nick-capitals",
            NickFault::Reserved => "nick-reserved",
        };
        self.text(key)
    }

    /// That something has more characters than it may.
    fn too_long(self, key: &str, characters: usize, most: usize) -> String {
        self.text_with(
            key,
            &[("characters", count(characters)), ("most", count(most))],
        )
    }

    /// How a command is written that was written otherwise.
    fn wrong_usage(self, usage: &Usage) -> String {
        let (usage, what) = (usage.written(), self.what(usage));
        self.text_with(
            "refusal-usage",
            &[("usage", Arg::Foreign(&usage)), ("what", Arg::Own(&what))],
        )
    }
}
