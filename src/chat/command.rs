//! Commands: what a member asks for, read from what was typed into the one message field.

mod shape; // what a line is
pub mod usage; // how commands are written

use std::fmt;

use rand::{Rng, RngExt as _};
use subtle::ConstantTimeEq as _;
use unicode_normalization::UnicodeNormalization as _;

use super::{
    lock::{Lock, Passphrase},
    name::Nick,
    place::{RoomCode, RoomName},
    refusal::Refusal,
    text::{self, MessageText, TooLong},
};
use shape::split;
use usage::{Usage, Verb};

pub use shape::Shape;

/// The most characters of a name by which somebody is called: more than any nick has.
const CALLED_CHARACTERS: usize = 64;

/// What a member asks for. `K` is what opens a room: a [`Passphrase`] as it was typed, or the [`Lock`]
/// that it hashes to, which takes so long that it is computed outside of every lock.
#[derive(Debug, Clone)]
pub enum Command<K = Lock> {
    /// Say something to the room.
    Say(MessageText),
    /// Say what one does.
    Act(MessageText),
    /// Say something to one person.
    Whisper(Called, MessageText),
    /// Say something to who last whispered.
    Reply(MessageText),
    /// Change one's own nick.
    Rename(Nick),
    /// Show the commands, or one of them.
    Help(Option<&'static Usage>),
    /// Show who is here.
    Who,
    /// Make a room and go there.
    Create(RoomName, Option<K>),
    /// Go to a room.
    Join(RoomCode, Option<K>),
    /// Go back to the lobby.
    Leave,
    /// Say goodbye and leave.
    Exit,
    /// Show what the room is about.
    ShowTopic,
    /// Set what the room is about.
    SetTopic(MessageText),
    /// See nothing more of somebody.
    Ignore(Called),
    /// See somebody again.
    Unignore(Called),
    /// Remove somebody.
    Kick(Called, Option<MessageText>),
    /// Remove somebody for good.
    Ban(Called),
    /// Let somebody only read.
    Mute(Called),
    /// Let somebody write again.
    Unmute(Called),
    /// Take messages back.
    Delete(Deleted),
    /// Let in only who knows the passphrase.
    Lock(K),
    /// Let everybody in who has the code.
    Unlock,
    /// Erase everything and remove everybody.
    Stop,
    /// Become operator everywhere.
    Op(HostToken),
}

/// Which messages are taken back.
#[derive(Debug, Clone)]
pub enum Deleted {
    /// One's own last one.
    MyLast,
    /// Somebody's last one.
    LastOf(Called),
    /// All of somebody's.
    AllOf(Called),
}

/// A nick as somebody else typed it, or its beginning.
#[derive(Clone, PartialEq, Eq)]
pub struct Called(Box<str>);

impl Called {
    /// What was typed, without an `@` before it, in the form that nicks have; `None` for what nobody is
    /// called.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let name: String = typed.strip_prefix('@').unwrap_or(typed).nfkc().collect();
        let fits = (1..=CALLED_CHARACTERS).contains(&name.chars().count());
        fits.then(|| Self(name.into()))
    }

    /// Whether this may be the beginning of that nick.
    #[must_use]
    pub fn begins(&self, nick: &Nick) -> bool {
        let lower = nick.as_str().to_lowercase();
        lower.starts_with(&self.0.to_lowercase())
    }

    /// The nick that this is, if it can be a whole one.
    pub(super) fn as_nick(&self) -> Option<Nick> {
        Nick::parse(&self.0)
            .ok()
            .or_else(|| Nick::parse_seed(&self.0))
    }

    /// Whether this is that nick.
    #[must_use]
    pub fn is(&self, nick: &Nick) -> bool {
        nick.as_str().to_lowercase() == self.0.to_lowercase()
    }
}

/// What proves that somebody is the host: printed once by the running process, taken once.
#[derive(Clone)]
pub struct HostToken(Box<str>);

impl HostToken {
    /// Draws a token of 128 bits, beyond any guessing.
    #[must_use]
    pub fn random(rng: &mut impl Rng) -> Self {
        let number: u128 = rng.random();
        Self(format!("{number:032x}").into())
    }

