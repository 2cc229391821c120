//! The mailbox of one service: what comes in, what goes out, and what was said.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use rand::{Rng, RngExt as _};

use super::{
    admission::{Admission, Asking},
    contacts::Contacts,
    content::Content,
    envelope::{Envelope, Signed, Start},
    outbox::Outbox,
    refusal::Refusal,
    sent::{Attempt, Kept, MessageId, Outcome, State, Waiting},
    thread::{CLOCK_MINUTES, Thread},
};
use crate::onion::OnionAddress;

mod known; //   whom the host knows
mod reading; // what the host reads

pub use reading::Summary;

/// How many peers that the host does not know may write, where anyone may: a thread of each is in memory.
const STRANGERS: usize = 32;

/// How many threads there may be before those that are idle are forgotten: only the host can begin so many.
const THREADS: usize = 512;

/// How long after a peer's message made this appliance try what waits for it, another one does.
const HURRY: Duration = Duration::from_mins(1);

/// How many mailboxes elsewhere are remembered by the number of their start: as many as there may be threads.
const STARTS: usize = 512;

/// How many bits of a line's number count lines: more than there will ever be in one opening.
const LINES: u32 = 20;

/// The present moment, in the three measures that the mailbox needs.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// Since the mailbox was opened; never runs backwards.
    pub uptime: Duration,
    /// Seconds since 1970 by this computer's clock, which only the host learns.
    pub wall: u64,
    /// Minutes since 1970 as others are shown them: off by the room's random offset, since whoever could see when
    /// this computer's minute turns would know it again, and its other services with it.
    pub minute: u64,
}

/// Why a message is not taken from the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsendable {
    /// It is for the host.
    #[error("This is your own address.")]
    Own,
    /// There is no place for more.
    #[error(
        "So many messages wait for this peer, or for all peers together, that no more can: see them with onionchat \
         peer outbox."
    )]
    Full,
}

/// The mailbox of one service.
#[derive(Debug)]
pub struct Mailbox {
    /// Its address.
    own: OnionAddress,
    /// Which opening of it this is.
    start: Start,
    /// Who may write.
    admission: Admission,
    /// Whom the host knows.
    contacts: Contacts,
    /// What was said with each.
    threads: BTreeMap<OnionAddress, Thread>,
    /// Who asks to be let in.
    asking: Asking,
    /// What goes out.
    outbox: Outbox,
    /// Which opening of other mailboxes is the last that was heard of.
    starts: BTreeMap<OnionAddress, Start>,
    /// The number that the next line of a conversation gets.
    next_line: u64,
}

impl Mailbox {
    /// An empty mailbox.
    pub fn new(
        own: OnionAddress,
        admission: Admission,
        contacts: Contacts,
        rng: &mut impl Rng,
    ) -> Self {
        Self {
            own,
            start: Start::random(rng),
            admission,
            contacts,
            threads: BTreeMap::new(),
            asking: Asking::default(),
            outbox: Outbox::default(),
            starts: BTreeMap::new(),
            // Far from where another opening began, so that nobody takes one for the other.
            next_line: u64::from(rng.random::<u32>()) << LINES,
        }
    }

    /// Its address.
    #[must_use]
    pub fn own(&self) -> &OnionAddress {
        &self.own
    }

    /// Who may write.
    #[must_use]
    pub fn admission(&self) -> Admission {
        self.admission
    }

