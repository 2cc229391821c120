//! What one visitor's rendezvous circuit may take.
//!
//! A circuit is not an identity: a browser may change it at any time, and an attacker can open
//! many. It is a price: a visitor who throws their cookies away still has the same circuit, and
//! its share with it. The count lives in the circuit's own value, which every stream on it holds,
//! so nothing is left to clean up when the last one is gone.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Streams open at once on one circuit: Firefox keeps at most nine to one address.
pub const CONNECTIONS: usize = 32;

/// Transcripts open at once on one circuit: four sessions' worth, so that a household behind one
/// circuit is served, and a sixth of the default room at most is one visitor's.
pub const TRANSCRIPTS: usize = 16;

/// Messages that one circuit may send at once before it is held to a steady pace.
const MESSAGE_BURST: u32 = 8;

/// The steady pace of one circuit: twice that of one session.
const MESSAGE_INTERVAL: Duration = Duration::from_millis(500);

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
    /// How far the messages sent run ahead of the steady pace, as of `counted`.
    ahead: Duration,
    /// The room's uptime when `ahead` was last brought up to date.
    counted: Duration,
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

    /// A place for one more transcript, if the circuit has not got its share.
    pub fn transcript(self: &Arc<Self>) -> Option<Share> {
        self.take(TRANSCRIPTS, |spent| &mut spent.transcripts)
    }

    /// Whether the circuit may send one more message at this uptime of the room; counts it if so.
    pub fn message(&self, uptime: Duration) -> bool {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let since = uptime.saturating_sub(spent.counted);
        let ahead = spent.ahead.saturating_sub(since);
        spent.counted = spent.counted.max(uptime);
        let allowed = ahead + MESSAGE_INTERVAL <= MESSAGE_BURST * MESSAGE_INTERVAL;
        spent.ahead = if allowed {
            ahead + MESSAGE_INTERVAL
        } else {
            ahead
        };
        allowed
    }

    /// Counts one more of something of which `most` are allowed.
    fn take(self: &Arc<Self>, most: usize, of: fn(&mut Spent) -> &mut usize) -> Option<Share> {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
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
        let mut spent = self
            .circuit
            .spent
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *(self.of)(&mut spent) -= 1;
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
            .map_while(|_| circuit.transcript())
            .collect();
        assert_eq!(held.len(), TRANSCRIPTS);
        assert!(circuit.transcript().is_none());
        assert!(circuit.connection().is_some());
        held.pop();
        assert!(circuit.transcript().is_some());
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
}