    /// The token, for the host.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether both are the same; takes the same time whatever the answer.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl<K> Command<K> {
    /// Whether it makes a room or goes to one, which those may do, too, who may not stay where they are.
    #[must_use]
    pub fn leads_elsewhere(&self) -> bool {
        matches!(self, Self::Create(..) | Self::Join(..))
    }
}

impl Command<Passphrase> {
    /// Reads what was typed into the message field: a text, or a command where it begins with one
    /// slash. `Ok(None)` if there is nothing in it but white space.
    ///
    /// # Errors
    /// What is wrong with it; a command is never sent to the room by mistake.
    pub fn parse(typed: &str, too_long: TooLong) -> Result<Option<Self>, Refusal> {
        let typed = text::clean(typed)?;
        let (word, rest) = match Shape::of(&typed) {
            Shape::Text(text) => return Ok(MessageText::parse(text, too_long)?.map(Self::Say)),
            Shape::Command(word, rest) => (word, rest),
        };
        let Some(usage) = Usage::of(word).filter(|usage| usage.verb != Verb::Slash) else {
            return Err(Refusal::UnknownCommand(Usage::nearest(word)));
        };
        Arguments {
            usage,
            rest,
            too_long,
        }
        .read()
        .map(Some)
    }

    /// The passphrase in it, which takes long to hash.
    #[must_use]
    pub fn passphrase(&self) -> Option<&Passphrase> {
        match self {
            Self::Create(_, passphrase) | Self::Join(_, passphrase) => passphrase.as_ref(),
            Self::Lock(passphrase) => Some(passphrase),
            _ => None,
        }
    }

    /// The same with the hash of its passphrase, where it has one; `None` where there is nothing to lock
    /// with.
    #[must_use]
    pub fn with_lock(self, lock: Option<Lock>) -> Option<Command> {
        Some(match self {
            Self::Create(name, _) => Command::Create(name, lock),
            Self::Join(code, _) => Command::Join(code, lock),
            Self::Lock(_) => Command::Lock(lock?),
            Self::Say(text) => Command::Say(text),
            Self::Act(text) => Command::Act(text),
            Self::Whisper(to, text) => Command::Whisper(to, text),
            Self::Reply(text) => Command::Reply(text),
            Self::Rename(nick) => Command::Rename(nick),
            Self::Help(usage) => Command::Help(usage),
            Self::Who => Command::Who,
            Self::Leave => Command::Leave,
            Self::Exit => Command::Exit,
            Self::ShowTopic => Command::ShowTopic,
            Self::SetTopic(topic) => Command::SetTopic(topic),
            Self::Ignore(whom) => Command::Ignore(whom),
            Self::Unignore(whom) => Command::Unignore(whom),
            Self::Kick(whom, reason) => Command::Kick(whom, reason),
            Self::Ban(whom) => Command::Ban(whom),
            Self::Mute(whom) => Command::Mute(whom),
            Self::Unmute(whom) => Command::Unmute(whom),
            Self::Delete(what) => Command::Delete(what),
            Self::Unlock => Command::Unlock,
            Self::Stop => Command::Stop,
            Self::Op(token) => Command::Op(token),
        })
    }
}

/// A command whose name is known, with what follows it.
struct Arguments<'t> {
    /// How it should be written.
    usage: &'static Usage,
    /// What follows the name.
    rest: &'t str,
    /// What to do with a text that is too long.
    too_long: TooLong,
}

