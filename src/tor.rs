//! Tor, in this process: the only module that names Arti.
//!
//! [`start`] makes one client and gives the address of every service before any network is
//! needed. [`Network`] tells how the bootstrap goes and launches the services then; for each service, it
//! fetches the room's own page through Tor before it says that the room is reachable, keeps watching,
//! and launches the service anew where Arti does not recover by itself. [`Door`] yields the visitors'
//! streams.

mod bootstrap;
mod bridges;
mod control;
mod dial;
mod dialler;
mod door;
mod error;
mod identity;
mod network;
mod obstacle;
mod service;
mod settings;
mod supervisor;
mod version;

pub use bridges::{Route, RouteError, Typed};
pub use control::Control;
pub use dialler::{Dialler, NoKey};
pub use door::Door;
pub use error::{Category, StartError};
pub use identity::{HiddenServiceDir, Identities, IdentityError, IdentityKey};
pub use network::Network;
pub use settings::{Keys, OnionSettings, Settings};
pub use version::{NOTICE, Obsolete};

use std::sync::Arc;

use arti_client::TorClient;
use tor_rtcompat::PreferredRuntime;

use crate::{
    onion::OnionAddress,
    service::{Privacy, ServiceName},
};
use supervisor::Supervisor;

/// Arti's client, on the runtime that the whole process uses.
type Client = Arc<TorClient<PreferredRuntime>>;

/// What the host should know about Tor.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// How far the bootstrap has come.
    Bootstrap(Progress),
    /// A room's own page was fetched through Tor.
    Reachable {
        /// Which one's.
        service: ServiceName,
        /// Seconds since the start, or since the room was lost.
        seconds: f64,
    },
    /// A room's own page cannot be fetched any more.
    Unreachable {
        /// Which one's.
        service: ServiceName,
        /// Why, as far as it can be told.
        reason: String,
    },
}

/// How far the bootstrap has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// From 0 to 100.
    pub percent: u8,
    /// What is being done.
    pub phase: String,
    /// What keeps it from going on, and what the host can do about it.
    pub blocked: Option<String>,
}

/// A service that can be told to visitors, though it may not be launched yet.
#[derive(Debug)]
pub struct Onion {
    /// Which one.
    pub service: ServiceName,
    /// Its address.
    pub address: OnionAddress,
    /// What proves that it is this one.
    pub key: Arc<IdentityKey>,
    /// Who finds it.
    pub privacy: Privacy,
    /// Where its visitors come in.
    pub door: Door,
    /// Changes who finds it.
    pub control: Control,
}

/// Creates Arti's client and the identities of the services; no network is needed yet, and no service is
/// launched.
///
/// To be called within the runtime.
///
/// # Errors
/// Where the configuration, the keys folder or the cache cannot be used.
pub fn start(settings: Settings) -> Result<(Network, Vec<Onion>), StartError> {
    let runtime = PreferredRuntime::current().map_err(|error| error::no_runtime(&error))?;
    let configuration = settings.to_arti()?;
    settings.check_folders(&configuration)?;
    let client = service::create_client(&runtime, &configuration, &settings)?;
    let settings = Arc::new(settings);
    let mut supervisors = Vec::new();
    let mut onions = Vec::new();
    for onion in &settings.onions {
        if onion.was_public {
            identity::forget_introductions(&settings.state, &onion.service)
                .map_err(|error| StartError::new(Category::Storage, format!("{error}.")))?;
        }
        let key = service::identity(&client, &settings, &onion.service)?;
        let address = key.address();
        let (guests, door) = door::pair();
        let (control, wanted) = Control::new(onion.guests.clone());
        let supervisor = Supervisor::new(
            Arc::clone(&client),
            guests,
            Arc::clone(&settings),
            onion.clone(),
            address.clone(),
            wanted,
        );
        // What the host has said wrongly is found before anything is announced.
        supervisor.configuration()?;
        supervisors.push(supervisor);
        onions.push(Onion {
            service: onion.service.clone(),
            address,
            key: Arc::new(key),
            privacy: Privacy::of(onion.guests.is_some()),
            door,
            control,
        });
    }
    let way = settings.way();
    Ok((Network::new(client, way, supervisors), onions))
}
