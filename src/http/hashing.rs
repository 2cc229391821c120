//! The hashing of passphrases: dear on purpose, so one at a time, and where it is in nobody's way.

use std::{sync::Arc, time::Duration};

use rand::Rng;
use tokio::sync::Mutex;

use crate::chat::{Command, Lock, Passphrase, Refusal, Salt, Workspace};

/// How long somebody waits for their passphrase's turn; longer than this, many are waiting.
const PATIENCE: Duration = Duration::from_secs(5);

/// Hashes passphrases, one at a time: each costs 19 MiB and a processor for some tens of milliseconds, and
/// the chat goes on beside.
#[derive(Debug)]
pub struct Hashing {
    /// What makes this process's hashes unlike all others.
    salt: Salt,
    /// The turn, and the memory that goes with it, taken when the first one needs it.
    turn: Arc<Mutex<Option<Workspace>>>,
}

impl Hashing {
    /// Hashing with a salt of its own.
    #[must_use]
    pub fn new(rng: &mut impl Rng) -> Self {
        Self {
            salt: Salt::random(rng),
            turn: Arc::default(),
        }
    }

    /// The hash of a passphrase.
    ///
    /// # Errors
    /// [`Refusal::Busy`] where too many wait.
    pub async fn hash(&self, passphrase: Passphrase) -> Result<Lock, Refusal> {
        let turn = Arc::clone(&self.turn).lock_owned();
        let turn = tokio::time::timeout(PATIENCE, turn).await;
        let mut space = turn.map_err(|_| Refusal::Busy)?;
        let salt = self.salt.clone();
        // The turn goes along: whoever gives up waiting for the answer does not end the work.
        let hash = tokio::task::spawn_blocking(move || {
            passphrase.hash(&salt, space.get_or_insert_default())
        });
        hash.await.map_err(|_| Refusal::Busy)
    }

    /// A command with its passphrase hashed, if it has one.
    ///
    /// # Errors
    /// As [`Self::hash`].
    pub async fn command(&self, command: Command<Passphrase>) -> Result<Command, Refusal> {
        let hash = match command.passphrase() {
            None => None,
            Some(passphrase) => Some(self.hash(passphrase.clone()).await?),
        };
        command.with_lock(hash).ok_or(Refusal::Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An attack that was found: whoever asked and went away gave the turn back while the work went on, until
    /// the memory was full.
    #[tokio::test]
    async fn whoever_goes_away_does_not_give_the_turn_back() {
        let hashing = Hashing::new(&mut rand::rng());
        let passphrase = Passphrase::parse("sesame").unwrap();
        {
            let asked = std::pin::pin!(hashing.hash(passphrase.clone()));
            assert!(futures::poll!(asked).is_pending());
        }
        assert!(hashing.turn.try_lock().is_err(), "the work goes on");
        let lock = hashing.hash(passphrase.clone()).await.unwrap();
        assert!(lock.is_opened_by(&hashing.hash(passphrase).await.unwrap()));
        assert!(hashing.turn.try_lock().is_ok());
    }
}
