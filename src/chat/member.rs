//! Members: everybody who is remembered, with their nicks and paces, over all rooms.

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use rand::{SeedableRng as _, rngs::StdRng};

use super::{
    command::Called,
    name::{FoldedNick, Nick},
    pace::{DUPLICATE_WINDOW, Pace},
    time::Moment,
};

/// How long a member who left keeps their nick, so that nobody can slip into it during a reload,
/// a lost circuit or a pause of a few minutes.
pub const NICK_KEPT: Duration = Duration::from_mins(10);

/// How many nicks that a member has given up are kept from others: with ten seconds between two changes, as
/// many as anybody remembers.
const FORMER: usize = 4;

/// How long a member without a session is remembered: no limit looks further back than this.
const UNPROVEN_KEPT: Duration = DUPLICATE_WINDOW;

/// Who somebody is to the chat; minted by the session layer, opaque here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberId(pub u128);

/// The rendezvous circuit that somebody comes over; opaque here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Via(pub u64);

/// What a request says about who sends it.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The member: from a session token where `proven`, freshly minted otherwise.
    pub member: MemberId,
    /// Whether a session token proved the member.
    pub proven: bool,
    /// The nick that is asked for.
    pub wish: Option<Nick>,
    /// The circuit that the request came over, where there is one.
    pub via: Option<Via>,
}

/// Who a request turned out to speak for.
#[derive(Debug, Clone)]
pub struct Admission {
    /// The member.
    pub member: MemberId,
    /// The nick in force.
    pub nick: Nick,
}

