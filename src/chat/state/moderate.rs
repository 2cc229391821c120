//! What operators may do, and what everybody may do with their own messages.

use super::{
    super::{
        command::{Called, Deleted, HostToken},
        event::{
            Actor, Answer, Audience, Effect, EndReason, Erased, EventKind, Sanction, Seq, Whom,
        },
        lock::Lock,
        member::{MemberId, Via},
        name::Nick,
        place::RoomId,
        refusal::Refusal,
        room::{Newest, Room},
        text::MessageText,
        time::Moment,
    },
    Asker, Moderation, Outcome, State, done, remove,
};

impl State {
    /// Removes somebody, who may come back.
    pub(super) fn kick(
        &mut self,
        asker: Asker,
        whom: &Called,
        reason: Option<MessageText>,
    ) -> Result<Outcome, Refusal> {
        self.may_remove(asker)?;
        if reason.is_some() {
            self.may_write(asker)?;
        }
        let (whom, nick) = self.target(asker, whom)?;
        // Operators have to be quick; but nobody speaks faster through reasons.
        if reason.is_some() || self.may_moderate(asker).is_err() {
            let member = self.members.get_mut(asker.who).ok_or(Refusal::Forgotten)?;
            member.pace.take(asker.now.uptime)?;
        }
        let by = Actor::Member(self.nick(asker.who)?);
        Ok(done(self.remove_from(
            asker.now,
            asker.room,
            by,
            (whom, nick),
            reason,
        )?))
    }

    /// Removes somebody for good: the session, and the circuit over which it last came.
    pub(super) fn ban(&mut self, asker: Asker, whom: &Called) -> Result<Outcome, Refusal> {
        self.may_moderate(asker)?;
        let (whom, nick) = self.target(asker, whom)?;
        let via = self.via_of(asker, whom);
        let by = Actor::Member(self.nick(asker.who)?);
        Ok(done(self.ban_from(
            asker.now,
            asker.room,
            by,
            (whom, nick),
            via,
        )?))
    }

    /// Lets somebody only read.
    pub(super) fn mute(&mut self, asker: Asker, whom: &Called) -> Result<Outcome, Refusal> {
        self.may_moderate(asker)?;
        let whom = self.target(asker, whom)?;
        let via = self.via_of(asker, whom.0);
        let room = self.room_mut(asker.room)?;
        room.muted.add(whom.0);
        if let Some(via) = via {
            room.muted_circuits.add((whom.0, via));
        }
        let by = Actor::Member(self.nick(asker.who)?);
        Ok(done(vec![self.sanctioned(
            asker.now,
            asker.room,
            by,
            whom.1,
            Sanction::Muted,
            None,
        )?]))
    }

    /// Lets somebody write again.
    pub(super) fn unmute(&mut self, asker: Asker, whom: &Called) -> Result<Outcome, Refusal> {
        self.may_moderate(asker)?;
        let whom = self.target(asker, whom)?;
        let room = self.room_mut(asker.room)?;
        room.muted_circuits.remove_all(|(who, _)| *who == whom.0);
        if !room.muted.remove(&whom.0) {
            return Err(Refusal::NotMuted);
        }
        let by = Actor::Member(self.nick(asker.who)?);
        Ok(done(vec![self.sanctioned(
            asker.now,
            asker.room,
            by,
            whom.1,
            Sanction::Unmuted,
            None,
        )?]))
    }

    /// Takes messages back: one's own last one, or somebody else's.
    pub(super) fn delete(&mut self, asker: Asker, what: &Deleted) -> Result<Outcome, Refusal> {
        let room = self.room(asker.room)?;
        let last = |is: &dyn Fn(Option<MemberId>, &Nick) -> bool| -> Vec<Seq> {
            let mut said = room.backlog().rev();
            let found = said.find(|event| event.said_nick().is_some_and(|nick| is(event.by, nick)));
            found.map(|event| event.seq).into_iter().collect()
        };
        let seqs = match what {
            Deleted::MyLast => last(&|by, _| by == Some(asker.who)),
            Deleted::LastOf(called) | Deleted::AllOf(called) => {
                self.may_moderate(asker)?;
                // Whoever is meant may be forgotten by now, or called otherwise: it is the name on
                // the message that counts, and only where none bears it, who is here.
                let nicks = || room.backlog().filter_map(|event| event.said_nick());
                let is_said = nicks().any(|nick| called.is(nick));
                let whom = if is_said {
                    None
                } else {
                    self.somebody(room, called).ok()
                };
                let is = |by: Option<MemberId>, nick: &Nick| match &whom {
                    None => called.is(nick),
                    Some((whom, _)) => by == Some(*whom),
                };
                match what {
                    Deleted::AllOf(_) => room
                        .backlog()
                        .filter(|event| event.said_nick().is_some_and(|nick| is(event.by, nick)))
                        .map(|event| event.seq)
                        .collect(),
                    _ => last(&is),
                }
            }
        };
        if seqs.is_empty() {
            return Err(Refusal::NothingToDelete);
        }
        self.forget(asker.room, |seq| seqs.contains(&seq));
        let room = self.room_mut(asker.room)?;
        let kind = EventKind::Erased(seqs.clone());
        let event = room.record(asker.now.shown, None, kind);
        Ok(done(vec![
            Effect::Erase(asker.room, Erased::Messages(seqs)),
            Effect::Tell(asker.room, Audience::Present, event),
        ]))
    }

