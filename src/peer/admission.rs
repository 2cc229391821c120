//! Who may write, and who asks to be let in.

use std::{collections::BTreeMap, time::Duration};

use serde::{Deserialize, Serialize};

use crate::onion::OnionAddress;

/// How many peers may ask to be let in at once: no more than the host can look through.
const ASKING: usize = 32;

/// How long somebody who asks is remembered: who means it asks again within half an hour.
const ASKED: Duration = Duration::from_hours(1);

/// Who may write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Admission {
    /// Nobody: the mailbox is closed, and does not show that it is there.
    #[default]
    Nobody,
    /// Whom the host knows; others can ask.
    Known,
    /// Everybody.
    Anyone,
}

/// Who asks to be let in, and when last.
#[derive(Debug, Default)]
pub(super) struct Asking(BTreeMap<OnionAddress, Duration>);

impl Asking {
    /// Notes that somebody asks.
    pub(super) fn ask(&mut self, now: Duration, from: &OnionAddress) {
        self.0.retain(|_, asked| is_fresh(now, *asked));
        // Whoever asks anew gets a place: else some who do not mean it could keep all others out for good.
        if self.0.len() >= ASKING && !self.0.contains_key(from) {
            let oldest = self.0.iter().min_by_key(|(_, asked)| **asked);
            if let Some(oldest) = oldest.map(|(peer, _)| peer.clone()) {
                self.0.remove(&oldest);
            }
        }
        self.0.insert(from.clone(), now);
    }

    /// Whether somebody asks.
    pub(super) fn has(&self, now: Duration, peer: &OnionAddress) -> bool {
        self.0.get(peer).is_some_and(|asked| is_fresh(now, *asked))
    }

    /// Forgets that somebody asked; says whether they did.
    pub(super) fn forget(&mut self, peer: &OnionAddress) -> bool {
        self.0.remove(peer).is_some()
    }

    /// All who ask.
    pub(super) fn all(&self, now: Duration) -> impl Iterator<Item = &OnionAddress> {
        let all = self.0.iter();
        let fresh = all.filter(move |(_, asked)| is_fresh(now, **asked));
        fresh.map(|(peer, _)| peer)
    }
}

/// Whether somebody who asked then still does.
fn is_fresh(now: Duration, asked: Duration) -> bool {
    now.saturating_sub(asked) < ASKED
}
