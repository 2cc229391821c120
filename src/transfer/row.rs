//! One file of the table.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{
    draft::Draft,
    fetch::Tries,
    source::Source,
    state::{Direction, FileState, FileView},
};

/// A file, and what is done with it.
#[derive(Debug)]
pub(super) struct Row {
    /// What the host may see.
    pub(super) view: FileView,
    /// When it was offered.
    pub(super) since: Duration,
    /// The own file, as long as it can be fetched.
    pub(super) source: Option<Arc<Source>>,
    /// A file that was accepted, while nobody fetches it.
    pub(super) queued: Option<Queued>,
    /// The number of the place in which an own file is sent, which tells it from the places before.
    pub(super) sending: Option<u64>,
    /// When an own file first got a place since it last gave one up: whoever lets go of a place only to ask for it anew
    /// does not make a turn longer.
    pub(super) turn: Option<Duration>,
    /// When an own file last gave a place up for another one.
    pub(super) gave_up: Option<Duration>,
    /// Cancelled when what is under way is to end.
    pub(super) stop: CancellationToken,
}

/// A file that waits to be fetched.
#[derive(Debug)]
pub(super) struct Queued {
    /// What it is written to.
    pub(super) draft: Draft,
    /// How it went so far.
    pub(super) tries: Tries,
    /// When it is tried again; where there is nothing, as soon as it can be.
    pub(super) due: Option<Instant>,
    /// From when on others give their places up for it; where there is nothing, from the beginning.
    pub(super) claims: Option<Instant>,
    /// When it came, counted: who came first is fetched first.
    pub(super) came: u64,
}

impl Row {
    /// Whether an own file is still offered to whom it has not gone yet.
    pub(super) fn is_open(&self) -> bool {
        self.source.is_some() && !matches!(self.view.state, FileState::Done { .. })
    }

    /// Whether it is being fetched, or is to be.
    pub(super) fn is_under_way(&self) -> bool {
        let state = &self.view.state;
        let is_incoming = self.view.direction == Direction::In;
        is_incoming && matches!(state, FileState::Waiting { .. } | FileState::Running)
    }

    /// Whether it is an offer of a peer that nobody is fetching.
    pub(super) fn is_idle(&self) -> bool {
        self.view.direction == Direction::In && !self.is_under_way()
    }

    /// Whether somebody fetches it just now.
    pub(super) fn is_fetched(&self) -> bool {
        self.is_under_way() && self.queued.is_none()
    }

    /// Ends what is sent of an own file, and gives the place back.
    pub(super) fn end_sending(&mut self) {
        if self.sending.take().is_some() {
            self.stop.cancel();
        }
        if self.source.is_some() && self.view.state == FileState::Running {
            self.view.state = FileState::Offered;
        }
    }

    /// Ends it.
    pub(super) fn end(&mut self, state: FileState) {
        self.view.state = state;
        (self.source, self.queued, self.sending) = (None, None, None);
        self.stop.cancel();
    }
}
