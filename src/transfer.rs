//! Files that go from one appliance to another: what the host offers, what was offered, and how it is fetched.
//!
//! An offer is a message like others ([`peer::FileOffer`](crate::peer::FileOffer)). Who gets it can fetch the file from
//! the sender's own address, by the token in the offer, and does so only when the host says where to put it: into a
//! draft in that folder, whose name appears when all of it is there and is what was offered. Nothing is ever opened,
//! and nothing that was there is changed. What a file holds is in memory a piece at a time.

mod draft; //   a file that is not all there yet, and where it goes
mod error; //   why something is not done
mod fetch; //   fetches one file
mod row; //     one file of the table
mod run; //     reads what is to be offered, and fetches what was accepted
mod sending; // one download of an offered file
mod source; //  an own file
mod state; //   how a file stands
mod table; //   what there is, and how it stands
#[cfg(test)]
mod tests;

use std::{
    fmt,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{
    onion::OnionAddress,
    peer::{FileName, FileOffer, FileToken, MessageId},
};
use draft::Draft;
use source::Source;
use table::Table;

pub use error::{NoFile, NotSent};
pub use run::run;
pub use sending::Sending;
pub use state::{Direction, FileNumber, FileState, FileView};
pub use table::MOST_OFFERS;

/// The path at which offered files are fetched, before their tokens.
pub const PATH: &str = "/peer/file/";

/// How much of a file is in memory for each download, on either side; a circuit carries it in a fraction of a second.
const PIECE: usize = 16 * 1024;

/// How many files are sent at once: a circuit each, and the room's readers need the line as well. What lost its place to
/// another one may hold its connection a while longer, as one of those that the server bounds.
const SENT_AT_ONCE: usize = 4;

/// How many files go at once to one peer, or come from one: half of the places, so that nobody has all of them.
const AT_ONCE_WITH_ONE: usize = 2;

/// How long a place is somebody's where another one wants it, however fast it goes: the new circuit that it takes to go
/// on later costs some seconds, which is little of this. A lowest rate would not do instead: bad circuits carry a few
/// kB a second, and whoever stays just above that would keep a place for days.
const TURN: Duration = Duration::from_mins(5);

/// The files of one service.
#[derive(Default)]
pub struct Transfers {
    /// What there is.
    table: Mutex<Table>,
    /// Told when there may be something to do.
    changes: watch::Sender<()>,
}

impl fmt::Debug for Transfers {
    /// Who offers what to whom never reaches a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transfers")
    }
}

impl Transfers {
    /// What there is; a panic under the lock takes nothing from anybody.
    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to offer an own file. It is read first, to say what its SHA-256 is.
    ///
    /// # Errors
    /// Why it cannot be offered.
    pub fn offer(
        &self,
        now: Duration,
        to: &OnionAddress,
        path: &Path,
    ) -> Result<FileNumber, NoFile> {
        let source = Source::open(path)?;
        let called = path.file_name().unwrap_or_default();
        let name = FileName::of_own(&called.to_string_lossy());
        let number = self.table().offer(now, to, name, Arc::new(source))?;
        self.changes.send_replace(());
        Ok(number)
    }

    /// Notes what somebody offers.
    pub fn note(&self, now: Duration, from: &OnionAddress, offer: &FileOffer) {
        self.table().note(now, from, offer);
    }

    /// Has a file fetched into a folder.
    ///
    /// # Errors
    /// Why not.
    pub fn accept(&self, now: Duration, number: FileNumber, folder: &Path) -> Result<(), NoFile> {
        self.table().may_accept(now, number)?;
        let draft = Draft::begin(folder)?;
        self.table().accept(now, number, draft)?;
        self.changes.send_replace(());
        Ok(())
    }

    /// Stops a download, or takes an offer back; gives the message that has offered it.
    ///
    /// # Errors
    /// Where there is nothing to stop.
    pub fn cancel(&self, now: Duration, number: FileNumber) -> Result<Option<MessageId>, NoFile> {
        self.table().cancel(now, number)
    }

    /// Forgets everything that concerns somebody.
    pub fn forget(&self, peer: &OnionAddress) {
        self.table().forget(peer);
    }

    /// What is offered and was, on both sides, the oldest first.
    #[must_use]
    pub fn all(&self, now: Duration) -> Vec<FileView> {
        self.table().all(now)
    }

    /// One of them.
    #[must_use]
    pub fn look(&self, now: Duration, number: FileNumber) -> Option<FileView> {
        self.table().look(now, number)
    }

    /// The number of what somebody offers, as long as that is known.
    #[must_use]
    pub fn number_of(&self, from: &OnionAddress, offer: &FileOffer) -> Option<FileNumber> {
        self.table().number_of(from, offer)
    }

    /// Sends an offered file, from there on, to whoever knows its token; until everything closes.
    ///
    /// # Errors
    /// Where nothing is offered under it, or as much is sent as can be.
    pub fn send(
        self: &Arc<Self>,
        now: Duration,
        token: &FileToken,
        from: u64,
        closing: &CancellationToken,
    ) -> Result<Sending, NotSent> {
        let found = self.table().source(now, token);
        let (number, source) = found.ok_or(NotSent::Unknown)?;
        if source.is_changed() {
            self.table().spoil(number, NoFile::Changed.to_string());
            return Err(NotSent::Unknown);
        }
        let stop = closing.child_token();
        let place = self.table().begin_sending(now, number, stop.clone())?;
        Ok(Sending::new(self, (number, place), source, (from, stop)))
    }
}
