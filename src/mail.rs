//! The mailbox of a service as tasks share it, and what delivers what waits in it.
//!
//! [`Mail`] is a handle around one lock, which is never held over an await. What comes in arrives over HTTP like
//! everything else that visitors send; what goes out, [`deliver()`] brings to the other side, over anything that
//! [`dial`](crate::dial)s.

mod book; //    whom the host knows, as a file
mod deliver; // brings what waits to the other side
mod files; //   what messages offer
mod keep; //    what waits, kept over a restart
mod reading; // what the host reads
mod reply; //   what comes back for a message

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

use crate::{
    clock::{self, Clock},
    onion::{OnionAddress, Sign},
    peer::{
        Admission, Attempt, Contacts, ContactsFull, Content, Mailbox, MessageId, Now, Outcome,
        PeerName, Refusal, Signed, Start, State, Unsendable,
    },
    transfer::Transfers,
};

pub use book::{Book, BookError};
pub use deliver::deliver;
pub use files::carry;
pub use keep::{Keep, KeepError, is_kept};
pub use reply::Reply;

/// The path at which a mailbox takes messages.
pub const PATH: &str = "/peer";

/// How long after messages could not be kept that is tried again: somebody may have made room on the disk.
const KEEP_AGAIN: Duration = Duration::from_mins(1);

/// The mailbox of a service.
pub struct Mail {
    /// What is in it.
    mailbox: Mutex<Mailbox>,
    /// What signs.
    key: Arc<dyn Sign>,
    /// The time.
    clock: Clock,
    /// Where the host's contacts are kept; nowhere, where nothing is to be left behind.
    book: Option<Book>,
    /// The files that messages offer.
    files: Arc<Transfers>,
    /// Told when something was done that may matter to somebody who waits.
    changes: watch::Sender<()>,
}

impl fmt::Debug for Mail {
    /// Who writes to whom never reaches a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mail")
    }
}

/// What has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct News {
    /// How many messages the host has not read.
    pub unread: usize,
    /// How many peers ask to be let in.
    pub asking: usize,
}

/// Why a contact is not added or forgotten.
#[derive(Debug, thiserror::Error)]
pub enum ContactError {
    /// The name is another one's.
    #[error("Another peer is called {0} already. Choose another name.")]
    Taken(PeerName),
    /// There are too many.
    #[error("There are as many peers as can be. Forget some first: onionchat peer remove NAME.")]
    Full,
    /// Nobody is called so.
    #[error("No peer is called {0}. See who there is: onionchat peer list")]
    Unknown(PeerName),
    /// The file cannot be written.
    #[error(transparent)]
    Book(#[from] BookError),
}

impl Mail {
    /// The mailbox of the service with this key, which lets those write. Contacts come from the book, if there is one.
    ///
    /// # Errors
    /// Where the book cannot be read.
    pub fn open(
        key: Arc<dyn Sign>,
        admission: Admission,
        clock: Clock,
        book: Option<Book>,
    ) -> Result<Arc<Self>, BookError> {
        let contacts = book
            .as_ref()
            .map_or_else(|| Ok(Contacts::default()), Book::read)?;
        let mailbox = Mailbox::new(key.address(), admission, contacts, &mut rand::rng());
        Ok(Arc::new(Self {
            mailbox: Mutex::new(mailbox),
            key,
            clock,
            book,
            files: Arc::default(),
            changes: watch::Sender::new(()),
        }))
    }

    /// The present moment.
    fn now(&self) -> Now {
        let now = self.clock.now();
        Now {
            uptime: now.uptime,
            wall: clock::reading().wall.as_secs(),
            minute: now.shown.minutes(),
        }
    }

    /// What is in it; a panic under the lock takes nothing from anybody.
    fn mailbox(&self) -> MutexGuard<'_, Mailbox> {
        self.mailbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells whoever waits that something was done.
    fn changed(&self) {
        self.changes.send_replace(());
    }

    /// The service's address.
    #[must_use]
    pub fn own(&self) -> OnionAddress {
        self.mailbox().own().clone()
    }

    /// Whether anybody may write.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.mailbox().admission() != Admission::Nobody
    }

