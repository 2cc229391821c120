//! A chat whose clock and randomness the test turns, and readers who note all that they hear.

use std::collections::BTreeMap;

use rand::{SeedableRng, rngs::StdRng};

use super::super::*;
use crate::{
    chat::{MessageText, Passphrase, Salt, Stamp, Which, Workspace, text::TooLong},
    lang::Lang,
};

/// A chat, a random source and a clock that the test turns.
pub(super) struct Bench {
    /// The chat under test.
    pub(super) state: State,
    /// The randomness that it is given.
    pub(super) rng: StdRng,
    /// The uptime that it is told.
    uptime: Duration,
    /// Who has how many transcripts open where.
    pub(super) readers: BTreeMap<(RoomId, MemberId), usize>,
    /// What each member has heard in each room, live.
    pub(super) heard: BTreeMap<(RoomId, MemberId), Vec<Arc<Event>>>,
    /// Why transcripts have ended.
    pub(super) ended: Vec<(RoomId, MemberId, crate::chat::EndReason)>,
    /// The salt of its passphrases.
    salt: Salt,
    /// Where they are hashed.
    space: Workspace,
}

impl Bench {
    /// An empty chat at uptime zero with room for `members` members.
    pub(super) fn new(members: usize) -> Self {
        Self::with(members, Moderation::Operators, None)
    }

    /// The same with other rules.
    pub(super) fn with(
        members: usize,
        moderation: Moderation,
        host_token: Option<HostToken>,
    ) -> Self {
        let mut rng = StdRng::seed_from_u64(7);
        let limits = Limits {
            backlog: 200,
            members,
            rooms: 10,
        };
        Self {
            state: State::new(limits, moderation, host_token),
            salt: Salt::random(&mut rng),
            space: Workspace::default(),
            rng,
            uptime: Duration::ZERO,
            readers: BTreeMap::new(),
            heard: BTreeMap::new(),
            ended: Vec::new(),
        }
    }

    /// The moment that the chat is told.
    pub(super) fn now(&self) -> Moment {
        Moment {
            uptime: self.uptime,
            shown: Stamp::from_unix(0),
        }
    }

    /// Turns the clock.
    pub(super) fn pass(&mut self, milliseconds: u64) {
        self.uptime += Duration::from_millis(milliseconds);
    }

    /// Turns the clock, and lets the chat know.
    pub(super) fn tick(&mut self, milliseconds: u64) {
        self.pass(milliseconds);
        let effects = self.state.tick(self.now());
        self.perform(effects);
    }

    /// Lets it all end in so many seconds.
    pub(super) fn ends_in(&mut self, seconds: u64) {
        let at = self.uptime + Duration::from_secs(seconds);
        let effects = self.state.set_end(self.now(), at);
        self.perform(effects);
    }

    /// What a request says about who sends it.
    pub(super) fn claim(member: u128, proven: bool, wish: Option<&str>) -> Claim {
        Claim {
            member: MemberId(member),
            proven,
            wish: wish.map(|raw| {
                Nick::parse(raw)
                    .or_else(|_| Nick::parse_seed(raw).ok_or(()))
                    .unwrap()
            }),
            via: Some(Via(u64::try_from(member % 1_000).unwrap())),
        }
    }

    /// Lets somebody in.
    pub(super) fn admit(&mut self, member: u128, proven: bool, wish: Option<&str>) -> Admission {
        let claim = Self::claim(member, proven, wish);
        let now = self.now();
        let (admission, effects) = self.state.admit(now, &claim);
        self.perform(effects);
        admission
    }

    /// Says something in the lobby as whoever the claim speaks for; gives the nick that it was said under.
    pub(super) fn say(
        &mut self,
        member: u128,
        proven: bool,
        wish: Option<&str>,
        text: &str,
    ) -> Result<String, Refusal> {
        let who = self.admit(member, proven, wish);
        let command = Command::parse(text, TooLong::Cut).unwrap().unwrap();
        let claim = Self::claim(member, proven, wish);
        let outcome = self.apply(&claim, who.member, RoomId::LOBBY, command)?;
        let nick = outcome.iter().find_map(|effect| match effect {
            Effect::Tell(_, Audience::Readers, event) => event.said_nick().cloned(),
            _ => None,
        });
        Ok(nick.expect("something was said").as_str().to_owned())
    }

    /// Somebody with a session and a transcript in the lobby.
    pub(super) fn reader(&mut self, member: u128, nick: &str) -> u128 {
        self.admit(member, true, Some(nick));
        self.open(member, RoomId::LOBBY);
        member
    }

    /// Opens a transcript.
    pub(super) fn open(&mut self, member: u128, room: RoomId) {
        let who = MemberId(member);
        let effects = self.state.attach(self.now(), room, who);
        *self.readers.entry((room, who)).or_default() += 1;
        self.heard.entry((room, who)).or_default();
        self.perform(effects);
    }

    /// Ends a transcript, if one is open.
    pub(super) fn close(&mut self, member: u128, room: RoomId) {
        let who = MemberId(member);
        if self.readers.contains_key(&(room, who)) {
            self.state.detach(self.uptime, room, who);
            self.end_one(room, who);
        }
    }