    /// Lets in only who knows the passphrase; whoever is in the room stays.
    pub(super) fn lock(&mut self, asker: Asker, lock: Lock) -> Result<Outcome, Refusal> {
        let room = self.lockable(asker)?;
        room.lock = Some(lock);
        // Whoever reads now stays in for as long as they read, and comes in again after a reload.
        room.admitted = Newest::default();
        let reading = room.occupants.iter().filter(|(_, one)| one.readers > 0);
        for who in reading.map(|(&who, _)| who).collect::<Vec<_>>() {
            room.admitted.add(who);
        }
        let mut outcome = self.changed(asker, EventKind::Locked)?;
        let nameless = Effect::End(asker.room, Whom::Nameless, EndReason::Locked);
        outcome.effects.push(nameless);
        Ok(outcome)
    }

    /// Lets everybody in who has the code.
    pub(super) fn unlock(&mut self, asker: Asker) -> Result<Outcome, Refusal> {
        let room = self.lockable(asker)?;
        if room.lock.take().is_none() {
            return Err(Refusal::NotLocked);
        }
        self.changed(asker, EventKind::Unlocked)
    }

    /// Shows what the room is about.
    pub(super) fn show_topic(&mut self, asker: Asker) -> Result<Outcome, Refusal> {
        let topic = self.room(asker.room)?.topic.clone();
        self.answer(asker, Answer::Topic(topic))
    }

    /// Sets what the room is about.
    pub(super) fn set_topic(
        &mut self,
        asker: Asker,
        topic: MessageText,
    ) -> Result<Outcome, Refusal> {
        self.may_remove(asker)?;
        self.may_write(asker)?;
        let member = self.members.get_mut(asker.who).ok_or(Refusal::Forgotten)?;
        member.pace.take(asker.now.uptime)?;
        let by = Actor::Member(self.nick(asker.who)?);
        let told = self.name_topic(asker.now, asker.room, Some(asker.who), by, topic)?;
        Ok(done(vec![told]))
    }

    /// Sets what a room is about, and tells its members.
    pub(super) fn name_topic(
        &mut self,
        now: Moment,
        room: RoomId,
        who: Option<MemberId>,
        by: Actor,
        topic: MessageText,
    ) -> Result<Effect, Refusal> {
        let here = self.room_mut(room)?;
        here.topic = Some(topic.clone());
        here.version += 1;
        let event = here.record(now.shown, who, EventKind::Topic { by, topic });
        Ok(Effect::Tell(room, Audience::Members, event))
    }

    /// Erases everything said in the room and removes everybody; a room other than the lobby is no
    /// more after that.
    pub(super) fn stop(&mut self, asker: Asker) -> Result<Outcome, Refusal> {
        self.may_remove(asker)?;
        Ok(Outcome {
            effects: self.stop_room(asker.now, asker.room)?,
            reply: super::Reply::Left { stopped: true },
        })
    }

    /// Ends a room and forgets what was said there; the lobby begins anew.
    pub(super) fn stop_room(&mut self, now: Moment, id: RoomId) -> Result<Vec<Effect>, Refusal> {
        let mut effects = vec![Effect::End(id, Whom::Everybody, EndReason::Stopped)];
        if id == RoomId::LOBBY {
            self.forget(id, |_| true);
            let everybody = self.room(id)?.occupants.keys().copied();
            for who in everybody.collect::<Vec<_>>() {
                self.end_transcripts(id, who);
                effects.extend(remove(self.room_mut(id)?, now, who, None));
            }
            self.room_mut(id)?.topic = None;
            effects.push(Effect::Erase(id, Erased::Everything));
        } else {
            effects.push(self.close(id));
        }
        Ok(effects)
    }

    /// Makes the asker operator everywhere, once, for the host's token.
    pub(super) fn op(&mut self, asker: Asker, token: &HostToken) -> Result<Outcome, Refusal> {
        let is_right = self.host_token.as_ref().is_some_and(|host| host.is(token));
        if !is_right {
            return Err(Refusal::WrongToken);
        }
        self.host_token = None;
        self.host = Some(asker.who);
        for room in self.rooms.values_mut() {
            room.version += 1;
        }
        self.answer(asker, Answer::Host)
    }

