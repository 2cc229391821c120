//! What the host asks of the running process, wherever it is typed: at the console, or in another shell.
//!
//! An [`Order`] is asked, an [`Answer`] comes back; both are closed enums that travel over the control
//! socket as JSON. [`Host`] is the one object that carries orders out. It holds the services by name.

mod answer; // what came of an order, and how it is put into words
mod execute; // how orders are carried out
mod files; //  what concerns files between appliances
mod order; //  what can be ordered
mod peers; //  the same of a mailbox, and what came of it

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::{
    chat::{RoomId, Which},
    clock::Clock,
    guests::{GuestName, GuestsError, Listing},
    hub::Hub,
    mail::Mail,
    service::{Privacy, ServiceName},
    timer::Plan,
};
pub use answer::{
    Answer, Invitation, Member, No, Room, ServiceAddress, Status, UNUSABLE, WHICH_SERVICE,
};
pub use files::{FileOrder, PeerFile, in_words};
pub use order::{Order, PeerOrder, Target};
pub use peers::{FIRST_ATTEMPT, MOST_LINES, Peer, PeerAnswer, PeerLine, PeerMessage};

/// How a service is, as far as the host was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum Reach {
    /// Only this computer reaches it.
    Local,
    /// Tor is being connected to, or the service is being announced.
    Starting {
        /// What keeps that from going on.
        reason: Option<String>,
    },
    /// Its own page was fetched through Tor.
    Reachable,
    /// Its own page cannot be fetched.
    Unreachable {
        /// Why.
        reason: String,
    },
}

/// Who keeps a service's guests.
pub trait Guests: Send + Sync {
    /// Makes a key for a new guest.
    ///
    /// # Errors
    /// Where the service is public, or there cannot be such a guest.
    fn invite(&self, name: &GuestName) -> Result<Invitation, No>;

    /// All guests, and what lets nobody in although it should.
    ///
    /// # Errors
    /// Where they cannot be read.
    fn list(&self) -> Result<Listing, GuestsError>;

    /// Takes a guest's key back; says who finds the service.
    ///
    /// # Errors
    /// Where there is no such guest, or the key cannot be deleted; the guest is shut out all the same.
    fn revoke(&self, name: &GuestName) -> Result<Privacy, GuestsError>;
}

/// One service, as the host handles it.
pub struct Service {
    /// What the host calls it.
    pub name: ServiceName,
    /// The room's title.
    pub title: String,
    /// What is said in it.
    pub hub: Hub,
    /// Its time.
    pub clock: Clock,
    /// Its guests, where it can have any.
    pub guests: Option<Box<dyn Guests>>,
    /// Its mailbox, where it has one.
    pub mail: Option<Arc<Mail>>,
}

/// What is learnt of a service only while it runs.
#[derive(Clone)]
struct Known {
    /// Its address as a URL.
    url: Option<String>,
    /// How it is.
    reach: Reach,
}

/// Carries out what the host orders.
pub struct Host {
    /// The services, in the order of the configuration.
    services: Vec<Service>,
    /// What is known of each of them.
    known: Mutex<BTreeMap<ServiceName, Known>>,
    /// When they open and close.
    plan: Plan,
    /// Cancelled when the host orders the end.
    stop: CancellationToken,
}

impl fmt::Debug for Host {
    /// Addresses never reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Host({} services)", self.services.len())
    }
}

impl Host {
    /// A host of these services, of which nothing is known yet; `stop` is cancelled when the end is ordered.
    #[must_use]
    pub fn new(
        services: Vec<Service>,
        reach: &Reach,
        plan: Plan,
        stop: CancellationToken,
    ) -> Arc<Self> {
        let unknown = |service: &Service| {
            let reach = reach.clone();
            (service.name.clone(), Known { url: None, reach })
        };
        let known = Mutex::new(services.iter().map(unknown).collect());
        Arc::new(Self {
            services,
            known,
            plan,
            stop,
        })
    }

    /// The names of the services.
    pub fn names(&self) -> impl Iterator<Item = &ServiceName> {
        self.services.iter().map(|service| &service.name)
    }

    /// Notes where a service is found.
    pub fn note_url(&self, service: &ServiceName, url: &str) {
        if let Some(known) = self.known().get_mut(service) {
            known.url = Some(url.to_owned());
        }
    }

    /// Notes how a service is.
    pub fn note_reach(&self, service: &ServiceName, reach: Reach) {
        if let Some(known) = self.known().get_mut(service) {
            known.reach = reach;
        }
    }

    /// Cancelled when the end was ordered.
    pub fn stop(&self) -> &CancellationToken {
        &self.stop
    }

    /// The nicks that the host may see in the lobby, for completing what is typed.
    #[must_use]
    pub fn nicks(&self, service: Option<&ServiceName>) -> Vec<String> {
        let which = Which::Number(RoomId::LOBBY);
        let look = |service: &Service| service.hub.host_look(&which).ok()?.roster;
        let roster = self.service(service).ok().and_then(look);
        let members = roster.into_iter().flat_map(|roster| roster.members);
        members
            .map(|entry| entry.nick.as_str().to_owned())
            .collect()
    }

    /// What is known of the services; a panic under the lock takes nothing from anybody.
    fn known(&self) -> MutexGuard<'_, BTreeMap<ServiceName, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
