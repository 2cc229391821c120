//! One file of the table.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use super::{
    draft::Draft,
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
    /// What a file that was accepted is written to, until somebody does.
    pub(super) draft: Option<Draft>,
    /// Cancelled when what is under way is to end.
    pub(super) stop: CancellationToken,
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

    /// Ends it.
    pub(super) fn end(&mut self, state: FileState) {
        self.view.state = state;
        (self.source, self.draft) = (None, None);
        self.stop.cancel();
    }
}
