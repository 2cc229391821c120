//! The files that a mailbox's messages offer.

use std::{path::Path, sync::Arc};

use tokio_util::sync::CancellationToken;

use super::Mail;
use crate::{
    dial::Dial,
    onion::OnionAddress,
    peer::{Content, FileOffer, FileToken, MessageId},
    transfer::{self, FileNumber, FileView, NoFile, NotSent, Sending},
};

/// Reads the files that are to be offered, and fetches those that were accepted as soon as `tor_works` is over, for
/// ever.
pub async fn carry(mail: Arc<Mail>, dial: impl Dial, tor_works: impl Future) {
    let files = Arc::clone(&mail.files);
    let send = |to: &OnionAddress, offer| {
        let sent = mail.send(to, Content::File(offer));
        sent.map_err(|why| why.to_string())
    };
    let take_back = |id| mail.take_back(id);
    transfer::run(files, dial, tor_works, (send, take_back)).await;
}

impl Mail {
    /// Begins to offer an own file; the message goes out when it was read.
    ///
    /// # Errors
    /// Why it cannot be offered.
    pub fn offer_file(&self, to: &OnionAddress, path: &Path) -> Result<FileNumber, NoFile> {
        self.files.offer(self.now().uptime, to, path)
    }

    /// Has a file fetched into a folder.
    ///
    /// # Errors
    /// Why not.
    pub fn accept_file(&self, number: FileNumber, folder: &Path) -> Result<(), NoFile> {
        self.files.accept(self.now().uptime, number, folder)
    }

    /// Stops a download, or takes an offer back, with its message where that still waits.
    ///
    /// # Errors
    /// Where there is nothing to stop.
    pub fn cancel_file(&self, number: FileNumber) -> Result<(), NoFile> {
        let message = self.files.cancel(self.now().uptime, number)?;
        if let Some(id) = message {
            self.take_back(id);
        }
        Ok(())
    }

    /// Takes a message of the host's back, as far as that is still possible.
    fn take_back(&self, id: MessageId) {
        self.mailbox().take_back(id);
        self.changed();
    }

    /// The files that are offered and were, on both sides, the oldest first.
    #[must_use]
    pub fn files(&self) -> Vec<FileView> {
        self.files.all(self.now().uptime)
    }

    /// One of them.
    #[must_use]
    pub fn file(&self, number: FileNumber) -> Option<FileView> {
        self.files.look(self.now().uptime, number)
    }

    /// The number of what somebody offers, as long as that is known.
    #[must_use]
    pub fn file_number(&self, from: &OnionAddress, offer: &FileOffer) -> Option<FileNumber> {
        self.files.number_of(from, offer)
    }

    /// Sends an offered file, from there on, to whoever knows its token; until everything closes.
    ///
    /// # Errors
    /// Where nothing is offered under it, or as much is sent as can be.
    pub fn send_file(
        &self,
        token: &FileToken,
        from: u64,
        closing: &CancellationToken,
    ) -> Result<Sending, NotSent> {
        self.files.send(self.now().uptime, token, from, closing)
    }

    /// Notes what a message offers that was taken.
    pub(super) fn note_file(&self, from: &OnionAddress, content: &Content) {
        if let Content::File(offer) = content {
            self.files.note(self.now().uptime, from, offer);
        }
    }
}

#[cfg(test)]
mod tests;
