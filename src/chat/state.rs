//! The state of the whole chat: its rooms and members, who comes and goes.

mod close;
mod host;
mod moderate;
mod presence;
mod rooms;
mod speak;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use rand::Rng;

pub use self::host::{HostAct, HostDone, HostLook};
pub use super::member::{Admission, Claim, MemberId, NICK_KEPT, Via};
use super::{
    command::{Command, HostToken},
    ending::Ending,
    event::{Answer, Audience, Effect, Event, EventKind, Reply, Seq},
    member::Members,
    name::Nick,
    pace::Once,
    place::{Place, RoomCode, RoomId, RoomName},
    refusal::Refusal,
    room::Room,
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
    pub name: Option<RoomName>,
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
    /// When it all ends, if the host has set a time.
    ending: Option<Ending>,
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
            ending: None,
        }
    }

    /// The backlog of a room, oldest message first; nothing where there is no such room.
    pub fn backlog(&self, room: RoomId) -> impl Iterator<Item = &Arc<Event>> {
        self.rooms.get(&room).into_iter().flat_map(Room::backlog)
    }

    /// The nick that a claim would speak under, without remembering anything of it.
    pub fn nick_for(&self, claim: &Claim) -> Nick {
        self.members.resolve(claim).nick
    }

    /// The nick of a member who is remembered.
    #[must_use]
    pub fn nick_of(&self, who: MemberId) -> Option<Nick> {
        self.members.nick(who).cloned()
    }

    /// Whom a member does not want to see, if anybody.
    pub fn ignored_by(&self, who: MemberId) -> Option<&BTreeMap<MemberId, Nick>> {
        let member = self.members.get(who)?;
        (!member.ignoring.is_empty()).then_some(&member.ignoring)
    }

    /// Whether a member has sent a form before.
    #[must_use]
    pub fn has_sent(&self, who: MemberId, form: Once) -> bool {
        let member = self.members.get(who);
        member.is_some_and(|member| member.pace.has_sent(form))
    }

    /// Notes that a member has sent a form.
    pub fn note_sent(&mut self, who: MemberId, form: Once) {
        if let Some(member) = self.members.get_mut(who) {
            member.pace.note_sent(form);
        }
    }

    /// Lets somebody into the chat: finds or makes the member that a claim speaks for.
    pub fn admit(&mut self, now: Moment, claim: &Claim) -> (Admission, Vec<Effect>) {
        let (admission, forgotten) = self.members.admit(now, claim);
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
        if room.is_banned(who, claim.via) && !(claim.proven && self.host == Some(who)) {
            return Err(Refusal::Banned);
        }
        if room.lock.is_some() && !(claim.proven && self.is_let_in(room, who)) {
            return Err(Refusal::NoRoom);
        }
        Ok(RoomView {
            id: room.id,
            name: room.name.clone(),
        })
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
        let asker = Asker {
            now,
            who,
            room,
            via: claim.via,
        };
        let here = self.room_mut(room)?;
        if here.removed.has(&who) && !command.leads_elsewhere() {
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
            Command::Rename(nick) => self.rename(asker, &nick),
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
        self.nick_of(who).ok_or(Refusal::Forgotten)
    }

    /// Whether somebody needs no passphrase: they have shown it, or are there, or made the room.
    fn is_let_in(&self, room: &Room, who: MemberId) -> bool {
        self.is_operator(room, who) || room.readers(who) > 0 || room.admitted.has(&who)
    }

    /// Whether somebody was removed from a room and has not come back.
    #[must_use]
    pub fn is_removed(&self, room: RoomId, who: MemberId) -> bool {
        self.rooms
            .get(&room)
            .is_some_and(|room| room.removed.has(&who))
    }

    /// Whether somebody who proves who they are is in the room at a place.
    #[must_use]
    pub fn is_inside(&self, place: &Place, claim: &Claim) -> bool {
        let room = self.find(place);
        claim.proven && room.is_some_and(|room| room.occupants.contains_key(&claim.member))
    }

    /// Whether somebody may moderate a room.
    fn is_operator(&self, room: &Room, who: MemberId) -> bool {
        self.host == Some(who) || room.operator == Some(who) || room.deputies.has(&who)
    }

    /// Answers whoever gave a command, and nobody else. The answer is also kept for their transcripts, if
    /// there are any.
    fn answer(&mut self, asker: Asker, answer: Answer) -> Result<Outcome, Refusal> {
        let is_reading = self.room(asker.room)?.readers(asker.who) > 0;
        if is_reading {
            let member = self.members.get_mut(asker.who).ok_or(Refusal::Forgotten)?;
            member.pace.take_answer(asker.now.uptime)?;
        }
        let room = self.room_mut(asker.room)?;
        let event = room.record(asker.now.shown, None, EventKind::Answer(answer));
        let mut effects = Vec::new();
        if is_reading {
            let to = Audience::Only(vec![asker.who]);
            effects.push(Effect::Tell(asker.room, to, Arc::clone(&event)));
        }
        let reply = Reply::Answer(event);
        Ok(Outcome { effects, reply })
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

/// Somebody who asks for something.
#[derive(Debug, Clone, Copy)]
struct Asker {
    /// When.
    now: Moment,
    /// Who.
    who: MemberId,
    /// In which room.
    room: RoomId,
    /// Over which circuit.
    via: Option<Via>,
}

/// What came of a command that everybody it concerns learns from the transcript.
fn done(effects: Vec<Effect>) -> Outcome {
    Outcome {
        effects,
        reply: Reply::Done,
    }
}

use presence::remove;

#[cfg(test)]
mod tests;
