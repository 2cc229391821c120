//! The files that are offered, on both sides, and how each stands.

mod queue; // what is fetched, and in which order
mod sends; // who is sent something

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use super::{
    error::NoFile,
    row::Row,
    source::Source,
    state::{Direction, FileNumber, FileState, FileView},
};
use crate::{
    onion::OnionAddress,
    peer::{EXPIRY, FileName, FileOffer, FileToken, MessageId},
};

pub(super) use queue::Job;

/// How many files the host can offer at once: each is kept open.
pub const MOST_OFFERS: usize = 16;

/// How many offers of one peer are remembered. An honest one has no more than this; who makes more pushes out their
/// own.
const MOST_OF_ONE: usize = MOST_OFFERS;

/// How many offers of all peers are remembered: thirty-two peers may have offered all they can. Beyond that the oldest
/// goes of whoever has offered most.
pub(super) const MOST_OFFERED: usize = 32 * MOST_OF_ONE;

/// How many own offers that are over are remembered, so that the host can see what became of them.
const OVER: usize = 50;

/// The files of one service.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// They.
    rows: BTreeMap<FileNumber, Row>,
    /// The last number that was given away.
    last: u64,
    /// The own files that are still to be read.
    unread: Vec<FileNumber>,
    /// How many files were put into the queue so far.
    queued: u64,
    /// How many places were given up that nobody has got yet.
    given_up: usize,
    /// How many downloads of own files have begun so far.
    sends: u64,
}

impl Table {
    /// Adds a file.
    fn add(&mut self, now: Duration, view: FileView, source: Option<Arc<Source>>) -> FileNumber {
        self.last += 1;
        let number = FileNumber(self.last);
        let row = Row {
            view: FileView { number, ..view },
            since: now,
            source,
            queued: None,
            sending: None,
            turn: None,
            gave_up: None,
            stop: CancellationToken::new(),
        };
        self.rows.insert(number, row);
        number
    }

    /// Adds an own file, which is to be read.
    pub(super) fn offer(
        &mut self,
        now: Duration,
        to: &OnionAddress,
        name: FileName,
        source: Arc<Source>,
    ) -> Result<FileNumber, NoFile> {
        self.expire(now);
        if self.rows.values().filter(|row| row.is_open()).count() >= MOST_OFFERS {
            return Err(NoFile::Full);
        }
        // What has gone to whom it was for makes place.
        let mut open: Vec<&mut Row> = self.rows.values_mut().collect();
        open.retain(|row| row.source.is_some());
        if open.len() >= MOST_OFFERS
            && let Some(gone) = open.into_iter().find(|row| !row.is_open())
        {
            gone.source = None;
        }
        let view = FileView {
            number: FileNumber(0),
            direction: Direction::Out,
            peer: to.clone(),
            name,
            size: source.size(),
            offer: None,
            bytes: 0,
            state: FileState::Reading,
            message: None,
        };
        let number = self.add(now, view, Some(source));
        self.unread.push(number);
        Ok(number)
    }

    /// The own files that are still to be read, which somebody does then.
    pub(super) fn unread(&mut self) -> Vec<(FileNumber, FileView, Arc<Source>)> {
        let numbers = std::mem::take(&mut self.unread);
        let unread = numbers.into_iter().filter_map(|number| {
            let row = self.rows.get(&number)?;
            Some((number, row.view.clone(), Arc::clone(row.source.as_ref()?)))
        });
        unread.collect()
    }

    /// Notes what has become of an own file that was read: it was offered, or cannot be. Gives back the message, where
    /// the file was taken back meanwhile.
    pub(super) fn read(
        &mut self,
        number: FileNumber,
        outcome: Result<(FileOffer, MessageId), String>,
    ) -> Option<MessageId> {
        let row = self.rows.get_mut(&number);
        let Some(row) = row.filter(|row| row.source.is_some()) else {
            return outcome.ok().map(|(_, message)| message);
        };
        match outcome {
            Ok((offer, message)) => {
                row.view.bytes = 0;
                row.view.state = FileState::Offered;
                (row.view.offer, row.view.message) = (Some(offer), Some(message));
            }
            Err(reason) => row.end(FileState::Failed { reason }),
        }
        None
    }

    /// Notes what a peer offers.
    pub(super) fn note(&mut self, now: Duration, from: &OnionAddress, offer: &FileOffer) {
        self.expire(now);
        let mut counts: BTreeMap<OnionAddress, usize> = BTreeMap::new();
        for row in self.rows.values().filter(|row| row.is_idle()) {
            *counts.entry(row.view.peer.clone()).or_default() += 1;
        }
        if counts.get(from).is_some_and(|count| *count >= MOST_OF_ONE) {
            self.push_out(from);
        } else if counts.values().sum::<usize>() >= MOST_OFFERED
            && let Some((most, _)) = counts.into_iter().max_by_key(|(_, count)| *count)
        {
            self.push_out(&most);
        }
        let view = FileView {
            number: FileNumber(0),
            direction: Direction::In,
            peer: from.clone(),
            name: offer.name.clone(),
            size: offer.size,
            offer: Some(offer.clone()),
            bytes: 0,
            state: FileState::Offered,
            message: None,
        };
        self.add(now, view, None);
    }