/// What is remembered of a member.
#[derive(Debug)]
pub(super) struct Member {
    /// The nick in force; no other remembered member has it.
    pub(super) nick: Nick,
    /// Whether a session token ever proved this member.
    proven: bool,
    /// How many transcripts the member has open, in all rooms.
    pub(super) transcripts: usize,
    /// The room's uptime when the member last did something.
    pub(super) seen: Duration,
    /// The member's pace.
    pub(super) pace: Pace,
    /// Whom the member does not want to see, and what they were called where they were seen.
    pub(super) ignoring: BTreeMap<MemberId, Nick>,
    /// What the member was called until lately, and since when not any more: nobody else is called so for a
    /// while.
    former: Vec<(FoldedNick, Duration)>,
    /// The circuit that the member last came over.
    pub(super) via: Option<Via>,
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

/// Everybody who is remembered.
#[derive(Debug)]
pub(super) struct Members {
    /// How many are remembered; the longest idle is forgotten first.
    limit: usize,
    /// They, by their numbers.
    by_id: HashMap<MemberId, Member>,
    /// Who holds which nick: those of `by_id`, and what they were called until lately.
    nicks: HashMap<FoldedNick, MemberId>,
}

impl Members {
    /// Nobody yet.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            by_id: HashMap::new(),
            nicks: HashMap::new(),
        }
    }

    /// A member who is remembered.
    pub(super) fn get(&self, who: MemberId) -> Option<&Member> {
        self.by_id.get(&who)
    }

    /// The same, to be changed.
    pub(super) fn get_mut(&mut self, who: MemberId) -> Option<&mut Member> {
        self.by_id.get_mut(&who)
    }

    /// All of them, to be changed.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Member> {
        self.by_id.values_mut()
    }

    /// How many are remembered.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        assert!((self.by_id.len()..=(1 + FORMER) * self.by_id.len()).contains(&self.nicks.len()));
        self.by_id.len()
    }

    /// The nick that a member has.
    pub(super) fn nick(&self, who: MemberId) -> Option<&Nick> {
        self.by_id.get(&who).map(|member| &member.nick)
    }

    /// Lets somebody in: finds or makes the member that a claim speaks for. Gives also who had to be
    /// forgotten for it.
    ///
    /// A wish for a nick is honoured where no other member holds it and the one who asks has none
    /// yet: once somebody is known under a nick, only `/nick` changes it, and everybody is told.
    /// Someone without a session is whoever else asks for the same nick without a session, as in the
    /// seed; but once a member has proven a session, nobody without it speaks under that member's nick.
    pub(super) fn admit(&mut self, now: Moment, claim: &Claim) -> (Admission, Option<MemberId>) {
        let admission = self.resolve(claim);
        if let Some(member) = self.by_id.get_mut(&admission.member) {
            member.seen = now.uptime;
            member.proven |= claim.proven;
            member.via = claim.via;
            return (admission, None);
        }
        let forgotten = self.make_room(now.uptime);
        self.nicks.insert(admission.nick.folded(), admission.member);
        self.by_id.insert(
            admission.member,
            Member {
                nick: admission.nick.clone(),
                proven: claim.proven,
                transcripts: 0,
                seen: now.uptime,
                pace: Pace::default(),
                ignoring: BTreeMap::new(),
                former: Vec::new(),
                via: claim.via,
            },
        );
        (admission, forgotten)
    }

    /// Who is called exactly so, or was until lately.
    pub(super) fn holder(&self, called: &Called) -> Option<MemberId> {
        let nick = called.as_nick()?;
        self.nicks.get(&nick.folded()).copied()
    }

    /// Gives a member another nick; `false` where somebody else holds it or one that looks like it. The
    /// old one is free for others only after a while, so that nobody is taken for them.
    pub(super) fn rename(&mut self, uptime: Duration, who: MemberId, nick: Nick) -> bool {
        let folded = nick.folded();
        if self.nicks.get(&folded).is_some_and(|holder| *holder != who) {
            return false;
        }
        let Some(member) = self.by_id.get_mut(&who) else {
            return false;
        };
        let old = member.nick.folded();
        member.former.retain(|(former, _)| *former != folded);
        if old != folded {
            self.nicks.insert(old.clone(), who);
            member.former.push((old, uptime));
            if member.former.len() > FORMER {
                let (oldest, _) = member.former.remove(0);
                self.nicks.remove(&oldest);
            }
        }
        self.nicks.insert(folded, who);
        member.nick = nick;
        true
    }

    /// Forgets the members who have been gone for long enough, and what others were called once.
    pub(super) fn prune(&mut self, uptime: Duration) {
        let nicks = &mut self.nicks;
        self.by_id.retain(|_, member| {
            let gone = member.is_gone(uptime);
            let is_old = |since: Duration| gone || uptime.saturating_sub(since) > NICK_KEPT;
            for (former, _) in member.former.extract_if(.., |(_, since)| is_old(*since)) {
                nicks.remove(&former);
            }
            if gone {
                nicks.remove(&member.nick.folded());
            }
            !gone
        });
    }

    /// Who a claim speaks for and under which nick.
    pub(super) fn resolve(&self, claim: &Claim) -> Admission {
        let member = claim.member;
        if let Some(known) = self.by_id.get(&member) {
            return Admission {
                member,
                nick: known.nick.clone(),
            };
        }
        let Some(wish) = &claim.wish else {
            return Admission {
                member,
                nick: self.free_nick(member),
            };
        };
        match self.nicks.get(&wish.folded()) {
            None => Admission {
                member,
                nick: wish.clone(),
            },
            Some(&holder) if !claim.proven && self.is_unproven(holder) => Admission {
                member: holder,
                nick: self.nick(holder).unwrap_or(wish).clone(),
            },
            Some(_) => Admission {
                member,
                nick: self.free_nick(member),
            },
        }
    }

    /// Whether a member never proved a session.
    fn is_unproven(&self, who: MemberId) -> bool {
        self.by_id.get(&who).is_some_and(|member| !member.proven)
    }

    /// Draws a nick that nobody holds.
    ///
    /// The member's number, which is random, decides: so all frames of a page show the same nick before
    /// anything of the member is remembered. With 6,553,600 nicks and at most some thousand members, a
    /// second draw is already rare.
    fn free_nick(&self, who: MemberId) -> Nick {
        let MemberId(number) = who;
        let mut seed = [0; 32];
        seed[..16].copy_from_slice(&number.to_le_bytes());
        let mut rng = StdRng::from_seed(seed);
        loop {
            let nick = Nick::random(&mut rng);
            if !self.nicks.contains_key(&nick.folded()) {
                return nick;
            }
        }
    }

    /// Forgets somebody without a transcript if as many as allowed are remembered: who has no
    /// session first, then who never spoke, then the longest idle. Sessions cost nothing and words
    /// do, so nobody who spoke is pushed out by opening windows alone.
    fn make_room(&mut self, uptime: Duration) -> Option<MemberId> {
        if self.by_id.len() < self.limit {
            return None;
        }
        let idle = |member: &Member| uptime.saturating_sub(member.seen);
        let longest = self
            .by_id
            .iter()
            .filter(|(_, member)| member.transcripts == 0)
            .max_by_key(|(_, member)| (!member.proven, member.pace.is_unused(), idle(member)))
            .map(|(&id, _)| id)?;
        let member = self.by_id.remove(&longest)?;
        self.nicks.remove(&member.nick.folded());
        for (former, _) in &member.former {
            self.nicks.remove(former);
        }
        Some(longest)
    }
}
