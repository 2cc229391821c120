//! What the host does from outside, without being a member: the word of whoever runs the process.
//!
//! Rooms are private to those who are in them, also from the host's own curiosity: of a room the host
//! sees a number and how many are in it. Its name, its topic and its members show only where they are no
//! secret from the host anyway: in the lobby, where the host is a member, and where somebody has given
//! the host the code. To keep order, a number is enough.

use rand::Rng;

use super::{
    super::{
        command::Called,
        event::{Actor, Audience, Effect, EventKind},
        member::MemberId,
        name::Nick,
        place::{Place, RoomCode, RoomId, RoomName, Which},
        refusal::Refusal,
        room::Room,
        roster::{RoomCount, Roster},
        text::MessageText,
        time::Moment,
    },
    State,
};

/// How many rooms of the host's own there may be: each holds its backlog also while nobody is there.
pub(super) const ROOMS_OF_HOST: usize = 8;

/// What the host does in a room.
#[derive(Debug, Clone)]
pub enum HostAct {
    /// Remove somebody, who may come back.
    Kick(Called, Option<MessageText>),
    /// Remove somebody for good.
    Ban(Called),
    /// Make somebody who is there operator of the room.
    Op(Called),
    /// Set what the room is about.
    Topic(MessageText),
    /// Say something to everybody who reads there.
    Say(MessageText),
    /// End it, and forget what was said there.
    Stop,
}

/// What came of it.
#[derive(Debug)]
pub struct HostDone {
    /// In which room.
    pub room: RoomId,
    /// To whom, where it was done to somebody.
    pub nick: Option<Nick>,
    /// What is to be done now.
    pub effects: Vec<Effect>,
}

/// What the host sees of one room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostLook {
    /// How many are in it.
    pub count: RoomCount,
    /// Who they are, where that is no secret from the host.
    pub roster: Option<Roster>,
}

impl State {
    /// All rooms, the lobby first.
    pub fn count_rooms(&self) -> impl Iterator<Item = RoomCount> {
        self.rooms.values().map(|room| self.count(room))
    }

    /// What the host sees of a room.
    ///
    /// # Errors
    /// [`Refusal::NoRoom`] where there is none.
    pub fn host_look(&self, which: &Which) -> Result<HostLook, Refusal> {
        let room = self.named(which)?;
        let is_known = matches!(which, Which::Code(_));
        let is_open = is_known || room.id == RoomId::LOBBY || self.has_host(room);
        Ok(HostLook {
            count: self.count(room),
            roster: is_open.then(|| self.roster(room.id)).flatten(),
        })
    }

    /// Does what the host wants in a room, or says why not.
    ///
    /// # Errors
    /// The refusal to show to the host.
    pub fn host(&mut self, now: Moment, which: &Which, act: HostAct) -> Result<HostDone, Refusal> {
        let room = self.named(which)?.id;
        let mut nick = None;
        let effects = match act {
            HostAct::Kick(whom, reason) => {
                let whom = self.hosts_target(room, &whom)?;
                nick = Some(whom.1.clone());
                // Whom the host removes keeps no order there any more.
                self.room_mut(room)?.deputies.remove(&whom.0);
                self.remove_from(now, room, Actor::Host, whom, reason)?
            }
            HostAct::Ban(whom) => {
                let whom = self.hosts_target(room, &whom)?;
                nick = Some(whom.1.clone());
                let via = self.members.get(whom.0).and_then(|member| member.via);
                let via = via.filter(|via| Some(*via) != self.hosts_via());
                self.ban_from(now, room, Actor::Host, whom, via)?
            }
            HostAct::Op(whom) => {
                let whom = self.hosts_target(room, &whom)?;
                nick = Some(whom.1.clone());
                vec![self.promote(now, room, whom)?]
            }
            HostAct::Topic(topic) => {
                vec![self.name_topic(now, room, None, Actor::Host, topic)?]
            }
            HostAct::Say(text) => vec![self.announce(now, room, text)?],
            HostAct::Stop => self.stop_room(now, room)?,
        };
        Ok(HostDone {
            room,
            nick,
            effects,
        })
    }

    /// Opens a room that stays while nobody is there, for those whom the host tells its code.
    ///
    /// # Errors
    /// [`Refusal::TooManyOwnRooms`] where the host has as many as may be, [`Refusal::TooManyRooms`] where there are as
    /// many rooms as can be.
    pub fn host_opens(&mut self, name: &RoomName, rng: &mut impl Rng) -> Result<RoomCode, Refusal> {
        if self.rooms.values().filter(|room| room.is_hosts).count() >= ROOMS_OF_HOST {
            return Err(Refusal::TooManyOwnRooms);
        }
        let (id, code) = self.open(name.clone(), rng)?;
        self.room_mut(id)?.is_hosts = true;
        Ok(code)
    }

    /// Says something to everybody who reads, in all rooms.
    pub fn host_says(&mut self, now: Moment, text: &MessageText) -> Vec<Effect> {
        let rooms: Vec<RoomId> = self.rooms.keys().copied().collect();
        let told = |room| self.announce(now, room, text.clone()).ok();
        rooms.into_iter().filter_map(told).collect()
    }

    /// Tells everybody who reads in a room what the host says, also those without a session, and whoever
    /// comes a little later. It is nobody's message, so it takes no message's place in the backlog.
    fn announce(
        &mut self,
        now: Moment,
        room: RoomId,
        text: MessageText,
    ) -> Result<Effect, Refusal> {
        let kind = EventKind::Announced(text);
        let event = self.room_mut(room)?.record(now.shown, None, kind);
        Ok(Effect::Tell(room, Audience::Readers, event))
    }

    /// Makes somebody operator of a room.
    fn promote(
        &mut self,
        now: Moment,
        room: RoomId,
        (whom, nick): (MemberId, Nick),
    ) -> Result<Effect, Refusal> {
        let here = self.room_mut(room)?;
        if !here.lists(whom) {
            return Err(Refusal::Nobody);
        }
        here.deputies.add(whom);
        here.version += 1;
        let event = here.record(now.shown, None, EventKind::Promoted(nick));
        Ok(Effect::Tell(room, Audience::Members, event))
    }

    /// The room that the host names.
    fn named(&self, which: &Which) -> Result<&Room, Refusal> {
        match which {
            Which::Number(id) => self.room(*id),
            Which::Code(code) => self.find(&Place::Room(code.clone())).ok_or(Refusal::NoRoom),
        }
    }

    /// Whom the host means, who is not the host.
    fn hosts_target(&self, room: RoomId, whom: &Called) -> Result<(MemberId, Nick), Refusal> {
        let found = self.somebody(self.room(room)?, whom)?;
        if self.host == Some(found.0) {
            return Err(Refusal::IsHost);
        }
        Ok(found)
    }

    /// The circuit over which the host last came as a member.
    fn hosts_via(&self) -> Option<super::Via> {
        self.members.get(self.host?)?.via
    }

    /// Whether the host is in a room as a member.
    fn has_host(&self, room: &Room) -> bool {
        self.host.is_some_and(|host| room.lists(host))
    }

    /// How many are in a room.
    fn count(&self, room: &Room) -> RoomCount {
        let code = match &room.place {
            Place::Room(code) if self.has_host(room) => Some(code.clone()),
            _ => None,
        };
        RoomCount {
            id: room.id,
            inside: room.name.clone().zip(code),
            members: room.occupants.values().filter(|one| one.announced).count(),
            nameless: room.nameless,
            is_locked: room.lock.is_some(),
        }
    }
}
