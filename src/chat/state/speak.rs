//! What members say, to all or to one, and what they are called.

use std::sync::Arc;

use super::{
    super::{
        command::Called,
        event::{Answer, Audience, Effect, EventKind},
        member::MemberId,
        name::Nick,
        refusal::Refusal,
        text::MessageText,
    },
    Asker, Outcome, State, done,
};

/// How many people one member ignores at most; in a room with more of such, another room helps.
const IGNORED: usize = 64;

impl State {
    /// Says something to the room.
    pub(super) fn say(
        &mut self,
        asker: Asker,
        text: MessageText,
        kind: fn(Nick, MessageText) -> EventKind,
    ) -> Result<Outcome, Refusal> {
        self.may_write(asker)?;
        let oldest = self.room(asker.room)?.oldest();
        let nick = self.nick(asker.who)?;
        let member = self.members.get_mut(asker.who).ok_or(Refusal::Forgotten)?;
        let uptime = asker.now.uptime;
        member.pace.check_text(uptime, asker.room, &text, oldest)?;
        let room = self.rooms.get_mut(&asker.room).ok_or(Refusal::NoRoom)?;
        let event = room.record(asker.now.shown, Some(asker.who), kind(nick, text));
        member
            .pace
            .note_said(uptime, asker.room, Arc::clone(&event));
        Ok(done(vec![Effect::Tell(
            asker.room,
            Audience::Readers,
            event,
        )]))
    }

    /// Says something to one person only.
    pub(super) fn whisper(
        &mut self,
        asker: Asker,
        to: &Called,
        text: MessageText,
    ) -> Result<Outcome, Refusal> {
        let room = self.room(asker.room)?;
        let to = self.somebody(room, to)?;
        self.whisper_to(asker, to, text)
    }

    /// Whispers to who last whispered here.
    pub(super) fn reply(&mut self, asker: Asker, text: MessageText) -> Result<Outcome, Refusal> {
        let room = self.room(asker.room)?;
        let to = room
            .occupants
            .get(&asker.who)
            .and_then(|one| one.whisperer)
            .ok_or(Refusal::NothingToReply)?;
        self.whisper_to(asker, to, text)
    }

    /// Whispers to a member, who must be in the room; somebody who ignores the asker hears nothing,
    /// and the asker does not learn that.
    fn whisper_to(
        &mut self,
        asker: Asker,
        to: MemberId,
        text: MessageText,
    ) -> Result<Outcome, Refusal> {
        self.may_write(asker)?;
        if to == asker.who {
            return Err(Refusal::Yourself);
        }
        let (from_nick, to_nick) = (self.nick(asker.who)?, self.nick(to)?);
        let room = self.rooms.get_mut(&asker.room).ok_or(Refusal::NoRoom)?;
        if !room.occupants.contains_key(&to) {
            return Err(Refusal::Nobody);
        }
        let member = self.members.get_mut(asker.who).ok_or(Refusal::Forgotten)?;
        member.pace.check(asker.now.uptime)?;
        member.pace.note(asker.now.uptime);
        let kind = EventKind::Whispered {
            from: from_nick,
            to: to_nick,
            text,
        };
        let event = room.record(asker.now.shown, Some(asker.who), kind);
        let mut heard_by = vec![asker.who];
        let target = self.members.get(to).ok_or(Refusal::Nobody)?;
        if !target.ignoring.contains(&asker.who) {
            heard_by.push(to);
            if let Some(occupant) = room.occupants.get_mut(&to) {
                occupant.whisperer = Some(asker.who);
            }
        }
        Ok(done(vec![Effect::Tell(
            asker.room,
            Audience::Only(heard_by),
            event,
        )]))
    }

    /// Changes the asker's nick, and tells everybody who sees it.
    pub(super) fn rename(&mut self, asker: Asker, to: &Nick) -> Result<Outcome, Refusal> {
        self.may_write(asker)?;
        let from = self.nick(asker.who)?;
        if from == *to {
            return Ok(done(Vec::new()));
        }
        let uptime = asker.now.uptime;
        let member = self.members.get_mut(asker.who).ok_or(Refusal::Forgotten)?;
        member.pace.check_rename(uptime)?;
        if !self.members.rename(asker.who, to.clone()) {
            return Err(Refusal::NickTaken);
        }
        if let Some(member) = self.members.get_mut(asker.who) {
            member.pace.note_renamed(uptime);
        }
        let mut effects = Vec::new();
        for room in self.rooms.values_mut() {
            // Whoever was heard here is known here, with a transcript or without.
            if !room.occupants.contains_key(&asker.who) {
                continue;
            }
            room.version += 1;
            let kind = EventKind::Renamed {
                from: from.clone(),
                to: to.clone(),
            };
            let event = room.record(asker.now.shown, Some(asker.who), kind);
            effects.push(Effect::Tell(room.id, Audience::Members, event));
        }
        Ok(done(effects))
    }

    /// Shows who is here.
    pub(super) fn who(&mut self, asker: Asker) -> Result<Outcome, Refusal> {
        let (roster, _) = self.roster(asker.room).ok_or(Refusal::NoRoom)?;
        self.answer(asker, Answer::Who(roster))
    }

    /// Sees nothing more of somebody.
    pub(super) fn ignore(&mut self, asker: Asker, whom: &Called) -> Result<Outcome, Refusal> {
        let whom = self.somebody(self.room(asker.room)?, whom)?;
        if whom == asker.who {
            return Err(Refusal::Yourself);
        }
        let nick = self.nick(whom)?;
        let member = self.members.get_mut(asker.who).ok_or(Refusal::Forgotten)?;
        if member.ignoring.len() >= IGNORED && !member.ignoring.contains(&whom) {
            return Err(Refusal::TooManyIgnored);
        }
        member.ignoring.insert(whom);
        self.answer(asker, Answer::Ignoring(nick))
    }

    /// Sees somebody again.
    pub(super) fn unignore(&mut self, asker: Asker, whom: &Called) -> Result<Outcome, Refusal> {
        let member = self.members.get(asker.who).ok_or(Refusal::Forgotten)?;
        let ignored = || {
            let known = member.ignoring.iter();
            known.filter_map(|&who| Some((who, self.members.nick(who)?)))
        };
        let found = ignored()
            .find(|(_, nick)| whom.is(nick))
            .or_else(|| ignored().find(|(_, nick)| whom.begins(nick)));
        let (who, nick) = found.ok_or(Refusal::NotIgnored)?;
        let nick = nick.clone();
        if let Some(member) = self.members.get_mut(asker.who) {
            member.ignoring.remove(&who);
        }
        self.answer(asker, Answer::Seeing(nick))
    }

    /// Whether the asker may write in the room.
    pub(super) fn may_write(&self, asker: Asker) -> Result<(), Refusal> {
        if self.room(asker.room)?.muted.has(&asker.who) {
            Err(Refusal::Muted)
        } else {
            Ok(())
        }
    }
}
