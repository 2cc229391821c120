//! The state of the chat: members, their nicks and paces, and the backlog.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use rand::Rng;

use super::{
    event::{Event, EventKind, Seq},
    name::{FoldedNick, Nick},
    pace::{DUPLICATE_WINDOW, Pace},
    refusal::Refusal,
    text::MessageText,
    time::Moment,
};

/// How long a member who left keeps their nick, so that nobody can slip into it during a reload,
/// a lost circuit or a pause of a few minutes.
pub const NICK_KEPT: Duration = Duration::from_mins(10);

/// How long a member without a session is remembered: no limit looks further back than this.
const UNPROVEN_KEPT: Duration = DUPLICATE_WINDOW;

/// Who somebody is to the chat; minted by the session layer, opaque here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MemberId(pub u128);

/// The bounds of the chat's memory.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How many events the backlog keeps.
    pub backlog: usize,
    /// How many members are remembered; the longest idle is forgotten first.
    pub members: usize,
}

/// What a request says about who sends it.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The member: from a session token where `proven`, freshly minted otherwise.
    pub member: MemberId,
    /// Whether a session token proved the member.
    pub proven: bool,
    /// The nick that is asked for.
    pub wish: Option<Nick>,
}

/// Who a request turned out to speak for.
#[derive(Debug, Clone)]
pub struct Admission {
    /// The member.
    pub member: MemberId,
    /// The nick in force.
    pub nick: Nick,
}

/// What a member asks for.
#[derive(Debug, Clone)]
pub enum Command {
    /// To say something to the room.
    Say(MessageText),
}

/// What is remembered of a member.
#[derive(Debug)]
struct Member {
    /// The nick in force; no other remembered member has it.
    nick: Nick,
    /// Whether a session token ever proved this member.
    proven: bool,
    /// How many transcripts the member has open.
    transcripts: usize,
    /// The room's uptime when the member last did something.
    seen: Duration,
    /// The member's pace.
    pace: Pace,
}

impl Member {
    /// Whether the member can be forgotten at this uptime.
    fn is_gone(&self, uptime: Duration) -> bool {
        let kept = if self.proven {
            NICK_KEPT
        } else {
            UNPROVEN_KEPT
        };
        self.transcripts == 0 && uptime.saturating_sub(self.seen) > kept
    }
}

/// The whole chat.
#[derive(Debug)]
pub struct State {
    /// Its bounds.
    limits: Limits,
    /// Everybody who is remembered.
    members: HashMap<MemberId, Member>,
    /// Who holds which nick; exactly the nicks of `members`.
    nicks: HashMap<FoldedNick, MemberId>,
    /// The newest events, oldest first.
    backlog: VecDeque<Arc<Event>>,
    /// The number of the next event.
    next: Seq,
}

