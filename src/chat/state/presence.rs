//! Who is in a room: coming, going, being found by name, and being shown.

use super::{
    super::{
        command::Called,
        event::{Audience, Effect, EventKind},
        member::MemberId,
        name::Nick,
        place::{Place, RoomId},
        refusal::Refusal,
        room::{AWAY, GRACE, Occupant, Room},
        roster::{LISTED, Presence, Roster, RosterEntry},
        time::Moment,
    },
    Duration, State,
};

impl State {
    /// Notes that a member opened a transcript in a room.
    pub fn attach(&mut self, now: Moment, room: RoomId, who: MemberId) -> Vec<Effect> {
        if let Some(room) = self.rooms.get_mut(&room) {
            room.removed.remove(&who);
        }
        let effects = self.arrive(now, room, who);
        if let (Some(room), Some(member)) = (self.rooms.get_mut(&room), self.members.get_mut(who)) {
            member.transcripts += 1;
            member.seen = now.uptime;
            room.version += 1;
            room.touch(now, who).readers += 1;
        }
        effects
    }

    /// Lets somebody come back who was removed from a room.
    pub fn come_back(&mut self, room: RoomId, who: MemberId) {
        if let Some(room) = self.rooms.get_mut(&room) {
            room.removed.remove(&who);
        }
    }

    /// Notes that a member reads in a room without a transcript, and will look again after so long at
    /// most.
    pub fn stay(
        &mut self,
        now: Moment,
        room: RoomId,
        who: MemberId,
        again: Duration,
    ) -> Vec<Effect> {
        let effects = self.arrive(now, room, who);
        if let Some(room) = self.rooms.get_mut(&room) {
            room.touch(now, who).lost = now.uptime + again;
        }
        effects
    }

    /// Notes that a member's transcript in a room ended, at this uptime.
    pub fn detach(&mut self, uptime: Duration, room: RoomId, who: MemberId) {
        let member = self.members.get_mut(who);
        let room = self.rooms.get_mut(&room);
        let occupant = room.and_then(|room| {
            let occupant = room.occupants.get_mut(&who)?;
            room.version += 1;
            Some(occupant)
        });
        // Who has left the room in the meantime has had all their transcripts there taken off the count.
        let counts = occupant.as_ref().is_some_and(|one| one.readers > 0);
        if let Some(member) = member {
            member.transcripts -= usize::from(counts && member.transcripts > 0);
            member.seen = member.seen.max(uptime);
        }
        if let Some(occupant) = occupant {
            occupant.readers = occupant.readers.saturating_sub(1);
            occupant.lost = occupant.lost.max(uptime);
        }
    }

    /// Notes how many read in a room without a session.
    pub fn set_nameless(&mut self, room: RoomId, nameless: usize) {
        if let Some(room) = self.rooms.get_mut(&room)
            && room.nameless != nameless
        {
            room.nameless = nameless;
            room.version += 1;
        }
    }

    /// Notes that a member is in a room, with or without a transcript: whoever types or asks for something
    /// there. They are on the list from now on, and the others are told, unless so many come that nobody
    /// would see anything else.
    pub fn arrive(&mut self, now: Moment, room: RoomId, who: MemberId) -> Vec<Effect> {
        let (Some(room), Some(nick)) = (self.rooms.get_mut(&room), self.members.nick(who)) else {
            return Vec::new();
        };
        if room.removed.has(&who) || std::mem::replace(&mut room.touch(now, who).announced, true) {
            return Vec::new();
        }
        room.version += 1;
        if !room.may_tell_coming(now.uptime) {
            return Vec::new();
        }
        room.touch(now, who).told = true;
        let event = room.record(now.shown, Some(who), EventKind::Joined(nick.clone()));
        vec![Effect::Tell(room.id, Audience::Members, event)]
    }

    /// Lets time pass: tells who is gone for good, closes the rooms that nobody is in, forgets
    /// the members who have been gone for long, and warns before it all ends.
    pub fn tick(&mut self, now: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        let since = |lost: Duration| now.uptime.saturating_sub(lost);
        for room in self.rooms.values_mut() {
            for occupant in room.occupants.values_mut() {
                let is_away = occupant.readers == 0 && since(occupant.lost) > AWAY;
                room.version += u64::from(is_away != occupant.is_away);
                occupant.is_away = is_away;
            }
            let is_lost = |one: &&Occupant| one.readers == 0 && since(one.lost) > GRACE;
            let lost = room.occupants.iter().filter(|(_, one)| is_lost(one));
            for who in lost.map(|(&who, _)| who).collect::<Vec<_>>() {
                let nick = self.members.nick(who).cloned();
                effects.extend(remove(room, now, who, nick.map(EventKind::Left)));
            }
        }
        let stays = |room: &Room| room.id == RoomId::LOBBY || room.is_hosts;
        let rooms = self.rooms.values();
        let empty = rooms.filter(|room| !stays(room) && room.occupants.is_empty());
        for room in empty.map(|room| room.id).collect::<Vec<_>>() {
            effects.push(self.close(room));
        }
        self.members.prune(now.uptime);
        effects.extend(self.warn(now));
        effects
    }

