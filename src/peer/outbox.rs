//! What goes out: it waits until it is delivered, is tried again and again, and expires.

use std::{collections::BTreeMap, time::Duration};

use rand::{Rng, RngExt as _};

use super::{
    Now,
    content::Content,
    envelope::Nonce,
    sent::{Attempt, Kept, MessageId, Outcome, State, Waiting},
};
use crate::onion::OnionAddress;

/// How many messages may wait for one peer: more than anybody writes to somebody who is away.
const WAITING_FOR_ONE: usize = 50;

/// How many may wait for all together, which bounds the memory.
const WAITING: usize = 500;

/// How many that do not wait any more are remembered, so that the host can see what became of them.
const SETTLED: usize = 200;

/// How long to wait before a message is tried again, at first and at most: a peer who has just been here comes back
/// within moments, and one who is away for days is found within half an hour.
const RETRY: (Duration, Duration) = (Duration::from_secs(15), Duration::from_mins(30));

/// How long a message waits: somebody who was away over a long weekend still gets it.
pub const EXPIRY: Duration = Duration::from_hours(4 * 24);

/// One message.
#[derive(Debug)]
struct Item {
    /// To whom.
    to: OnionAddress,
    /// The number by which the receiver knows it.
    nonce: Nonce,
    /// What it holds.
    content: Content,
    /// When it expires.
    expires: Duration,
    /// What has become of it.
    state: State,
    /// When it is to be tried.
    due: Duration,
    /// How long to wait after the next failure.
    pause: Duration,
    /// Whether it is being tried.
    is_under_way: bool,
    /// Whether the last attempt was one that helped at once; another one in a row is a lie.
    was_at_once: bool,
    /// Whether the host has taken it back while it was being tried.
    is_taken_back: bool,
}

impl Item {
    /// The message with its number, as the host may know it.
    fn told(&self, id: MessageId) -> Waiting {
        Waiting {
            id,
            to: self.to.clone(),
            content: self.content.clone(),
            state: self.state.clone(),
        }
    }

    /// How often it was tried.
    fn tries(&self) -> u32 {
        match self.state {
            State::Waiting { tries, .. } => tries,
            State::Delivered | State::Refused { .. } | State::Expired | State::TakenBack => 0,
        }
    }

    /// Whether it waits.
    fn waits(&self) -> bool {
        matches!(self.state, State::Waiting { .. })
    }
}

/// There is no place for more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OutboxFull;

/// What goes out.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    /// All that wait, and the last of those that do not.
    items: BTreeMap<MessageId, Item>,
    /// The number of the next.
    next: u64,
}

impl Outbox {
    /// Takes a message, to be sent at once.
    pub(super) fn add(
        &mut self,
        now: Duration,
        to: OnionAddress,
        content: Content,
        rng: &mut impl Rng,
    ) -> Result<MessageId, OutboxFull> {
        let waiting = self.items.values().filter(|item| item.waits());
        let (for_all, for_one) = waiting.fold((0, 0), |(all, one), item| {
            (all + 1, one + usize::from(item.to == to))
        });
        if for_all >= WAITING || for_one >= WAITING_FOR_ONE {
            return Err(OutboxFull);
        }
        self.next += 1;
        let id = MessageId(self.next);
        let item = Item {
            to,
            nonce: Nonce::random(rng),
            content,
            expires: now + EXPIRY,
            state: State::Waiting {
                reason: None,
                error: None,
                tries: 0,
            },
            due: now,
            pause: RETRY.0,
            is_under_way: false,
            was_at_once: false,
            is_taken_back: false,
        };
        self.items.insert(id, item);
        Ok(id)
    }

    /// What is to be sent now, at most so much: of each peer's messages the oldest that waits, so that they arrive in
    /// order, and first what was tried least, so that those who are away do not hold up the others. It is under way
    /// then, until [`Self::done`] says how that went.
    pub(super) fn due(&mut self, now: Duration, at_most: usize) -> Vec<Attempt> {
        self.expire(now);
        let mut heads = self.heads();
        heads.sort_by_key(|id| self.items.get(id).map(Item::tries));
        let mut due = Vec::new();
        for id in heads {
            if due.len() == at_most {
                break;
            }
            let Some(item) = self.items.get_mut(&id) else {
                continue;
            };
            if item.due <= now && !item.is_under_way {
                item.is_under_way = true;
                due.push(Attempt {
                    id,
                    to: item.to.clone(),
                    nonce: item.nonce,
                    content: item.content.clone(),
                });
            }
        }
        due
    }

    /// When there is something to do next.
    pub(super) fn next_due(&self) -> Option<Duration> {
        let heads = self
            .heads()
            .into_iter()
            .filter_map(|id| self.items.get(&id));
        heads
            .filter(|item| !item.is_under_way)
            .map(|item| item.due.min(item.expires))
            .min()
    }

    /// The oldest waiting message of each peer.
    fn heads(&self) -> Vec<MessageId> {
        let mut heads: BTreeMap<&OnionAddress, MessageId> = BTreeMap::new();
        for (id, item) in self.items.iter().filter(|(_, item)| item.waits()) {
            heads.entry(&item.to).or_insert(*id);
        }
        heads.into_values().collect()
    }

