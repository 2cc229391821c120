//! The state of the whole chat: its rooms and members, who comes and goes.

mod moderate;
mod rooms;
mod speak;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use rand::Rng;

pub use super::member::{Admission, Claim, MemberId, NICK_KEPT, Via};
use super::{
    command::{Called, Command, HostToken},
    event::{Answer, Audience, Effect, Event, EventKind, Reply},
    member::Members,
    name::Nick,
    place::{Place, RoomCode, RoomId},
    refusal::Refusal,
    room::{GRACE, Room},
    roster::{Presence, Roster, RosterEntry},
    time::Moment,
};

/// The bounds of the chat's memory.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How many messages each room's backlog keeps.
    pub backlog: usize,
    /// How many members are remembered; the longest idle is forgotten first.
    pub members: usize,
    /// How many rooms there are beside the lobby.
    pub rooms: usize,
}

/// Who may remove somebody and stop a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Moderation {
    /// Whoever made the room, and the host.
    #[default]
    Operators,
    /// Everybody, as in Sanctuary.
    Everyone,
}

/// What came of a command.
#[derive(Debug)]
pub struct Outcome {
    /// What is to be done now.
    pub effects: Vec<Effect>,
    /// What whoever gave it is told at once.
    pub reply: Reply,
}

/// What a room is, to whoever may come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomView {
    /// Its number.
    pub id: RoomId,
    /// Its name; the lobby has none of its own.
    pub name: Option<String>,
}

/// The whole chat.
#[derive(Debug)]
pub struct State {
    /// Its bounds.
    limits: Limits,
    /// Who may do what.
    moderation: Moderation,
    /// Everybody who is remembered.
    members: Members,
    /// All rooms, the lobby among them.
    rooms: BTreeMap<RoomId, Room>,
    /// Which code finds which room.
    codes: HashMap<RoomCode, RoomId>,
    /// The number of the room that is made next.
    next_room: u64,
    /// What proves the host, until somebody has shown it.
    host_token: Option<HostToken>,
    /// The host, once that was proven.
    host: Option<MemberId>,
}

impl State {
    /// An empty lobby; whoever shows `host_token` becomes operator everywhere.
    #[must_use]
    pub fn new(limits: Limits, moderation: Moderation, host_token: Option<HostToken>) -> Self {
        let lobby = Room::new(RoomId::LOBBY, Place::Lobby, None, limits.backlog);
        Self {
            limits,
            moderation,
            members: Members::new(limits.members),
            rooms: BTreeMap::from([(RoomId::LOBBY, lobby)]),
            codes: HashMap::new(),
            next_room: 1,
            host_token,
            host: None,
        }
    }

    /// The backlog of a room, oldest message first; nothing where there is no such room.
    pub fn backlog(&self, room: RoomId) -> impl Iterator<Item = &Arc<Event>> {
        self.rooms.get(&room).into_iter().flat_map(Room::backlog)
    }

    /// The nick that a claim would speak under, without remembering anything of it.
    pub fn nick_for(&self, claim: &Claim, rng: &mut impl Rng) -> Nick {
        self.members.resolve(claim, rng).nick
    }

    /// Whom a member does not want to see, if anybody.
    pub fn ignored_by(&self, who: MemberId) -> Option<&std::collections::BTreeSet<MemberId>> {
        let member = self.members.get(who)?;
        (!member.ignoring.is_empty()).then_some(&member.ignoring)
    }

    /// Lets somebody into the chat: finds or makes the member that a claim speaks for.
    pub fn admit(
        &mut self,
        now: Moment,
        claim: &Claim,
        rng: &mut impl Rng,
    ) -> (Admission, Vec<Effect>) {
        let (admission, forgotten) = self.members.admit(now, claim, rng);
        let Some(forgotten) = forgotten else {
            return (admission, Vec::new());
        };
        // They had no transcript open, so all that anybody learns is that they are not there.
        let rooms = self.rooms.values_mut();
        let effects = rooms.flat_map(|room| remove(room, now, forgotten, None));
        (admission, effects.collect())
    }

    /// The room at a place, if whoever claims may come in.
    ///
    /// # Errors
    /// [`Refusal::NoRoom`] alike where there is none and where a passphrase is needed,
    /// [`Refusal::Banned`] for those who were removed for good.
    pub fn enter(&self, place: &Place, claim: &Claim) -> Result<RoomView, Refusal> {
        let room = self.find(place).ok_or(Refusal::NoRoom)?;
        let who = claim.member;
        let is_known = claim.proven && (self.host == Some(who) || room.operator == Some(who));
        if !is_known && room.is_banned(who, claim.via) {
            return Err(Refusal::Banned);
        }
        if room.lock.is_some() && !is_known && !(claim.proven && room.admitted.has(&who)) {
            return Err(Refusal::NoRoom);
        }
        Ok(RoomView {
            id: room.id,
            name: room.name.as_ref().map(|name| name.as_str().to_owned()),
        })
    }

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
            let is_lost = |one: &&super::room::Occupant| {
                one.readers == 0 && now.uptime.saturating_sub(one.lost) > GRACE
            };
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

