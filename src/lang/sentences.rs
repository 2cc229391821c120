//! What people in a room are told: what happened, why it is over, who is here.

use super::{Arg, Lang};
use crate::chat::{
    Actor, EndReason, EventKind, MessageText, Nick, Presence, Roster, TimeLeft, event::Sanction,
    place::RoomName, roster::RosterEntry,
};

impl Lang {
    /// What members are told of an event, where it is no message; nothing for those that have no words.
    #[must_use]
    pub fn notice(self, kind: &EventKind) -> Option<String> {
        Some(match kind {
            EventKind::Joined(nick) => self.text_with("notice-joined", &[("nick", name(nick))]),
            EventKind::Left(nick) => self.text_with("notice-left", &[("nick", name(nick))]),
            EventKind::Farewell(nick) => self.text_with("notice-farewell", &[("nick", name(nick))]),
            EventKind::Renamed { from, to } => {
                self.text_with("notice-renamed", &[("from", name(from)), ("to", name(to))])
            }
            EventKind::Topic { by, topic } => self.by(by, |by| {
                self.text_with("notice-topic", &[("by", by), ("topic", written(topic))])
            }),
            EventKind::Moderated {
                by,
                nick,
                how,
                reason,
            } => self.moderated(by, nick, *how, reason.as_ref()),
            EventKind::Locked(by) => self.text_with("notice-locked", &[("by", name(by))]),
            EventKind::Unlocked(by) => self.text_with("notice-unlocked", &[("by", name(by))]),
            EventKind::Closing(left) => self.closing(*left),
            EventKind::Promoted(nick) => self.text_with("notice-promoted", &[("nick", name(nick))]),
            EventKind::Announced(text) => {
                self.text_with("notice-announced", &[("text", written(text))])
            }
            EventKind::Said { .. }
            | EventKind::Acted { .. }
            | EventKind::Whispered { .. }
            | EventKind::Erased(_)
            | EventKind::Answer(_) => return None,
        })
    }

    /// What an operator did to somebody. Each is a sentence of its own, since other languages put the word
    /// for what was done elsewhere.
    fn moderated(
        self,
        by: &Actor,
        nick: &Nick,
        how: Sanction,
        reason: Option<&MessageText>,
    ) -> String {
        let (key, key_with_reason) = match how {
            Sanction::Kicked => ("notice-kicked", "notice-kicked-reason"),
            Sanction::Banned => ("notice-banned", "notice-banned-reason"),
            Sanction::Muted => ("notice-muted", "notice-muted-reason"),
            Sanction::Unmuted => ("notice-unmuted", "notice-unmuted-reason"),
        };
        let nick = ("nick", name(nick));
        self.by(by, |by| match reason {
            None => self.text_with(key, &[("by", by), nick]),
            Some(reason) => {
                let reason = ("reason", written(reason));
                self.text_with(key_with_reason, &[("by", by), nick, reason])
            }
        })
    }