    /// Whether the asker may do what operators may.
    fn may_moderate(&self, asker: Asker) -> Result<(), Refusal> {
        if self.is_operator(self.room(asker.room)?, asker.who) {
            Ok(())
        } else {
            Err(Refusal::OperatorsOnly)
        }
    }

    /// Whether the asker may remove people and stop the room, which the host can give to everybody.
    fn may_remove(&self, asker: Asker) -> Result<(), Refusal> {
        match self.moderation {
            Moderation::Everyone => Ok(()),
            Moderation::Operators => self.may_moderate(asker),
        }
    }

    /// The room, if the asker may lock it.
    fn lockable(&mut self, asker: Asker) -> Result<&mut Room, Refusal> {
        if asker.room == RoomId::LOBBY {
            return Err(Refusal::LobbyIsOpen);
        }
        self.may_moderate(asker)?;
        self.room_mut(asker.room)
    }

    /// Whom an operator means, who is neither the operator nor the host.
    fn target(&self, asker: Asker, whom: &Called) -> Result<(MemberId, Nick), Refusal> {
        let found = self.somebody(self.room(asker.room)?, whom)?;
        if found.0 == asker.who {
            Err(Refusal::KickYourself)
        } else if self.host == Some(found.0) {
            Err(Refusal::IsHost)
        } else {
            Ok(found)
        }
    }

    /// The circuit over which somebody last came, unless that is the asker's own.
    fn via_of(&self, asker: Asker, whom: MemberId) -> Option<Via> {
        let via = self.members.get(whom)?.via;
        via.filter(|via| asker.via != Some(*via))
    }

    /// Takes somebody out of a room, who may come back, and tells everybody.
    pub(super) fn remove_from(
        &mut self,
        now: Moment,
        room: RoomId,
        by: Actor,
        whom: (MemberId, Nick),
        reason: Option<MessageText>,
    ) -> Result<Vec<Effect>, Refusal> {
        let told = self.sanctioned(
            now,
            room,
            by.clone(),
            whom.1,
            Sanction::Kicked,
            reason.clone(),
        )?;
        let ended = EndReason::Kicked { by, reason };
        self.expel(now, room, whom.0, told, ended)
    }

    /// Takes somebody out of a room for good, the session and the circuit, and tells everybody.
    pub(super) fn ban_from(
        &mut self,
        now: Moment,
        room: RoomId,
        by: Actor,
        (whom, nick): (MemberId, Nick),
        via: Option<Via>,
    ) -> Result<Vec<Effect>, Refusal> {
        let here = self.room_mut(room)?;
        here.banned.add(whom);
        // The host may ban whoever made the room, who then is its operator no more.
        here.operator = here.operator.filter(|operator| *operator != whom);
        here.deputies.remove(&whom);
        let told = self.sanctioned(now, room, by, nick, Sanction::Banned, None)?;
        let mut effects = self.expel(now, room, whom, told, EndReason::Banned)?;
        if let Some(via) = via {
            self.room_mut(room)?.banned_circuits.add(via);
            effects.push(Effect::End(room, Whom::Via(via), EndReason::Banned));
        }
        Ok(effects)
    }

    /// Takes somebody out of a room, after everybody was told why.
    fn expel(
        &mut self,
        now: Moment,
        room: RoomId,
        whom: MemberId,
        told: Effect,
        ended: EndReason,
    ) -> Result<Vec<Effect>, Refusal> {
        self.end_transcripts(room, whom);
        let here = self.room_mut(room)?;
        here.removed.add(whom);
        here.admitted.remove(&whom);
        let mut effects = vec![told, Effect::End(room, Whom::Member(whom), ended)];
        effects.extend(remove(here, now, whom, None));
        Ok(effects)
    }

    /// Tells the members what was done to somebody.
    fn sanctioned(
        &mut self,
        now: Moment,
        room: RoomId,
        by: Actor,
        nick: Nick,
        how: Sanction,
        reason: Option<MessageText>,
    ) -> Result<Effect, Refusal> {
        let here = self.room_mut(room)?;
        here.version += 1;
        let kind = EventKind::Moderated {
            by,
            nick,
            how,
            reason,
        };
        // An operator's doing is seen by those, too, who ignore the operator.
        let event = here.record(now.shown, None, kind);
        Ok(Effect::Tell(room, Audience::Members, event))
    }

    /// Tells the members that something about the room has changed.
    fn changed(&mut self, asker: Asker, kind: fn(Nick) -> EventKind) -> Result<Outcome, Refusal> {
        let by = self.nick(asker.who)?;
        let room = self.room_mut(asker.room)?;
        room.version += 1;
        let event = room.record(asker.now.shown, None, kind(by));
        Ok(done(vec![Effect::Tell(
            asker.room,
            Audience::Members,
            event,
        )]))
    }
}