    /// Forgets the oldest offer of a peer that is not being fetched.
    fn push_out(&mut self, peer: &OnionAddress) {
        let mut idle = self.rows.values().filter(|row| row.is_idle());
        let oldest = idle.find(|row| row.view.peer == *peer);
        if let Some(number) = oldest.map(|row| row.view.number) {
            self.rows.remove(&number);
        }
    }

    /// Whether a file can be accepted.
    pub(super) fn may_accept(&mut self, now: Duration, number: FileNumber) -> Result<(), NoFile> {
        self.expire(now);
        let row = self.rows.get(&number).ok_or(NoFile::Unknown)?;
        match row.view.direction {
            Direction::Out => Err(NoFile::Own),
            Direction::In if row.is_under_way() => Err(NoFile::UnderWay),
            Direction::In => Ok(()),
        }
    }

    /// Notes how far a file is that is read or fetched; whether that is still wanted.
    pub(super) fn progress(&mut self, number: FileNumber, bytes: u64) -> bool {
        let Some(row) = self.rows.get_mut(&number) else {
            return false;
        };
        row.view.bytes = bytes;
        match row.view.state {
            FileState::Waiting { .. } | FileState::Running => row.view.state = FileState::Running,
            FileState::Reading => {}
            _ => return false,
        }
        true
    }

    /// The own file that is offered under a token.
    pub(super) fn source(
        &mut self,
        now: Duration,
        token: &FileToken,
    ) -> Option<(FileNumber, Arc<Source>)> {
        self.expire(now);
        let is_meant = |row: &&Row| {
            let offer = row.view.offer.as_ref();
            offer.is_some_and(|offer| offer.token == *token)
        };
        let own = |row: &&Row| row.source.is_some();
        let row = self.rows.values().filter(own).find(is_meant)?;
        Some((row.view.number, Arc::clone(row.source.as_ref()?)))
    }

    /// Notes how much of an own file was sent, by whoever has the place for it.
    pub(super) fn sent(&mut self, (number, place): (FileNumber, u64), bytes: u64) {
        let Some(row) = self
            .rows
            .get_mut(&number)
            .filter(|row| row.source.is_some() && row.sending == Some(place))
        else {
            return;
        };
        row.view.bytes = bytes;
        row.view.state = if bytes == row.view.size {
            FileState::Done { path: None }
        } else {
            FileState::Running
        };
    }

    /// Ends an own file that cannot be had any more.
    pub(super) fn spoil(&mut self, number: FileNumber, reason: String) {
        let row = self.rows.get_mut(&number);
        if let Some(row) = row.filter(|row| row.source.is_some()) {
            row.end(FileState::Failed { reason });
        }
    }

    /// Stops a file, or takes it back; gives the message that has offered it.
    pub(super) fn cancel(
        &mut self,
        now: Duration,
        number: FileNumber,
    ) -> Result<Option<MessageId>, NoFile> {
        self.expire(now);
        let row = self.rows.get_mut(&number).ok_or(NoFile::Unknown)?;
        let may_end = match row.view.direction {
            Direction::Out => row.source.is_some(),
            Direction::In => row.is_under_way() || row.view.state == FileState::Offered,
        };
        if !may_end {
            return Err(NoFile::Over);
        }
        row.end(FileState::Cancelled);
        Ok(row.view.message)
    }

    /// Forgets everything that concerns somebody.
    pub(super) fn forget(&mut self, peer: &OnionAddress) {
        self.rows.retain(|_, row| {
            let is_theirs = row.view.peer == *peer;
            if is_theirs {
                row.stop.cancel();
            }
            !is_theirs
        });
    }

    /// All of them.
    pub(super) fn all(&mut self, now: Duration) -> Vec<FileView> {
        self.expire(now);
        self.rows.values().map(|row| row.view.clone()).collect()
    }

    /// One of them.
    pub(super) fn look(&mut self, now: Duration, number: FileNumber) -> Option<FileView> {
        self.expire(now);
        self.rows.get(&number).map(|row| row.view.clone())
    }

    /// The number of what somebody offers.
    pub(super) fn number_of(&self, from: &OnionAddress, offer: &FileOffer) -> Option<FileNumber> {
        let mut theirs = self.rows.values().map(|row| &row.view);
        let found = theirs.find(|view| {
            view.direction == Direction::In
                && view.peer == *from
                && view.offer.as_ref() == Some(offer)
        });
        found.map(|view| view.number)
    }

    /// Ends what was offered for too long, and forgets the oldest of what is over.
    fn expire(&mut self, now: Duration) {
        self.rows.retain(|_, row| {
            let is_old = now.saturating_sub(row.since) >= EXPIRY;
            if is_old && row.source.is_some() {
                let reason = "it was offered for four days".to_owned();
                row.end(FileState::Failed { reason });
            }
            !is_old || row.view.direction == Direction::Out || row.is_under_way()
        });
        let is_over = |row: &&Row| row.view.direction == Direction::Out && row.source.is_none();
        let over = self.rows.values().filter(is_over);
        let over: Vec<FileNumber> = over.map(|row| row.view.number).collect();
        for number in over.iter().rev().skip(OVER) {
            self.rows.remove(number);
        }
    }
}