    /// A sentence in which somebody does something.
    fn by(self, by: &Actor, sentence: impl FnOnce(Arg<'_>) -> String) -> String {
        match by {
            Actor::Member(nick) => sentence(name(nick)),
            Actor::Host => sentence(Arg::Own(&self.text("the-host"))),
        }
    }

    /// In how much time the room closes.
    #[must_use]
    pub fn closing(self, left: TimeLeft) -> String {
        let [days, hours, minutes] = left.parts();
        let spans = [
            (days, "span-days", "days"),
            (hours, "span-hours", "hours"),
            (minutes, "span-minutes", "minutes"),
        ];
        let left = spans
            .into_iter()
            .filter(|(number, ..)| *number > 0)
            .map(|(number, key, unit)| self.text_with(key, &[(unit, Arg::Number(number))]))
            .reduce(|first, second| {
                let both = [("first", Arg::Own(&first)), ("second", Arg::Own(&second))];
                self.text_with("span-and", &both)
            })
            .unwrap_or_default();
        self.text_with("closing", &[("left", Arg::Own(&left))])
    }

    /// The last words of a transcript.
    #[must_use]
    pub fn end(self, reason: &EndReason) -> String {
        match reason {
            EndReason::Closed => self.text("end-closed"),
            EndReason::OpenedElsewhere => self.text("end-opened-elsewhere"),
            EndReason::Left => self.text("left-room"),
            EndReason::Moved(_) => self.text("end-moved"),
            EndReason::Kicked { by, reason: None } => {
                self.by(by, |by| self.text_with("end-kicked", &[("by", by)]))
            }
            EndReason::Kicked {
                by,
                reason: Some(reason),
            } => {
                let reason = self.sentence(reason.as_str());
                let reason = ("reason", Arg::Own(&reason));
                self.by(by, |by| {
                    self.text_with("end-kicked-reason", &[("by", by), reason])
                })
            }
            EndReason::Banned => self.text("end-banned"),
            EndReason::Stopped => self.text("room-stopped"),
            EndReason::Empty => self.text("end-empty"),
            EndReason::Locked => self.text("end-locked"),
            EndReason::Erased => self.text("end-erased"),
            EndReason::FellBehind => self.text("end-fell-behind"),
        }
    }

    /// How somebody stands in the list of members, in words; nothing for a plain member who is here.
    #[must_use]
    pub fn standing(self, entry: &RosterEntry) -> String {
        let words = [
            (entry.is_operator, "standing-operator"),
            (entry.presence == Presence::Away, "standing-away"),
            (entry.is_muted, "standing-muted"),
        ];
        words
            .into_iter()
            .filter(|(applies, _)| *applies)
            .map(|(_, key)| self.text(key))
            .reduce(|first, second| {
                let both = [("first", Arg::Own(&first)), ("second", Arg::Own(&second))];
                self.text_with("standing-and", &both)
            })
            .unwrap_or_default()
    }

    /// What a place is called.
    #[must_use]
    pub fn place(self, name: Option<&RoomName>) -> String {
        name.map_or_else(|| self.text("lobby"), |name| name.as_str().to_owned())
    }

    /// How many are in the room, for the list's heading.
    #[must_use]
    pub fn heading(self, roster: &Roster) -> String {
        let place = self.place(roster.name.as_ref());
        let place = match roster.name {
            Some(_) => Arg::Foreign(&place),
            None => Arg::Own(&place),
        };
        let (place, named) = (
            ("place", place),
            ("named", count(roster.members.len() + roster.more)),
        );
        match roster.nameless {
            0 => self.text_with("heading", &[place, named]),
            nameless => self.text_with(
                "heading-nameless",
                &[place, named, ("nameless", count(nameless))],
            ),
        }
    }

    /// What stands where a reader was too slow, and missed this many messages.
    #[must_use]
    pub fn gap(self, missed: u64) -> String {
        self.text_with("gap", &[("missed", Arg::Number(missed))])
    }

    /// What stands behind an answer that nobody else sees.
    #[must_use]
    pub fn only_you(self) -> String {
        self.text("only-you")
    }

    /// A reason as a sentence of its own, ended where its author did not.
    fn sentence(self, text: &str) -> String {
        let mut sentence = self.isolated(text);
        if !text.ends_with(['.', '!', '?', '…', '。', '؟']) {
            sentence.push_str(&self.text("full-stop"));
        }
        sentence
    }
}

/// A nick within a sentence.
pub(super) fn name(nick: &Nick) -> Arg<'_> {
    Arg::Foreign(nick.as_str())
}

/// What somebody wrote, within a sentence.
pub(super) fn written(text: &MessageText) -> Arg<'_> {
    Arg::Foreign(text.as_str())
}

/// How many there are of something in memory, which is never more than the number holds.
pub(super) fn count(number: usize) -> Arg<'static> {
    Arg::Number(number.try_into().unwrap_or(u64::MAX))
}
