//! How long to wait before trying again.

use std::time::Duration;

use rand::{Rng, RngExt as _};

/// The least wait: a room that was started anew is there in about as long.
const LEAST: Duration = Duration::from_secs(1);

/// The longest: a person who waits should not think that it has given up.
const MOST: Duration = Duration::from_secs(30);

/// Counts the tries since there was a connection.
#[derive(Debug, Default)]
pub struct Backoff(u32);

impl Backoff {
    /// The wait before the next try: twice as long each time, and between half of it and the whole, so that not all
    /// who were cut off at the same moment come back at the same moment.
    pub fn next(&mut self, rng: &mut impl Rng) -> Duration {
        let whole = LEAST.saturating_mul(1 << self.0.min(16)).min(MOST);
        self.0 = self.0.saturating_add(1);
        whole.mul_f64(rng.random_range(0.5..=1.0)).max(LEAST / 2)
    }

    /// There was a connection.
    pub fn reset(&mut self) {
        self.0 = 0;
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng as _, rngs::StdRng};

    use super::*;

    /// Waits grow, stay within their bounds for ever, differ, and begin anew after a connection.
    #[test]
    fn waits_grow_up_to_a_bound() {
        let mut rng = StdRng::seed_from_u64(1);
        let mut backoff = Backoff::default();
        let waits: Vec<_> = (0..100).map(|_| backoff.next(&mut rng)).collect();
        assert!(waits[0] <= LEAST && waits[4] > 4 * waits[0]);
        assert!(
            waits[10..]
                .iter()
                .all(|wait| *wait <= MOST && *wait >= MOST / 2)
        );
        assert!(waits[10..].windows(2).any(|pair| pair[0] != pair[1]));
        backoff.reset();
        assert!(backoff.next(&mut rng) <= LEAST);
    }
}