    /// Who is in a room, as its members are shown it.
    #[must_use]
    pub fn roster(&self, room: RoomId) -> Option<Roster> {
        let room = self.rooms.get(&room)?;
        let mut members: Vec<RosterEntry> = room
            .occupants
            .iter()
            .filter(|(_, one)| one.announced)
            .filter_map(|(&who, one)| {
                Some(RosterEntry {
                    nick: self.members.nick(who)?.clone(),
                    presence: if one.is_away {
                        Presence::Away
                    } else {
                        Presence::Here
                    },
                    is_operator: self.is_operator(room, who),
                    is_muted: room.muted.has(&who),
                })
            })
            .collect();
        members.sort_by_cached_key(|entry| entry.nick.as_str().to_lowercase());
        let more = members.len().saturating_sub(LISTED);
        members.truncate(LISTED);
        Some(Roster {
            name: room.name.clone(),
            topic: room.topic.clone(),
            is_locked: room.lock.is_some(),
            members,
            more,
            nameless: room.nameless,
        })
    }

    /// The number that rises whenever a room's roster changes.
    #[must_use]
    pub fn roster_version(&self, room: RoomId) -> u64 {
        self.rooms.get(&room).map_or(0, |room| room.version)
    }

    /// Who is meant by a name in a room, and what they are called there: the one who is in it and is
    /// called so; or who said something under that name that can still be read; or the only one whose
    /// name begins so, if nobody has that very name anywhere.
    pub(super) fn somebody(
        &self,
        room: &Room,
        called: &Called,
    ) -> Result<(MemberId, Nick), Refusal> {
        let here = || {
            let listed = room.occupants.iter().filter(|(_, one)| one.announced);
            listed.filter_map(|(&who, _)| Some((who, self.members.nick(who)?.clone())))
        };
        if let Some(found) = here().find(|(_, nick)| called.is(nick)) {
            return Ok(found);
        }
        // A name that is typed in full never means somebody else whose name begins so.
        let mut said = room.backlog().rev();
        if let Some(event) = said.find(|one| one.said_nick().is_some_and(|nick| called.is(nick))) {
            let author = event.by.filter(|&who| self.members.get(who).is_some());
            let nick = event.said_nick().cloned();
            return author.zip(nick).ok_or(Refusal::Nobody);
        }
        if self.members.holder(called).is_some() {
            return Err(Refusal::Nobody);
        }
        let mut begins = here().filter(|(_, nick)| called.begins(nick));
        match (begins.next(), begins.next()) {
            (Some(found), None) => Ok(found),
            (Some(_), Some(_)) => Err(Refusal::Ambiguous),
            (None, _) => Err(Refusal::Nobody),
        }
    }

    /// Closes a room for good, with everything in it.
    pub(super) fn close(&mut self, room: RoomId) -> Effect {
        if let Some(room) = self.rooms.remove(&room)
            && let Place::Room(code) = &room.place
        {
            self.codes.remove(code);
            for (&who, occupant) in &room.occupants {
                if let Some(member) = self.members.get_mut(who) {
                    member.transcripts = member.transcripts.saturating_sub(occupant.readers);
                }
            }
        }
        for member in self.members.iter_mut() {
            member.pace.forget(room, |_| true);
        }
        Effect::Closed(room)
    }
}

/// Takes somebody out of a room; the members who stay are told so, if they were told of the coming.
pub(super) fn remove(
    room: &mut Room,
    now: Moment,
    who: MemberId,
    told: Option<EventKind>,
) -> Vec<Effect> {
    let Some(occupant) = room.occupants.remove(&who) else {
        return Vec::new();
    };
    room.version += 1;
    let mut effects = vec![Effect::Gone(room.id, who)];
    if let Some(kind) = told.filter(|_| occupant.told) {
        let event = room.record(now.shown, Some(who), kind);
        effects.push(Effect::Tell(room.id, Audience::Members, event));
    }
    effects
}