    /// Does what a member asks for in a room, or says why not. The member was admitted by this claim,
    /// and may be in that room.
    ///
    /// # Errors
    /// The refusal to show to the member.
    pub fn apply(
        &mut self,
        now: Moment,
        claim: &Claim,
        who: MemberId,
        room: RoomId,
        command: Command,
        rng: &mut impl Rng,
    ) -> Result<Outcome, Refusal> {
        if self.members.get(who).is_none() {
            return Err(Refusal::Forgotten);
        }
        // Without a session two strangers can be the same member, who then must not be answered in
        // private or be operator of anything.
        if !claim.proven && !matches!(command, Command::Say(_) | Command::Act(_)) {
            return Err(Refusal::NoSession);
        }
        let asker = Asker { now, who, room };
        let here = self.room_mut(room)?;
        if here.removed.has(&who) && !matches!(command, Command::Join(..)) {
            return Err(Refusal::Removed);
        }
        if claim.proven {
            here.touch(now, who);
        }
        match command {
            Command::Say(text) => {
                self.say(asker, text, |nick, text| EventKind::Said { nick, text })
            }
            Command::Act(text) => {
                self.say(asker, text, |nick, text| EventKind::Acted { nick, text })
            }
            Command::Whisper(to, text) => self.whisper(asker, &to, text),
            Command::Reply(text) => self.reply(asker, text),
            Command::Rename(nick) => self.rename(asker, nick),
            Command::Help(usage) => self.answer(asker, Answer::Help(usage)),
            Command::Who => self.who(asker),
            Command::Ignore(whom) => self.ignore(asker, &whom),
            Command::Unignore(whom) => self.unignore(asker, &whom),
            Command::Create(name, lock) => self.create(asker, name, lock, rng),
            Command::Join(code, key) => self.join(asker, claim, code, key.as_ref()),
            Command::Leave => self.leave(asker),
            Command::Exit => self.exit(asker),
            Command::ShowTopic => self.show_topic(asker),
            Command::SetTopic(topic) => self.set_topic(asker, topic),
            Command::Kick(whom, reason) => self.kick(asker, &whom, reason),
            Command::Ban(whom) => self.ban(asker, &whom),
            Command::Mute(whom) => self.mute(asker, &whom),
            Command::Unmute(whom) => self.unmute(asker, &whom),
            Command::Delete(what) => self.delete(asker, &what),
            Command::Lock(lock) => self.lock(asker, lock),
            Command::Unlock => self.unlock(asker),
            Command::Stop => self.stop(asker),
            Command::Op(token) => self.op(asker, &token),
        }
    }

    /// The room at a place.
    fn find(&self, place: &Place) -> Option<&Room> {
        match place {
            Place::Lobby => self.rooms.get(&RoomId::LOBBY),
            Place::Room(code) => self.rooms.get(self.codes.get(code)?),
        }
    }

    /// A room that is there.
    fn room(&self, room: RoomId) -> Result<&Room, Refusal> {
        self.rooms.get(&room).ok_or(Refusal::NoRoom)
    }

    /// The same, to be changed.
    fn room_mut(&mut self, room: RoomId) -> Result<&mut Room, Refusal> {
        self.rooms.get_mut(&room).ok_or(Refusal::NoRoom)
    }

    /// The nick of somebody who is remembered.
    fn nick(&self, who: MemberId) -> Result<Nick, Refusal> {
        self.members.nick(who).cloned().ok_or(Refusal::Forgotten)
    }

    /// Whether somebody may moderate a room.
    fn is_operator(&self, room: &Room, who: MemberId) -> bool {
        self.host == Some(who) || room.operator == Some(who)
    }

    /// Who is meant by a name in a room: the one who is in it and is called so, or the only one whose
    /// name begins so; or else the one who said something that can still be read.
    fn somebody(&self, room: &Room, called: &Called) -> Result<MemberId, Refusal> {
        let here: Vec<(MemberId, &Nick)> = room
            .occupants
            .keys()
            .filter_map(|&who| Some((who, self.members.nick(who)?)))
            .collect();
        if let Some((who, _)) = here.iter().find(|(_, nick)| called.is(nick)) {
            return Ok(*who);
        }
        let mut begins = here.iter().filter(|(_, nick)| called.begins(nick));
        match (begins.next(), begins.next()) {
            (Some((who, _)), None) => Ok(*who),
            (Some(_), Some(_)) => Err(Refusal::Ambiguous),
            (None, _) => room
                .backlog()
                .rev()
                .filter(|event| event.said_nick().is_some_and(|nick| called.is(nick)))
                .find_map(|event| event.by.filter(|&who| self.members.get(who).is_some()))
                .ok_or(Refusal::Nobody),
        }
    }

    /// Answers whoever gave a command, and nobody else.
    fn answer(&mut self, asker: Asker, answer: Answer) -> Result<Outcome, Refusal> {
        let event = self.tell_only(asker, answer)?;
        let Effect::Tell(_, _, told) = &event else {
            return Err(Refusal::Forgotten);
        };
        let reply = Reply::Answer(Arc::clone(told));
        Ok(Outcome {
            effects: vec![event],
            reply,
        })
    }

    /// The effect of telling somebody something that nobody else is told.
    fn tell_only(&mut self, asker: Asker, answer: Answer) -> Result<Effect, Refusal> {
        let room = self.room_mut(asker.room)?;
        let event = room.record(asker.now.shown, None, EventKind::Answer(answer));
        Ok(Effect::Tell(
            asker.room,
            Audience::Only(vec![asker.who]),
            event,
        ))
    }

    /// Closes a room for good, with everything in it.
    fn close(&mut self, room: RoomId) -> Effect {
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

/// Somebody who asks for something.
#[derive(Debug, Clone, Copy)]
struct Asker {
    /// When.
    now: Moment,
    /// Who.
    who: MemberId,
    /// In which room.
    room: RoomId,
}

/// What came of a command that everybody it concerns learns from the transcript.
fn done(effects: Vec<Effect>) -> Result<Outcome, Refusal> {
    Ok(Outcome {
        effects,
        reply: Reply::Done,
    })
}

/// Takes somebody out of a room; the members who stay are told so, if they were told of the coming.
fn remove(room: &mut Room, now: Moment, who: MemberId, told: Option<EventKind>) -> Vec<Effect> {
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

#[cfg(test)]
mod tests;