    /// Takes a message that came from elsewhere.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn receive(&mut self, now: Now, signed: &Signed) -> Result<(), Refusal> {
        let envelope = &signed.envelope;
        if envelope.to != self.own || envelope.from == self.own {
            return Err(Refusal::NotForUs);
        }
        // Before the number of the start is told, since that needs no signature.
        if !signed.is_genuine() {
            return Err(Refusal::Forged);
        }
        if envelope.start != self.start {
            return Err(Refusal::OtherStart(self.start));
        }
        let from = &envelope.from;
        if !self.admits(from) {
            if self.admission != Admission::Nobody {
                self.asking.ask(now.uptime, from);
            }
            return Err(Refusal::Unknown);
        }
        if envelope.minute.abs_diff(now.minute) > CLOCK_MINUTES {
            return Err(Refusal::Clock);
        }
        self.make_room(now.uptime, from)?;
        let thread = self.threads.entry(from.clone()).or_default();
        if !thread.may_send(now.uptime) {
            return Err(Refusal::TooFast);
        }
        if thread.has_seen(envelope.nonce) {
            return Err(Refusal::Replayed);
        }
        if !thread.has_room() {
            return Err(Refusal::Full);
        }
        thread.last = now.uptime;
        let number = self.next_line;
        thread.receive(number, envelope.nonce, now.wall, envelope.content.clone());
        self.next_line += 1;
        // Who writes is there. Now and then only: else it would say when this appliance dials, and how often.
        if thread
            .hurried
            .is_none_or(|last| now.uptime.saturating_sub(last) >= HURRY)
        {
            thread.hurried = Some(now.uptime);
            self.outbox.hurry(now.uptime, from);
        }
        Ok(())
    }

    /// Whether somebody may write: who is known, whom the host has written to, or everybody.
    fn admits(&self, from: &OnionAddress) -> bool {
        match self.admission {
            Admission::Nobody => false,
            Admission::Known => {
                let is_written_to = |thread: &Thread| thread.is_written_to;
                self.contacts.name_of(from).is_some()
                    || self.threads.get(from).is_some_and(is_written_to)
            }
            Admission::Anyone => true,
        }
    }

    /// Makes room for a thread with somebody, where there are as many with strangers as may be.
    fn make_room(&mut self, now: Duration, from: &OnionAddress) -> Result<(), Refusal> {
        if self.threads.contains_key(from) || self.contacts.name_of(from).is_some() {
            return Ok(());
        }
        if self.strangers() >= STRANGERS {
            self.forget_strangers(now);
        }
        if self.strangers() >= STRANGERS {
            return Err(Refusal::Full);
        }
        Ok(())
    }

    /// How many there are threads with whom the host does not know and has not written to.
    fn strangers(&self) -> usize {
        let threads = self.threads.iter();
        let strangers = threads.filter(|(peer, thread)| {
            !thread.is_written_to && self.contacts.name_of(peer).is_none()
        });
        strangers.count()
    }

    /// Forgets what was said with strangers who have written, where that was read and cannot come again.
    fn forget_strangers(&mut self, now: Duration) {
        let contacts = &self.contacts;
        self.threads.retain(|peer, thread| {
            thread.is_written_to || contacts.name_of(peer).is_some() || !thread.may_go(now)
        });
    }

    /// Forgets what was said with those whom the host does not know, where that was read, cannot come again, and nothing
    /// waits for them.
    fn forget_idle(&mut self, now: Duration) {
        let contacts = &self.contacts;
        let waiting: BTreeSet<&OnionAddress> = self.outbox.waiting().collect();
        self.threads.retain(|peer, thread| {
            contacts.name_of(peer).is_some() || waiting.contains(peer) || !thread.may_go(now)
        });
    }

    /// Takes a message of the host's, to be delivered.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn send(
        &mut self,
        now: Now,
        to: &OnionAddress,
        content: Content,
        rng: &mut impl Rng,
    ) -> Result<MessageId, Unsendable> {
        if *to == self.own {
            return Err(Unsendable::Own);
        }
        if self.threads.len() >= THREADS {
            self.forget_idle(now.uptime);
        }
        let added = self
            .outbox
            .add(now.uptime, to.clone(), content.clone(), rng);
        let id = added.map_err(|_| Unsendable::Full)?;
        let thread = self.threads.entry(to.clone()).or_default();
        thread.last = now.uptime;
        thread.note_sent(self.next_line, id, now.wall, content);
        self.next_line += 1;
        Ok(id)
    }

    /// Takes the same for several peers, or for none of them; gives the messages' numbers.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn send_to_all(
        &mut self,
        now: Now,
        peers: &[OnionAddress],
        content: &Content,
        rng: &mut impl Rng,
    ) -> Result<Vec<MessageId>, Unsendable> {
        let mut sent = Vec::new();
        for peer in peers.iter().collect::<BTreeSet<_>>() {
            match self.send(now, peer, content.clone(), rng) {
                Ok(id) => sent.push(id),
                Err(why) => {
                    for id in sent {
                        self.take_back(id);
                    }
                    return Err(why);
                }
            }
        }
        Ok(sent)
    }

    /// What is to be sent now, at most so much. It is under way then, until [`Self::done`] says how that went.
    pub fn due(&mut self, now: Now, at_most: usize) -> Vec<Attempt> {
        self.outbox.due(now.uptime, at_most)
    }

    /// When there is something to send next.
    #[must_use]
    pub fn next_due(&self) -> Option<Duration> {
        self.outbox.next_due()
    }

    /// The envelope for an attempt.
    #[must_use]
    pub fn envelope(&self, now: Now, attempt: &Attempt) -> Envelope {
        Envelope {
            from: self.own.clone(),
            to: attempt.to.clone(),
            start: self.starts.get(&attempt.to).copied().unwrap_or(Start::NONE),
            minute: now.minute,
            nonce: attempt.nonce,
            content: attempt.content.clone(),
        }
    }

    /// Notes what another mailbox has said about itself: the number of its start. Whether that is news.
    pub fn note_start(&mut self, peer: &OnionAddress, start: Start) -> bool {
        if self.starts.len() >= STARTS && !self.starts.contains_key(peer) {
            self.starts.clear();
        }
        self.starts.insert(peer.clone(), start) != Some(start)
    }

    /// Notes how an attempt went.
    pub fn done(&mut self, now: Now, id: MessageId, outcome: Outcome, rng: &mut impl Rng) {
        self.outbox.done(now.uptime, id, outcome, rng);
    }

    /// Takes back a message of the host's that waits; one that is under way just now, unless it is delivered by that.
    pub fn take_back(&mut self, id: MessageId) {
        self.outbox.take_back(id);
    }

    /// What has become of a message of the host's.
    #[must_use]
    pub fn state(&self, id: MessageId) -> Option<&State> {
        self.outbox.state(id)
    }

    /// All messages of the host's that wait, and the last of those that do not.
    pub fn outbox(&self) -> impl Iterator<Item = Waiting> {
        let all = self.outbox.all();
        all.filter(|message| message.content != Content::Hello)
    }

    /// What waits, for keeping it over a restart.
    #[must_use]
    pub fn to_keep(&self, now: Now) -> Vec<Kept> {
        self.outbox.to_keep(now)
    }

    /// Takes what was kept, to be sent at once.
    pub fn restore(&mut self, now: Now, kept: Vec<Kept>) {
        for Waiting {
            id, to, content, ..
        } in self.outbox.restore(now, kept)
        {
            let thread = self.threads.entry(to).or_default();
            thread.note_sent(self.next_line, id, now.wall, content);
            self.next_line += 1;
        }
    }
}