    /// Types something in a room.
    pub(super) fn types(
        &mut self,
        member: u128,
        room: RoomId,
        typed: &str,
    ) -> Result<Reply, Refusal> {
        let claim = Self::claim(member, true, None);
        let who = self.admit(member, true, None).member;
        let command: Command<Passphrase> = Command::parse(typed, TooLong::Refuse)?.unwrap();
        let command = self.hashed(command);
        let now = self.now();
        if !command.leads_elsewhere() {
            let effects = self.state.arrive(now, room, who);
            self.perform(effects);
        }
        let outcome = self
            .state
            .apply(now, &claim, who, room, command, &mut self.rng)?;
        self.perform(outcome.effects);
        Ok(outcome.reply)
    }

    /// Does what the host wants from outside; gives whom it was done to.
    pub(super) fn host(&mut self, which: &Which, act: HostAct) -> Result<Option<Nick>, Refusal> {
        let now = self.now();
        let done = self.state.host(now, which, act)?;
        self.perform(done.effects);
        Ok(done.nick)
    }

    /// Says something in all rooms.
    pub(super) fn host_says(&mut self, text: &MessageText) {
        let now = self.now();
        let effects = self.state.host_says(now, text);
        self.perform(effects);
    }

    /// Types something a second later.
    pub(super) fn later(
        &mut self,
        member: u128,
        room: RoomId,
        typed: &str,
    ) -> Result<Reply, Refusal> {
        self.pass(1_000);
        self.types(member, room, typed)
    }

    /// Makes a room and opens a transcript in it; gives its number and its code.
    pub(super) fn room(&mut self, member: u128, typed: &str) -> (RoomId, RoomCode) {
        self.pass(1_000);
        let reply = self.types(member, RoomId::LOBBY, typed).unwrap();
        let Reply::Moved {
            to: Place::Room(code),
            ..
        } = reply
        else {
            panic!("no room was made");
        };
        let room = self.state.codes[&code];
        self.open(member, room);
        (room, code)
    }

    /// What somebody has heard in a room, in short.
    pub(super) fn told(&self, member: u128, room: RoomId) -> Vec<String> {
        let heard = self.heard.get(&(room, MemberId(member)));
        heard
            .into_iter()
            .flatten()
            .map(|event| match &event.kind {
                EventKind::Said { nick, text } => format!("{}: {}", nick.as_str(), text.as_str()),
                EventKind::Acted { nick, text } => format!("* {} {}", nick.as_str(), text.as_str()),
                EventKind::Whispered { from, to, text } => {
                    format!("{}>{}: {}", from.as_str(), to.as_str(), text.as_str())
                }
                EventKind::Erased(seqs) => format!("erased {seqs:?}"),
                EventKind::Answer(answer) => Lang::default().answer(answer),
                other => Lang::default().notice(other).unwrap(),
            })
            .collect()
    }

    /// The last thing that somebody has heard in a room.
    pub(super) fn last(&self, member: u128, room: RoomId) -> String {
        self.told(member, room).pop().unwrap_or_default()
    }

    /// The texts of the lobby's backlog.
    pub(super) fn texts(&self) -> Vec<String> {
        let backlog = self.state.backlog(RoomId::LOBBY);
        backlog
            .map(|event| event.said_text().unwrap().as_str().to_owned())
            .collect()
    }

    /// Asks, and does what is to be done.
    fn apply(
        &mut self,
        claim: &Claim,
        who: MemberId,
        room: RoomId,
        command: Command<Passphrase>,
    ) -> Result<Vec<Effect>, Refusal> {
        let command = self.hashed(command);
        let now = self.now();
        let outcome = self
            .state
            .apply(now, claim, who, room, command, &mut self.rng)?;
        self.perform(outcome.effects.clone());
        Ok(outcome.effects)
    }

    /// The hash of a passphrase.
    pub(super) fn hash(&mut self, typed: &str) -> crate::chat::Lock {
        Passphrase::parse(typed)
            .unwrap()
            .hash(&self.salt, &mut self.space)
    }

    /// A command with its passphrase hashed.
    fn hashed(&mut self, command: Command<Passphrase>) -> Command {
        let hash = command
            .passphrase()
            .map(|passphrase| passphrase.hash(&self.salt, &mut self.space));
        command.with_lock(hash).unwrap()
    }

    /// Does what is to be done, as the hub does.
    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Tell(room, to, event) => {
                    let readers = self.readers.keys().filter(|(at, who)| {
                        let is_meant = match &to {
                            Audience::Only(members) => members.contains(who),
                            _ => true,
                        };
                        *at == room && is_meant
                    });
                    for reader in readers.copied().collect::<Vec<_>>() {
                        self.heard
                            .entry(reader)
                            .or_default()
                            .push(Arc::clone(&event));
                    }
                }
                Effect::End(room, whom, reason) => {
                    let readers = self.readers.keys().copied();
                    let meant: Vec<_> = readers
                        .filter(|(at, who)| {
                            *at == room
                                && match whom {
                                    crate::chat::Whom::Everybody => true,
                                    crate::chat::Whom::Member(member) => member == *who,
                                    _ => false,
                                }
                        })
                        .collect();
                    for (room, who) in meant {
                        self.readers.remove(&(room, who));
                        self.ended.push((room, who, reason.clone()));
                    }
                }
                Effect::Closed(room) => self.readers.retain(|(at, _), _| *at != room),
                Effect::Erase(..) | Effect::Gone(..) => {}
            }
        }
    }

    /// One transcript less.
    fn end_one(&mut self, room: RoomId, who: MemberId) {
        if let Some(count) = self.readers.get_mut(&(room, who)) {
            *count -= 1;
            if *count == 0 {
                self.readers.remove(&(room, who));
            }
        }
    }
}
