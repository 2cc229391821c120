//! What one visitor's rendezvous circuit may take.
//!
//! A circuit is not an identity: a browser may change it at any time, and an attacker can open
//! many. It is a price: a visitor who throws their cookies away still has the same circuit, and
//! its share with it. The count lives in the circuit's own value, which every stream on it holds,
//! so nothing is left to clean up when the last one is gone.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::chat::pace::Bucket;

/// Streams open at once on one circuit: Firefox keeps at most nine to one address.
pub const CONNECTIONS: usize = 32;

/// Transcripts open at once on one circuit: four sessions' worth, so that a household behind one
/// circuit is served, and a sixth of the default room at most is one visitor's.
pub const TRANSCRIPTS: usize = 16;

/// Messages that one circuit may send at once before it is held to a steady pace.
const MESSAGE_BURST: u32 = 8;

/// The steady pace of one circuit: twice that of one session.
const MESSAGE_INTERVAL: Duration = Duration::from_millis(500);

/// Guesses at codes and passphrases that one circuit may make at once: a person mistypes a few times.
const GUESS_BURST: u32 = 8;

/// The steady pace of guesses of one circuit.
const GUESS_INTERVAL: Duration = Duration::from_secs(2);

/// Transcripts that one circuit may open at once: as many as it may have open.
const OPEN_BURST: u32 = 16;

/// The steady pace at which one circuit opens transcripts: a page that comes back after a lost connection
/// needs no more.
const OPEN_INTERVAL: Duration = Duration::from_secs(1);

/// The number of a circuit, counted from the start of the process; it says nothing about who.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CircuitId(pub u64);

/// One visitor's circuit and what it has taken.
#[derive(Debug)]
pub struct Circuit {
    /// Its number.
    pub id: CircuitId,
    /// What it has taken.
    spent: Mutex<Spent>,
}

/// What a circuit has taken.
#[derive(Debug, Default)]
struct Spent {
    /// Streams open.
    connections: usize,
    /// Transcripts open.
    transcripts: usize,
    /// Messages sent.
    messages: Bucket,
    /// Guesses made.
    guesses: Bucket,
    /// Transcripts opened.
    opened: Bucket,
}

/// A share of a circuit that is given back when dropped.
#[derive(Debug)]
#[must_use = "dropping a share gives it back"]
pub struct Share {
    /// The circuit.
    circuit: Arc<Circuit>,
    /// What it is a share of.
    of: fn(&mut Spent) -> &mut usize,
}

impl Circuit {
    /// A circuit that has taken nothing.
    #[must_use]
    pub fn new(id: CircuitId) -> Arc<Self> {
        Arc::new(Self {
            id,
            spent: Mutex::default(),
        })
    }

    /// A place for one more stream, if the circuit has not got its share.
    pub fn connection(self: &Arc<Self>) -> Option<Share> {
        self.take(CONNECTIONS, |spent| &mut spent.connections)
    }

    /// A place for one more transcript at this uptime of the room, if the circuit has not got its share.
    pub fn transcript(self: &Arc<Self>, uptime: Duration) -> Option<Share> {
        let may_open = self.spent().opened.take(uptime, OPEN_INTERVAL, OPEN_BURST);
        may_open
            .then(|| self.take(TRANSCRIPTS, |spent| &mut spent.transcripts))
            .flatten()
    }

    /// Whether the circuit may send one more message at this uptime of the room; counts it if so.
    pub fn message(&self, uptime: Duration) -> bool {
        let mut spent = self.spent();
        spent.messages.take(uptime, MESSAGE_INTERVAL, MESSAGE_BURST)
    }

    /// Whether the circuit may make one more guess at a passphrase; counts it if so, right or wrong.
    pub fn guess(&self, uptime: Duration) -> bool {
        let mut spent = self.spent();
        spent.guesses.take(uptime, GUESS_INTERVAL, GUESS_BURST)
    }

    /// Whether the circuit may make one more guess at a code. It is counted only when it turned out
    /// wrong, by [`Self::guessed`]: the pages of a room ask for it again and again.
    pub fn may_guess(&self, uptime: Duration) -> bool {
        let mut spent = self.spent();
        spent.guesses.has_room(uptime, GUESS_INTERVAL, GUESS_BURST)
    }

    /// Counts a wrong guess.
    pub fn guessed(&self, uptime: Duration) {
        let mut spent = self.spent();
        spent.guesses.take(uptime, GUESS_INTERVAL, GUESS_BURST);
    }

    /// What the circuit has taken; a panic under the lock changes nothing about that.
    fn spent(&self) -> MutexGuard<'_, Spent> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts one more of something of which `most` are allowed.
    fn take(self: &Arc<Self>, most: usize, of: fn(&mut Spent) -> &mut usize) -> Option<Share> {
        let mut spent = self.spent();
        let count = of(&mut spent);
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Share {
            circuit: Arc::clone(self),
            of,
        })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        *(self.of)(&mut self.circuit.spent()) -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A circuit gets its share of streams and transcripts, apart from each other, and what it
    /// gives back it gets again.
    #[test]
    fn shares_are_counted_and_given_back() {
        let circuit = Circuit::new(CircuitId(1));
        let mut held: Vec<Share> = (0..TRANSCRIPTS)
            .map_while(|_| circuit.transcript(Duration::ZERO))
            .collect();
        assert_eq!(held.len(), TRANSCRIPTS);
        let later = Duration::from_mins(1);
        assert!(circuit.transcript(later).is_none());
        assert!(circuit.connection().is_some());
        held.pop();
        assert!(circuit.transcript(later).is_some());
    }

    /// A circuit may send a burst, then two messages a second, and recovers while it is silent.
    #[test]
    fn messages_are_held_to_a_steady_pace() {
        let circuit = Circuit::new(CircuitId(1));
        let at = |milliseconds| circuit.message(Duration::from_millis(milliseconds));
        assert_eq!((0..100).filter(|_| at(0)).count(), 8);
        assert!(!at(499));
        assert!(at(500));
        assert!(!at(500));
        assert_eq!((0..100).filter(|_| at(60_000)).count(), 8);
    }

    /// Opening and closing transcripts over and over is held to a steady pace.
    #[test]
    fn transcripts_are_opened_at_a_steady_pace() {
        let circuit = Circuit::new(CircuitId(1));
        let opened = |seconds| circuit.transcript(Duration::from_secs(seconds)).is_some();
        assert_eq!((0..100).filter(|_| opened(0)).count(), 16);
        assert!(opened(1) && !opened(1));
    }

    /// Only wrong guesses count, and after a few of them the circuit has to wait.
    #[test]
    fn wrong_guesses_are_paced() {
        let circuit = Circuit::new(CircuitId(1));
        let at = Duration::from_secs;
        assert!((0..100).all(|_| circuit.may_guess(at(0))));
        let guesses = (0..100).filter(|_| {
            let may = circuit.may_guess(at(0));
            circuit.guessed(at(0));
            may
        });
        assert_eq!(guesses.count(), 8);
        assert!(!circuit.may_guess(at(1)) && circuit.may_guess(at(2)));
        assert!(circuit.message(at(0)), "messages are counted apart");
    }
}