impl Arguments<'_> {
    /// Reads what follows the name.
    fn read(&self) -> Result<Command<Passphrase>, Refusal> {
        match self.usage.verb {
            Verb::Help => self.help(),
            Verb::Nick => Ok(Command::Rename(Nick::parse(self.something()?)?)),
            Verb::Me => Ok(Command::Act(self.text(self.rest)?)),
            Verb::Who => self.nothing(Command::Who),
            Verb::Whisper => {
                let (called, text) = self.called()?;
                Ok(Command::Whisper(called, self.text(text)?))
            }
            Verb::Reply => Ok(Command::Reply(self.text(self.rest)?)),
            Verb::Create => {
                let (name, passphrase) = split(self.something()?);
                let name = RoomName::parse(name).ok_or(Refusal::RoomName)?;
                Ok(Command::Create(name, self.optional(passphrase)?))
            }
            Verb::Join => {
                let (code, passphrase) = split(self.something()?);
                let code = RoomCode::parse(code).ok_or(Refusal::NoRoom)?;
                Ok(Command::Join(code, self.optional(passphrase)?))
            }
            Verb::Leave => self.nothing(Command::Leave),
            Verb::Exit => self.nothing(Command::Exit),
            Verb::Topic => Ok(match MessageText::parse(self.rest, self.too_long)? {
                None => Command::ShowTopic,
                Some(topic) => Command::SetTopic(topic),
            }),
            Verb::Ignore => self.somebody(Command::Ignore),
            Verb::Unignore => self.somebody(Command::Unignore),
            Verb::Kick => {
                let (called, reason) = self.called()?;
                let reason = MessageText::parse(reason, self.too_long)?;
                Ok(Command::Kick(called, reason))
            }
            Verb::Ban => self.somebody(Command::Ban),
            Verb::Mute => self.somebody(Command::Mute),
            Verb::Unmute => self.somebody(Command::Unmute),
            Verb::Delete => self.delete(),
            Verb::Lock => Passphrase::parse(self.rest)
                .map(Command::Lock)
                .ok_or_else(|| self.wrong()),
            Verb::Unlock => self.nothing(Command::Unlock),
            Verb::Stop => self.nothing(Command::Stop),
            Verb::Op => Ok(Command::Op(HostToken(self.something()?.into()))),
            Verb::Slash => Err(self.wrong()),
        }
    }

    /// The refusal that tells how the command is written.
    fn wrong(&self) -> Refusal {
        Refusal::Usage(self.usage)
    }

    /// What follows, which must be something.
    fn something(&self) -> Result<&str, Refusal> {
        match self.rest {
            "" => Err(self.wrong()),
            rest => Ok(rest),
        }
    }

    /// The command, where nothing follows.
    fn nothing(&self, command: Command<Passphrase>) -> Result<Command<Passphrase>, Refusal> {
        match self.rest {
            "" => Ok(command),
            _ => Err(self.wrong()),
        }
    }

    /// A name and what follows it.
    fn called(&self) -> Result<(Called, &str), Refusal> {
        let (name, rest) = split(self.rest);
        let called = Called::parse(name).ok_or_else(|| self.wrong())?;
        Ok((called, rest))
    }

    /// The command with a name, and nothing behind it.
    fn somebody(
        &self,
        command: fn(Called) -> Command<Passphrase>,
    ) -> Result<Command<Passphrase>, Refusal> {
        match self.called()? {
            (called, "") => Ok(command(called)),
            _ => Err(self.wrong()),
        }
    }

    /// A text, which must be there.
    fn text(&self, typed: &str) -> Result<MessageText, Refusal> {
        MessageText::parse(typed, self.too_long)?.ok_or_else(|| self.wrong())
    }

    /// A passphrase, if there is one.
    fn optional(&self, typed: &str) -> Result<Option<Passphrase>, Refusal> {
        match typed {
            "" => Ok(None),
            typed => Passphrase::parse(typed)
                .map(Some)
                .ok_or_else(|| self.wrong()),
        }
    }

    /// Reads what follows `/help`.
    fn help(&self) -> Result<Command<Passphrase>, Refusal> {
        match self.rest {
            "" => Ok(Command::Help(None)),
            typed => match Usage::of(typed) {
                Some(usage) => Ok(Command::Help(Some(usage))),
                None => Err(Refusal::UnknownCommand(Usage::nearest(typed))),
            },
        }
    }

    /// Reads what follows `/delete`.
    fn delete(&self) -> Result<Command<Passphrase>, Refusal> {
        if self.rest.is_empty() {
            return Ok(Command::Delete(Deleted::MyLast));
        }
        match self.called()? {
            (called, "") => Ok(Command::Delete(Deleted::LastOf(called))),
            (called, all) if all.eq_ignore_ascii_case("all") => {
                Ok(Command::Delete(Deleted::AllOf(called)))
            }
            _ => Err(self.wrong()),
        }
    }
}

impl fmt::Debug for Called {
    /// A nick never reaches a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Called([scrubbed])")
    }
}

impl fmt::Debug for HostToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HostToken([scrubbed])")
    }
}

#[cfg(test)]
mod tests;