    /// Notes how an attempt went.
    pub(super) fn done(
        &mut self,
        now: Duration,
        id: MessageId,
        outcome: Outcome,
        rng: &mut impl Rng,
    ) {
        let Some(item) = self.items.get_mut(&id) else {
            return;
        };
        item.is_under_way = false;
        let State::Waiting {
            reason,
            error,
            tries,
        } = &mut item.state
        else {
            return;
        };
        *tries = tries.saturating_add(1);
        match outcome {
            Outcome::Delivered => item.state = State::Delivered,
            _ if item.is_taken_back => item.state = State::TakenBack,
            Outcome::Never(why) => {
                item.state = State::Refused {
                    reason: why.reason,
                    error: why.error.map(ToOwned::to_owned),
                }
            }
            Outcome::AtOnce(_) if !item.was_at_once => {
                (item.due, item.was_at_once) = (now, true);
            }
            Outcome::AtOnce(why) | Outcome::Later(why) => {
                item.was_at_once = false;
                *reason = Some(why.reason);
                *error = why.error.map(ToOwned::to_owned);
                item.due = now + item.pause.mul_f64(rng.random_range(0.5..1.5));
                item.pause = (item.pause * 2).min(RETRY.1);
            }
        }
        let was_delivered = item.state == State::Delivered;
        let to = item.to.clone();
        if was_delivered {
            self.hurry(now, &to);
        }
        self.forget_settled();
    }

    /// Takes back a message that waits. Of one that is being tried, that attempt shows whether it came too late.
    pub(super) fn take_back(&mut self, id: MessageId) {
        let item = self.items.get_mut(&id);
        if let Some(item) = item.filter(|item| item.waits()) {
            if item.is_under_way {
                item.is_taken_back = true;
            } else {
                item.state = State::TakenBack;
            }
        }
        self.forget_settled();
    }

    /// The peer is there: what waits for it is tried at once.
    pub(super) fn hurry(&mut self, now: Duration, peer: &OnionAddress) {
        for item in self.items.values_mut() {
            if item.to == *peer && item.waits() {
                item.due = item.due.min(now);
            }
        }
    }

    /// Whether a message is still to be sent, and how it stands.
    pub(super) fn state(&self, id: MessageId) -> Option<&State> {
        self.items.get(&id).map(|item| &item.state)
    }

    /// What waits, for keeping it over a restart; but for files, which nobody offers any more then.
    pub(super) fn to_keep(&self, now: Now) -> Vec<Kept> {
        let waiting = self.items.values().filter(|item| item.waits());
        let lasting = waiting.filter(|item| item.content.file().is_none());
        let kept = lasting.map(|item| {
            let left = item.expires.saturating_sub(now.uptime);
            let expires = now.wall.saturating_add(left.as_secs());
            Kept::of(&item.to, item.nonce, &item.content, expires)
        });
        kept.collect()
    }

    /// Takes what was kept, to be sent at once, as far as it has not expired and makes sense; gives to whom it is.
    pub(super) fn restore(&mut self, now: Now, kept: Vec<Kept>) -> Vec<Waiting> {
        let mut restored = Vec::new();
        for one in kept.into_iter().take(WAITING) {
            let Some((to, nonce, content)) = one.read() else {
                continue;
            };
            let left = Duration::from_secs(one.expires().saturating_sub(now.wall));
            self.next += 1;
            let id = MessageId(self.next);
            let item = Item {
                to,
                nonce,
                content,
                // Whoever sets the clock back does not make messages live longer than others.
                expires: now.uptime + left.min(EXPIRY),
                state: State::Waiting {
                    reason: None,
                    error: None,
                    tries: 0,
                },
                due: now.uptime,
                pause: RETRY.0,
                is_under_way: false,
                was_at_once: false,
                is_taken_back: false,
            };
            restored.push(item.told(id));
            self.items.insert(id, item);
        }
        restored
    }

    /// To whom there is a message, and what has become of it, without copies of what they say.
    pub(super) fn states(&self) -> impl Iterator<Item = (&OnionAddress, &State)> {
        let items = self.items.values();
        let items = items.filter(|item| item.content != Content::Hello);
        items.map(|item| (&item.to, &item.state))
    }

    /// For whom something waits.
    pub(super) fn waiting(&self) -> impl Iterator<Item = &OnionAddress> {
        let waiting = self.items.values().filter(|item| item.waits());
        waiting.map(|item| &item.to)
    }

    /// All that wait, and the last of those that do not.
    pub(super) fn all(&self) -> impl Iterator<Item = Waiting> {
        self.items.iter().map(|(&id, item)| item.told(id))
    }

    /// Forgets all messages to somebody.
    pub(super) fn forget(&mut self, peer: &OnionAddress) {
        self.items.retain(|_, item| item.to != *peer);
    }

    /// Gives up what has waited for too long.
    fn expire(&mut self, now: Duration) {
        for item in self.items.values_mut() {
            if item.waits() && !item.is_under_way && now >= item.expires {
                item.state = State::Expired;
            }
        }
        self.forget_settled();
    }

    /// Forgets the oldest of what does not wait any more.
    fn forget_settled(&mut self) {
        let settled: Vec<MessageId> = self
            .items
            .iter()
            .filter_map(|(id, item)| (!item.waits()).then_some(*id))
            .collect();
        for id in settled.iter().rev().skip(SETTLED) {
            self.items.remove(id);
        }
    }
}
