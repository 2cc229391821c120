//! What members say, to all or to one, and what they are called.

use std::sync::Arc;

use super::{
    super::{
        command::Called,
        event::{Answer, Audience, Effect, EventKind},
        member::MemberId,
        name::Nick,
        refusal::Refusal,
        room::Room,
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
        if let Some(member) = self.members.get_mut(asker.who) {
            let said = Arc::clone(&event);
            member.pace.note_said(uptime, asker.room, said);
        }
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
        let (to, _) = self.somebody(room, to)?;
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
        if !self.room(asker.room)?.lists(to) {
            return Err(Refusal::Nobody);
        }
        let member = self.members.get_mut(asker.who).ok_or(Refusal::Forgotten)?;
        member.pace.take(asker.now.uptime)?;
        let target = self.members.get(to).ok_or(Refusal::Nobody)?;
        let is_ignored = target.ignoring.contains_key(&asker.who);
        let room = self.rooms.get_mut(&asker.room).ok_or(Refusal::NoRoom)?;
        let kind = EventKind::Whispered {
            from: from_nick,
            to: to_nick,
            text,
        };
        let event = room.record(asker.now.shown, Some(asker.who), kind);
        let mut heard_by = vec![asker.who];
        if !is_ignored {
            heard_by.push(to);
            if let Some(occupant) = room.occupants.get_mut(&to) {
                occupant.whisperer = Some(asker.who);
            }
        }
        let heard_by = Audience::Only(heard_by);
        Ok(done(vec![Effect::Tell(asker.room, heard_by, event)]))
    }

    /// Changes the asker's nick, and tells everybody who sees it.
    pub(super) fn rename(&mut self, asker: Asker, to: &Nick) -> Result<Outcome, Refusal> {
        // Everybody whom it is told to sees it, so it needs the word in each of these rooms.
        let is_muted = |room: &Room| {
            room.occupants.contains_key(&asker.who) && room.is_muted(asker.who, asker.via)
        };
        if self.rooms.values().any(is_muted) {
            return Err(Refusal::Muted);
        }
        let from = self.nick(asker.who)?;
        if from == *to {
            return Ok(done(Vec::new()));
        }
        let uptime = asker.now.uptime;
        let member = self.members.get_mut(asker.who).ok_or(Refusal::Forgotten)?;
        member.pace.check_rename(uptime)?;
        if !self.members.rename(uptime, asker.who, to.clone()) {
            return Err(Refusal::NickTaken);
        }
        if let Some(member) = self.members.get_mut(asker.who) {
            member.pace.note_renamed(uptime);
        }
        let mut effects = Vec::new();
        for room in self.rooms.values_mut() {
            if !room.lists(asker.who) {
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
        let roster = self.roster(asker.room).ok_or(Refusal::NoRoom)?;
        self.answer(asker, Answer::Who(roster))
    }

    /// Sees nothing more of somebody.
    pub(super) fn ignore(&mut self, asker: Asker, whom: &Called) -> Result<Outcome, Refusal> {
        let (whom, nick) = self.somebody(self.room(asker.room)?, whom)?;
        if whom == asker.who {
            return Err(Refusal::Yourself);
        }
        let member = self.members.get(asker.who).ok_or(Refusal::Forgotten)?;
        let is_known = |who: &MemberId| self.members.get(*who).is_some();
        let gone = member.ignoring.keys().copied().filter(|who| !is_known(who));
        let gone: Vec<MemberId> = gone.collect();
        let member = self.members.get_mut(asker.who).ok_or(Refusal::Forgotten)?;
        member.ignoring.retain(|who, _| !gone.contains(who));
        if member.ignoring.len() >= IGNORED && !member.ignoring.contains_key(&whom) {
            return Err(Refusal::TooManyIgnored);
        }
        member.ignoring.insert(whom, nick.clone());
        self.answer(asker, Answer::Ignoring(nick))
    }

    /// Sees somebody again, by the name under which they were ignored or the one they have here now.
    pub(super) fn unignore(&mut self, asker: Asker, whom: &Called) -> Result<Outcome, Refusal> {
        let member = self.members.get(asker.who).ok_or(Refusal::Forgotten)?;
        let here = self.somebody(self.room(asker.room)?, whom).ok();
        let ignored = || member.ignoring.iter();
        let by_name = |is: fn(&Called, &Nick) -> bool| ignored().find(|(_, nick)| is(whom, nick));
        let found = by_name(Called::is)
            .or_else(|| ignored().find(|(who, _)| here.as_ref().is_some_and(|one| one.0 == **who)))
            .or_else(|| by_name(Called::begins));
        let (who, nick) = found.ok_or(Refusal::NotIgnored)?;
        let (who, nick) = (*who, nick.clone());
        if let Some(member) = self.members.get_mut(asker.who) {
            member.ignoring.remove(&who);
        }
        self.answer(asker, Answer::Seeing(nick))
    }

    /// Whether the asker may write in the room.
    pub(super) fn may_write(&self, asker: Asker) -> Result<(), Refusal> {
        if self.room(asker.room)?.is_muted(asker.who, asker.via) {
            Err(Refusal::Muted)
        } else {
            Ok(())
        }
    }
}
