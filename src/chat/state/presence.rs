//! Who is in a room: coming, going, and being shown.

use super::{
    super::{
        event::{Audience, Effect, EventKind},
        member::MemberId,
        place::{Place, RoomId},
        room::{GRACE, Occupant, Room},
        roster::{Presence, Roster, RosterEntry},
        time::Moment,
    },
    Duration, State,
};

impl State {
    /// Notes that a member opened a transcript in a room.
    pub fn attach(&mut self, now: Moment, room: RoomId, who: MemberId) -> Vec<Effect> {
        let (Some(room), Some(member)) = (self.rooms.get_mut(&room), self.members.get_mut(who))
        else {
            return Vec::new();
        };
        member.transcripts += 1;
        member.seen = now.uptime;
        room.removed.remove(&who);
        room.version += 1;
        let occupant = room.touch(now, who);
        occupant.readers += 1;
        if std::mem::replace(&mut occupant.announced, true) {
            return Vec::new();
        }
        let joined = EventKind::Joined(member.nick.clone());
        let event = room.record(now.shown, Some(who), joined);
        vec![Effect::Tell(room.id, Audience::Members, event)]
    }

    /// Notes that a member's transcript in a room ended, at this uptime.
    pub fn detach(&mut self, uptime: Duration, room: RoomId, who: MemberId) {
        if let Some(member) = self.members.get_mut(who) {
            member.transcripts = member.transcripts.saturating_sub(1);
            member.seen = member.seen.max(uptime);
        }
        let Some(room) = self.rooms.get_mut(&room) else {
            return;
        };
        if let Some(occupant) = room.occupants.get_mut(&who) {
            occupant.readers = occupant.readers.saturating_sub(1);
            occupant.lost = occupant.lost.max(uptime);
            room.version += 1;
        }
    }

    /// Lets time pass: tells who is gone for good, closes the rooms that nobody is in, and forgets
    /// the members who have been gone for long.
    pub fn tick(&mut self, now: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        for room in self.rooms.values_mut() {
            let is_lost =
                |one: &&Occupant| one.readers == 0 && now.uptime.saturating_sub(one.lost) > GRACE;
            let lost = room.occupants.iter().filter(|(_, one)| is_lost(one));
            for who in lost.map(|(&who, _)| who).collect::<Vec<_>>() {
                let nick = self.members.nick(who).cloned();
                effects.extend(remove(room, now, who, nick.map(EventKind::Left)));
            }
        }
        let is_empty = |room: &&Room| room.id != RoomId::LOBBY && room.occupants.is_empty();
        let empty: Vec<RoomId> = self
            .rooms
            .values()
            .filter(is_empty)
            .map(|room| room.id)
            .collect();
        for room in empty {
            effects.push(self.close(room));
        }
        self.members.prune(now.uptime);
        effects
    }

    /// Who is in a room, as its members are shown it, and a number that rises whenever that changes.
    /// How many read without a session is for others to know.
    #[must_use]
    pub fn roster(&self, room: RoomId) -> Option<(Roster, u64)> {
        let room = self.rooms.get(&room)?;
        let mut members: Vec<RosterEntry> = room
            .occupants
            .iter()
            .filter(|(_, one)| one.announced)
            .filter_map(|(&who, one)| {
                Some(RosterEntry {
                    nick: self.members.nick(who)?.clone(),
                    presence: match one.readers {
                        0 => Presence::Away,
                        _ => Presence::Here,
                    },
                    is_operator: self.is_operator(room, who),
                    is_muted: room.muted.has(&who),
                })
            })
            .collect();
        members.sort_by_cached_key(|entry| entry.nick.as_str().to_lowercase());
        let roster = Roster {
            topic: room.topic.clone(),
            is_locked: room.lock.is_some(),
            members,
            nameless: 0,
        };
        Some((roster, room.version))
    }

    /// The number that rises whenever a room's roster changes.
    #[must_use]
    pub fn roster_version(&self, room: RoomId) -> u64 {
        self.rooms.get(&room).map_or(0, |room| room.version)
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
    if let Some(kind) = told.filter(|_| occupant.announced) {
        let event = room.record(now.shown, Some(who), kind);
        effects.push(Effect::Tell(room.id, Audience::Members, event));
    }
    effects
}
