//! What operators may do, and what everybody may do with their own messages.

use super::{
    super::{
        command::{Called, Deleted, HostToken},
        event::{Answer, Audience, Effect, EndReason, Erased, EventKind, Sanction, Seq, Whom},
        lock::Lock,
        member::MemberId,
        place::RoomId,
        refusal::Refusal,
        room::Room,
        text::MessageText,
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
        self.may_stop(asker)?;
        let whom = self.target(asker, whom)?;
        let ended = EndReason::Kicked {
            by: self.nick(asker.who)?,
            reason: reason.clone(),
        };
        Ok(done(self.expel(
            asker,
            whom,
            Sanction::Kicked,
            reason,
            ended,
        )?))
    }

    /// Removes somebody for good: the session, and the circuit over which it last came.
    pub(super) fn ban(&mut self, asker: Asker, whom: &Called) -> Result<Outcome, Refusal> {
        self.may_moderate(asker)?;
        let whom = self.target(asker, whom)?;
        let via = self.members.get(whom).and_then(|member| member.via);
        let room = self.room_mut(asker.room)?;
        room.banned.add(whom);
        if let Some(via) = via {
            room.banned_circuits.add(via);
        }
        Ok(done(self.expel(
            asker,
            whom,
            Sanction::Banned,
            None,
            EndReason::Banned,
        )?))
    }

    /// Lets somebody only read.
    pub(super) fn mute(&mut self, asker: Asker, whom: &Called) -> Result<Outcome, Refusal> {
        self.may_moderate(asker)?;
        let whom = self.target(asker, whom)?;
        self.room_mut(asker.room)?.muted.add(whom);
        Ok(done(vec![self.sanctioned(
            asker,
            whom,
            Sanction::Muted,
            None,
        )?]))
    }

    /// Lets somebody write again.
    pub(super) fn unmute(&mut self, asker: Asker, whom: &Called) -> Result<Outcome, Refusal> {
        self.may_moderate(asker)?;
        let whom = self.somebody(self.room(asker.room)?, whom)?;
        if !self.room_mut(asker.room)?.muted.remove(&whom) {
            return Err(Refusal::NotMuted);
        }
        Ok(done(vec![self.sanctioned(
            asker,
            whom,
            Sanction::Unmuted,
            None,
        )?]))
    }

    /// Takes messages back: one's own last one, or somebody else's.
    pub(super) fn delete(&mut self, asker: Asker, what: &Deleted) -> Result<Outcome, Refusal> {
        let room = self.room(asker.room)?;
        let last = |is: &dyn Fn(Option<MemberId>, &super::Nick) -> bool| -> Vec<Seq> {
            let mut said = room.backlog().rev();
            let found = said.find(|event| event.said_nick().is_some_and(|nick| is(event.by, nick)));
            found.map(|event| event.seq).into_iter().collect()
        };
        let seqs = match what {
            Deleted::MyLast => last(&|by, _| by == Some(asker.who)),
            Deleted::LastOf(called) | Deleted::AllOf(called) => {
                self.may_moderate(asker)?;
                // Whoever is meant may be forgotten by now, or called otherwise; the name on the
                // message counts as well.
                let whom = self.somebody(room, called).ok();
                let is = |by: Option<MemberId>, nick: &super::Nick| {
                    called.is(nick) || (whom.is_some() && by == whom)
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
        for who in room.occupants.keys().copied().collect::<Vec<_>>() {
            room.admitted.add(who);
        }
        self.changed(asker, EventKind::Locked)
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
        self.may_stop(asker)?;
        self.may_write(asker)?;
        let member = self.members.get_mut(asker.who).ok_or(Refusal::Forgotten)?;
        member.pace.check(asker.now.uptime)?;
        member.pace.note(asker.now.uptime);
        let by = self.nick(asker.who)?;
        let room = self.room_mut(asker.room)?;
        room.topic = Some(topic.clone());
        room.version += 1;
        let kind = EventKind::Topic { by, topic };
        let event = room.record(asker.now.shown, Some(asker.who), kind);
        Ok(done(vec![Effect::Tell(
            asker.room,
            Audience::Members,
            event,
        )]))
    }

    /// Erases everything said in the room and removes everybody; a room other than the lobby is no
    /// more after that.
    pub(super) fn stop(&mut self, asker: Asker) -> Result<Outcome, Refusal> {
        self.may_stop(asker)?;
        let mut effects = vec![Effect::End(asker.room, Whom::Everybody, EndReason::Stopped)];
        if asker.room == RoomId::LOBBY {
            self.forget(asker.room, |_| true);
            let everybody = self.room(asker.room)?.occupants.keys().copied();
            for who in everybody.collect::<Vec<_>>() {
                self.end_transcripts(asker.room, who);
                let room = self.room_mut(asker.room)?;
                effects.extend(remove(room, asker.now, who, None));
            }
            let room = self.room_mut(asker.room)?;
            room.topic = None;
            effects.push(Effect::Erase(asker.room, Erased::Everything));
        } else {
            effects.push(self.close(asker.room));
        }
        Ok(Outcome {
            effects,
            reply: super::Reply::Left,
        })
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
    fn may_stop(&self, asker: Asker) -> Result<(), Refusal> {
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
    fn target(&self, asker: Asker, whom: &Called) -> Result<MemberId, Refusal> {
        let whom = self.somebody(self.room(asker.room)?, whom)?;
        if whom == asker.who {
            Err(Refusal::KickYourself)
        } else if self.host == Some(whom) {
            Err(Refusal::IsHost)
        } else {
            Ok(whom)
        }
    }

    /// Takes somebody out of the room, and tells everybody.
    fn expel(
        &mut self,
        asker: Asker,
        whom: MemberId,
        how: Sanction,
        reason: Option<MessageText>,
        ended: EndReason,
    ) -> Result<Vec<Effect>, Refusal> {
        let told = self.sanctioned(asker, whom, how, reason)?;
        self.end_transcripts(asker.room, whom);
        let room = self.room_mut(asker.room)?;
        room.removed.add(whom);
        room.admitted.remove(&whom);
        let mut effects = vec![told, Effect::End(asker.room, Whom::Member(whom), ended)];
        effects.extend(remove(room, asker.now, whom, None));
        Ok(effects)
    }

    /// Tells the members what was done to somebody.
    fn sanctioned(
        &mut self,
        asker: Asker,
        whom: MemberId,
        how: Sanction,
        reason: Option<MessageText>,
    ) -> Result<Effect, Refusal> {
        let (by, nick) = (self.nick(asker.who)?, self.nick(whom)?);
        let room = self.room_mut(asker.room)?;
        room.version += 1;
        let kind = EventKind::Moderated {
            by,
            nick,
            how,
            reason,
        };
        // An operator's doing is seen by those, too, who ignore the operator.
        let event = room.record(asker.now.shown, None, kind);
        Ok(Effect::Tell(asker.room, Audience::Members, event))
    }

    /// Tells the members that something about the room has changed.
    fn changed(
        &mut self,
        asker: Asker,
        kind: fn(super::Nick) -> EventKind,
    ) -> Result<Outcome, Refusal> {
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

    /// Takes messages out of memory.
    fn forget(&mut self, room: RoomId, is_erased: impl Fn(Seq) -> bool) {
        if let Some(room) = self.rooms.get_mut(&room) {
            room.erase(&is_erased);
        }
        for member in self.members.iter_mut() {
            member.pace.forget(room, &is_erased);
        }
    }
}