    /// Takes a message that came from elsewhere.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn receive(&self, signed: &Signed) -> Result<(), Refusal> {
        let mut mailbox = self.mailbox();
        let received = mailbox.receive(self.now(), signed);
        if received.is_ok() {
            let (from, content) = signed.parts();
            // Under the lock, so that whoever reads the message finds the file's number.
            self.note_file(from, content);
        }
        drop(mailbox);
        // Whoever sends what is not taken costs nobody anything more.
        if matches!(received, Ok(()) | Err(Refusal::Unknown)) {
            self.changed();
        }
        received
    }

    /// Waits until more has come than was told, and tells it.
    pub async fn news(&self, told: &mut News) {
        let mut changes = self.changes.subscribe();
        loop {
            changes.mark_unchanged();
            let (unread, asking) = self.mailbox().news(self.now());
            let before = std::mem::replace(told, News { unread, asking });
            if unread > before.unread || asking > before.asking {
                return;
            }
            // The mailbox is held here, so there always may be another change.
            let _ = changes.changed().await;
        }
    }

    /// Takes a message of the host's, to be delivered.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn send(&self, to: &OnionAddress, content: Content) -> Result<MessageId, Unsendable> {
        let sent = self
            .mailbox()
            .send(self.now(), to, content, &mut rand::rng());
        self.changed();
        sent
    }

    /// Takes the same for several peers, or for none of them; gives the messages' numbers.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn send_to_all(
        &self,
        peers: &[OnionAddress],
        content: &Content,
    ) -> Result<Vec<MessageId>, Unsendable> {
        let sent = self
            .mailbox()
            .send_to_all(self.now(), peers, content, &mut rand::rng());
        self.changed();
        sent
    }

    /// Waits until a message was tried, or is settled otherwise, for at most so long; gives what has become of it.
    pub async fn tried(&self, id: MessageId, at_most: Duration) -> Option<State> {
        let mut changes = self.changes.subscribe();
        let tried = async {
            while let Some(State::Waiting { reason: None, .. }) = self.state(id) {
                // It fails only where the mailbox is gone, and this holds it.
                let _ = changes.changed().await;
            }
        };
        let _ = tokio::time::timeout(at_most, tried).await;
        self.state(id)
    }

    /// Adds a peer to those whom the host knows, or calls one otherwise.
    ///
    /// # Errors
    /// Where another one has the name, there are too many, or that cannot be written.
    pub fn add_contact(&self, name: &PeerName, address: &OnionAddress) -> Result<(), ContactError> {
        let mut mailbox = self.mailbox();
        let before = mailbox.contacts().clone();
        let added = mailbox.add_contact(name.clone(), address);
        let has_asked = added.map_err(|why| match why {
            ContactsFull::Taken => ContactError::Taken(name.clone()),
            ContactsFull::Full => ContactError::Full,
        })?;
        if let Err(error) = self.write(mailbox.contacts()) {
            mailbox.set_contacts(before);
            return Err(error.into());
        }
        if has_asked {
            // Where too much waits for others, the peer tries again by itself.
            let _ = mailbox.send(self.now(), address, Content::Hello, &mut rand::rng());
        }
        drop(mailbox);
        self.changed();
        Ok(())
    }

    /// Forgets a peer, what was said with it, and what waits for it.
    ///
    /// # Errors
    /// Where there is none, or that cannot be written; in memory it is forgotten all the same.
    pub fn remove_contact(&self, name: &PeerName) -> Result<(), ContactError> {
        let mut mailbox = self.mailbox();
        let removed = mailbox.remove_contact(name);
        let address = removed.ok_or_else(|| ContactError::Unknown(name.clone()))?;
        self.files.forget(&address);
        let written = self.write(mailbox.contacts());
        drop(mailbox);
        // What is kept over a restart has to forget it, too.
        self.changed();
        Ok(written?)
    }

    /// Writes the contacts down, where they are kept.
    fn write(&self, contacts: &Contacts) -> Result<(), BookError> {
        self.book
            .as_ref()
            .map_or(Ok(()), |book| book.write(contacts))
    }

    /// Takes what was kept when the process last ended, and keeps what waits from now on, for ever. What waits when this
    /// is dropped was kept before.
    ///
    /// # Errors
    /// Where what was kept cannot be read.
    pub fn keep(
        self: &Arc<Self>,
        keep: Keep,
    ) -> Result<impl Future<Output = ()> + Send + use<>, KeepError> {
        let kept = keep.read()?;
        self.mailbox().restore(self.now(), kept);
        let (mail, keep) = (Arc::clone(self), Arc::new(keep));
        Ok(async move {
            let mut changes = mail.changes.subscribe();
            let mut last = None;
            loop {
                changes.mark_unchanged();
                let kept = mail.mailbox().to_keep(mail.now());
                let numbers: Vec<String> = kept.iter().map(|one| one.number().to_owned()).collect();
                if last.as_ref() != Some(&numbers) {
                    let keep = Arc::clone(&keep);
                    let written = tokio::task::spawn_blocking(move || keep.write(&kept)).await;
                    last = match written {
                        Ok(Ok(())) => Some(numbers),
                        Ok(Err(error)) => {
                            tracing::warn!("The messages that wait are not kept: {error}.");
                            None
                        }
                        Err(_) => None,
                    };
                }
                // The mailbox is held here, so there always may be another change.
                let change = changes.changed();
                if last.is_some() {
                    let _ = change.await;
                } else {
                    let _ = tokio::time::timeout(KEEP_AGAIN, change).await;
                }
            }
        })
    }

    /// What is to be sent now, signed, at most so much. It is under way then, until [`Self::done`] says how that went.
    fn due(&self, at_most: usize) -> Vec<(Attempt, Signed)> {
        let now = self.now();
        let mut mailbox = self.mailbox();
        let due = mailbox.due(now, at_most);
        let sign = |attempt: Attempt| {
            let signed = mailbox.envelope(now, &attempt).sign(self.key.as_ref());
            (attempt, signed)
        };
        due.into_iter().map(sign).collect()
    }

    /// How long until there is something to send; for ever where nothing waits.
    fn until_due(&self) -> Option<Duration> {
        let due = self.mailbox().next_due()?;
        Some(due.saturating_sub(self.now().uptime))
    }

    /// Notes how an attempt went.
    fn done(&self, id: MessageId, outcome: Outcome) {
        self.mailbox()
            .done(self.now(), id, outcome, &mut rand::rng());
        self.changed();
    }

    /// Notes what another mailbox has said about itself; whether that is news.
    fn note_start(&self, peer: &OnionAddress, start: Start) -> bool {
        self.mailbox().note_start(peer, start)
    }
}