impl State {
    /// An empty chat.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            members: HashMap::new(),
            nicks: HashMap::new(),
            backlog: VecDeque::with_capacity(limits.backlog),
            next: 0,
        }
    }

    /// The backlog, oldest event first.
    pub fn backlog(&self) -> impl ExactSizeIterator<Item = &Arc<Event>> {
        self.backlog.iter()
    }

    /// The nick that a claim would speak under, without remembering anything of it.
    pub fn nick_for(&self, claim: &Claim, rng: &mut impl Rng) -> Nick {
        self.resolve(claim, rng).nick
    }

    /// Lets somebody in: finds or makes the member that a claim speaks for.
    ///
    /// A wish for a nick is honoured while no other member holds it. Someone without a session is
    /// whoever else asks for the same nick without a session, as in the seed; but once a member
    /// has proven a session, nobody without it speaks under that member's nick.
    pub fn admit(&mut self, now: Moment, claim: &Claim, rng: &mut impl Rng) -> Admission {
        let admission = self.resolve(claim, rng);
        if let Some(member) = self.members.get_mut(&admission.member) {
            member.seen = now.uptime;
            member.proven |= claim.proven;
            if member.nick != admission.nick {
                self.nicks.remove(&member.nick.folded());
                member.nick = admission.nick.clone();
                self.nicks.insert(admission.nick.folded(), admission.member);
            }
        } else {
            self.make_room(now.uptime);
            self.nicks.insert(admission.nick.folded(), admission.member);
            self.members.insert(
                admission.member,
                Member {
                    nick: admission.nick.clone(),
                    proven: claim.proven,
                    transcripts: 0,
                    seen: now.uptime,
                    pace: Pace::default(),
                },
            );
        }
        admission
    }

    /// Does what a member asks for, or says why not.
    ///
    /// # Errors
    /// The refusal to show to the member.
    pub fn apply(
        &mut self,
        now: Moment,
        who: MemberId,
        command: Command,
    ) -> Result<Arc<Event>, Refusal> {
        let Command::Say(text) = command;
        let oldest = self.next - self.backlog.len() as Seq;
        let member = self.members.get_mut(&who).ok_or(Refusal::Forgotten)?;
        member.pace.check(now.uptime, &text, oldest)?;
        let event = Arc::new(Event {
            seq: self.next,
            at: now.shown,
            kind: EventKind::Said {
                nick: member.nick.clone(),
                text,
            },
        });
        member.pace.note(now.uptime, Arc::clone(&event));
        self.next += 1;
        if self.backlog.len() == self.limits.backlog {
            self.backlog.pop_front();
        }
        self.backlog.push_back(Arc::clone(&event));
        Ok(event)
    }

    /// Notes that a member opened a transcript.
    pub fn attach(&mut self, now: Moment, who: MemberId) {
        if let Some(member) = self.members.get_mut(&who) {
            member.transcripts += 1;
            member.seen = now.uptime;
        }
    }

    /// Notes that a member's transcript ended, at this uptime of the room.
    pub fn detach(&mut self, uptime: Duration, who: MemberId) {
        if let Some(member) = self.members.get_mut(&who) {
            member.transcripts = member.transcripts.saturating_sub(1);
            member.seen = member.seen.max(uptime);
        }
    }

    /// Forgets the members who have been gone for long enough.
    pub fn prune(&mut self, now: Moment) {
        let nicks = &mut self.nicks;
        self.members.retain(|_, member| {
            let gone = member.is_gone(now.uptime);
            if gone {
                nicks.remove(&member.nick.folded());
            }
            !gone
        });
    }

    /// Who a claim speaks for and under which nick.
    fn resolve(&self, claim: &Claim, rng: &mut impl Rng) -> Admission {
        let holder = claim
            .wish
            .as_ref()
            .and_then(|wish| self.nicks.get(&wish.folded()))
            .copied();
        let known = self.members.get(&claim.member);
        let member = claim.member;
        match (&claim.wish, holder, known) {
            (Some(wish), None, _) => Admission {
                member,
                nick: wish.clone(),
            },
            (Some(wish), Some(holder), _) if holder == member => Admission {
                member,
                nick: wish.clone(),
            },
            (Some(wish), Some(holder), _) if !claim.proven && self.is_unproven(holder) => {
                Admission {
                    member: holder,
                    nick: wish.clone(),
                }
            }
            (_, _, Some(known)) => Admission {
                member,
                nick: known.nick.clone(),
            },
            (_, _, None) => Admission {
                member,
                nick: self.free_nick(rng),
            },
        }
    }

    /// Whether a member never proved a session.
    fn is_unproven(&self, who: MemberId) -> bool {
        self.members.get(&who).is_some_and(|member| !member.proven)
    }

    /// Draws a nick that nobody holds.
    ///
    /// With 6,553,600 nicks and at most some thousand members, a second draw is already rare.
    fn free_nick(&self, rng: &mut impl Rng) -> Nick {
        loop {
            let nick = Nick::random(rng);
            if !self.nicks.contains_key(&nick.folded()) {
                return nick;
            }
        }
    }

    /// Forgets somebody without a transcript if as many as allowed are remembered: who has no
    /// session first, then who never spoke, then the longest idle. Sessions cost nothing and words
    /// do, so nobody who spoke is pushed out by opening windows alone.
    fn make_room(&mut self, uptime: Duration) {
        if self.members.len() < self.limits.members {
            return;
        }
        let idle = |member: &Member| uptime.saturating_sub(member.seen);
        let longest = self
            .members
            .iter()
            .filter(|(_, member)| member.transcripts == 0)
            .max_by_key(|(_, member)| (!member.proven, member.pace.is_unused(), idle(member)))
            .map(|(&id, _)| id);
        if let Some(member) = longest.and_then(|id| self.members.remove(&id)) {
            self.nicks.remove(&member.nick.folded());
        }
    }
}

#[cfg(test)]
mod tests;
