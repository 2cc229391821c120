//! Making rooms, going to them and leaving them.

use rand::Rng;

use super::{
    super::{
        event::{Answer, Audience, Effect, EndReason, EventKind, Reply, Whom},
        lock::Lock,
        member::{Claim, MemberId},
        place::{Place, RoomCode, RoomId, RoomName},
        refusal::Refusal,
        room::Room,
        time::Moment,
    },
    Asker, Outcome, State, remove,
};

/// How many rooms of one member's making, and over one circuit, are there at once: enough for anybody, and
/// whoever wants all that the process can hold needs many circuits.
const ROOMS_OF_ONE: usize = 4;

impl State {
    /// Makes a room and goes there.
    pub(super) fn create(
        &mut self,
        asker: Asker,
        name: RoomName,
        lock: Option<Lock>,
        rng: &mut impl Rng,
    ) -> Result<Outcome, Refusal> {
        self.may_write(asker)?;
        let is_own = |room: &&Room| {
            let same_way = asker.via.is_some() && room.made_via == asker.via;
            room.operator == Some(asker.who) || same_way
        };
        if self.rooms.values().filter(is_own).count() >= ROOMS_OF_ONE {
            return Err(Refusal::TooManyOwnRooms);
        }
        self.may_open()?;
        let member = self.members.get_mut(asker.who).ok_or(Refusal::Forgotten)?;
        member.pace.take(asker.now.uptime)?;
        let (id, code) = self.open(name, rng)?;
        let room = self.room_mut(id)?;
        room.operator = Some(asker.who);
        room.lock = lock;
        room.made_via = asker.via;
        room.touch(asker.now, asker.who);
        let answer = EventKind::Answer(Answer::Created(code.clone()));
        let event = room.record(asker.now.shown, None, answer);
        let told = Effect::Tell(id, Audience::Only(vec![asker.who]), event);
        self.go(asker, Place::Room(code), vec![told])
    }

    /// Whether there may be one room more.
    fn may_open(&self) -> Result<(), Refusal> {
        if self.rooms.len() > self.limits.rooms {
            return Err(Refusal::TooManyRooms);
        }
        Ok(())
    }

    /// Opens a room that nobody is in.
    pub(super) fn open(
        &mut self,
        name: RoomName,
        rng: &mut impl Rng,
    ) -> Result<(RoomId, RoomCode), Refusal> {
        self.may_open()?;
        let code = RoomCode::random(&name, rng);
        let id = RoomId(self.next_room);
        self.next_room += 1;
        let place = Place::Room(code.clone());
        let room = Room::new(id, place, Some(name), self.limits.backlog);
        self.codes.insert(code.clone(), id);
        self.rooms.insert(id, room);
        Ok((id, code))
    }

    /// Goes to a room. Whether there is no such room or the passphrase is wrong looks the same, and
    /// takes the same time: the passphrase was hashed before anybody looked.
    pub(super) fn join(
        &mut self,
        asker: Asker,
        claim: &Claim,
        code: RoomCode,
        key: Option<&Lock>,
    ) -> Result<Outcome, Refusal> {
        let place = Place::Room(code);
        self.let_in(asker.now, claim, asker.who, &place, key)?;
        self.go(asker, place, Vec::new())
    }

    /// Lets somebody into a room who has its code, and the passphrase where it needs one.
    ///
    /// # Errors
    /// [`Refusal::NoRoom`] where either is wrong, [`Refusal::Banned`] for those who were removed for good.
    pub fn let_in(
        &mut self,
        now: Moment,
        claim: &Claim,
        who: MemberId,
        place: &Place,
        key: Option<&Lock>,
    ) -> Result<(), Refusal> {
        if !claim.proven {
            return Err(Refusal::NoSession);
        }
        let room = self.find(place).ok_or(Refusal::NoRoom)?;
        if room.is_banned(who, claim.via) && self.host != Some(who) {
            return Err(Refusal::Banned);
        }
        let opens = match (&room.lock, key) {
            (None, _) => true,
            (Some(lock), Some(key)) => lock.is_opened_by(key),
            (Some(_), None) => false,
        };
        if !opens && !self.is_let_in(room, who) {
            return Err(Refusal::NoRoom);
        }
        let id = room.id;
        let room = self.room_mut(id)?;
        if room.lock.is_some() {
            room.admitted.add(who);
        }
        room.removed.remove(&who);
        room.touch(now, who);
        Ok(())
    }

    /// Goes back to the lobby.
    pub(super) fn leave(&mut self, asker: Asker) -> Result<Outcome, Refusal> {
        if asker.room == RoomId::LOBBY {
            return Err(Refusal::InLobby);
        }
        let frames = self.room(asker.room)?.readers(asker.who) == 1;
        let reason = if frames {
            EndReason::Moved(Place::Lobby)
        } else {
            EndReason::Left
        };
        let effects = self.depart(asker, reason, EventKind::Left)?;
        let reply = Reply::Moved {
            to: Place::Lobby,
            frames,
        };
        Ok(Outcome { effects, reply })
    }

    /// Says goodbye and leaves.
    pub(super) fn exit(&mut self, asker: Asker) -> Result<Outcome, Refusal> {
        let effects = self.depart(asker, EndReason::Left, EventKind::Farewell)?;
        Ok(Outcome {
            effects,
            reply: Reply::Left { stopped: false },
        })
    }

    /// Goes from the asker's room to another place, with the one transcript that is open here. Where
    /// several are, nobody can tell which of them is meant, so none of them moves.
    fn go(
        &mut self,
        asker: Asker,
        to: Place,
        mut effects: Vec<Effect>,
    ) -> Result<Outcome, Refusal> {
        let here = self.room(asker.room)?;
        let frames = here.readers(asker.who) == 1 && here.place != to;
        if frames {
            let reason = EndReason::Moved(to.clone());
            effects.extend(self.depart(asker, reason, EventKind::Left)?);
        }
        Ok(Outcome {
            effects,
            reply: Reply::Moved { to, frames },
        })
    }

    /// Takes the asker and all their transcripts out of the room.
    fn depart(
        &mut self,
        asker: Asker,
        reason: EndReason,
        told: fn(super::Nick) -> EventKind,
    ) -> Result<Vec<Effect>, Refusal> {
        let nick = self.nick(asker.who)?;
        self.end_transcripts(asker.room, asker.who);
        let room = self.room_mut(asker.room)?;
        let mut effects = vec![Effect::End(asker.room, Whom::Member(asker.who), reason)];
        effects.extend(remove(room, asker.now, asker.who, Some(told(nick))));
        Ok(effects)
    }

    /// Takes a member's transcripts in a room off the count of all that they have open.
    pub(super) fn end_transcripts(&mut self, room: RoomId, who: MemberId) {
        let Some(room) = self.rooms.get_mut(&room) else {
            return;
        };
        if let Some(occupant) = room.occupants.get_mut(&who)
            && let Some(member) = self.members.get_mut(who)
        {
            member.transcripts = member.transcripts.saturating_sub(occupant.readers);
            occupant.readers = 0;
        }
    }
}
