//! The files that were accepted: which one is fetched next.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Table;
use crate::{
    onion::OnionAddress,
    peer::FileOffer,
    transfer::{
        AT_ONCE_WITH_ONE, FileNumber, NoFile,
        draft::Draft,
        fetch::{Later, Tries},
        row::{Queued, Row},
        state::FileState,
    },
};

/// What is to be fetched.
#[derive(Debug)]
pub(in crate::transfer) struct Job {
    /// Its number.
    pub(in crate::transfer) number: FileNumber,
    /// From whom.
    pub(in crate::transfer) peer: OnionAddress,
    /// What.
    pub(in crate::transfer) offer: FileOffer,
    /// Where to.
    pub(in crate::transfer) draft: Draft,
    /// How it went so far.
    pub(in crate::transfer) tries: Tries,
    /// Cancelled when it is not wanted any more.
    pub(in crate::transfer) stop: CancellationToken,
}

/// Whether a moment has come; where there is none, it always has.
fn has_come(moment: Option<Instant>, now: Instant) -> bool {
    moment.is_none_or(|moment| moment <= now)
}

impl Table {
    /// Has a file fetched, after all that wait already.
    pub(in crate::transfer) fn accept(
        &mut self,
        now: Duration,
        number: FileNumber,
        draft: Draft,
    ) -> Result<(), NoFile> {
        self.may_accept(now, number)?;
        let row = self.rows.get_mut(&number).ok_or(NoFile::Unknown)?;
        row.view.state = FileState::Waiting { reason: None };
        row.view.bytes = 0;
        row.stop = CancellationToken::new();
        self.queued += 1;
        row.queued = Some(Queued {
            draft,
            tries: Tries::default(),
            due: None,
            claims: None,
            came: self.queued,
        });
        Ok(())
    }

    /// Those of the files in the queue that could be fetched if there were places, in the order in which they came: their
    /// peers have not all the places that one can have.
    fn ready(&self, counts: impl Fn(&Queued) -> bool) -> Vec<FileNumber> {
        let mut places: BTreeMap<&OnionAddress, usize> = BTreeMap::new();
        for row in self.rows.values().filter(|row| row.is_fetched()) {
            *places.entry(&row.view.peer).or_default() += 1;
        }
        let came = |row: &&Row| row.queued.as_ref().map(|queued| queued.came);
        let mut ready: Vec<&Row> = self.rows.values().collect();
        ready.retain(|row| row.queued.as_ref().is_some_and(&counts));
        ready.sort_by_key(came);
        ready.retain(|row| {
            let theirs = places.entry(&row.view.peer).or_default();
            *theirs += 1;
            *theirs <= AT_ONCE_WITH_ONE
        });
        ready.into_iter().map(|row| row.view.number).collect()
    }

    /// The file that is fetched next, in a place that is free; somebody does that then.
    pub(in crate::transfer) fn job(&mut self, now: Instant) -> Option<Job> {
        let due = self.ready(|queued| has_come(queued.due, now));
        let Some(number) = due.first().copied() else {
            self.given_up = 0;
            return None;
        };
        self.given_up = self.given_up.saturating_sub(1);
        let row = self.rows.get_mut(&number)?;
        let offer = row.view.offer.clone()?;
        let queued = row.queued.take()?;
        Some(Job {
            number,
            peer: row.view.peer.clone(),
            offer,
            draft: queued.draft,
            tries: queued.tries,
            stop: row.stop.clone(),
        })
    }

    /// Whether somebody whose turn is over has to give the place up, who does so then: more files claim a place than
    /// places were given up for them.
    pub(in crate::transfer) fn must_give_up(&mut self, now: Instant) -> bool {
        let claim = |queued: &Queued| has_come(queued.due, now) && has_come(queued.claims, now);
        let must = self.ready(claim).len() > self.given_up;
        self.given_up += usize::from(must);
        must
    }

    /// When the next file is due that is not yet.
    pub(in crate::transfer) fn next_due(&self, now: Instant) -> Option<Instant> {
        let queued = self.rows.values().filter_map(|row| row.queued.as_ref());
        let due = queued.filter_map(|queued| queued.due);
        due.filter(|due| *due > now).min()
    }

    /// Puts a file that is not all there behind all that wait.
    pub(in crate::transfer) fn again(&mut self, number: FileNumber, later: Later) {
        let Some(row) = self.rows.get_mut(&number).filter(|row| row.is_under_way()) else {
            return;
        };
        let reason = Some(later.reason);
        row.view.state = FileState::Waiting { reason };
        self.queued += 1;
        row.queued = Some(Queued {
            draft: later.draft,
            tries: later.tries,
            due: later.due,
            claims: later.claims,
            came: self.queued,
        });
    }

    /// Notes what has become of a file that was fetched.
    pub(in crate::transfer) fn fetched(
        &mut self,
        number: FileNumber,
        outcome: Result<PathBuf, String>,
    ) {
        let Some(row) = self.rows.get_mut(&number).filter(|row| row.is_under_way()) else {
            return;
        };
        match outcome {
            Ok(path) => {
                row.view.bytes = row.view.size;
                let path = Some(path.to_string_lossy().into_owned());
                row.view.state = FileState::Done { path };
            }
            Err(reason) => row.end(FileState::Failed { reason }),
        }
    }
}
