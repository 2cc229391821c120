//! Tor, in this process: the only module that names Arti.
//!
//! [`start`] launches the room's onion service and gives its address before any network is
//! needed. [`Supervisor`] then tells how the bootstrap goes, fetches the room's own page through
//! Tor before it says that the room is reachable, keeps watching, and launches the service anew
//! where Arti does not recover by itself. [`Door`] yields the visitors' streams.

mod bootstrap;
mod dial;
mod door;
mod error;
mod service;
mod settings;
mod supervisor;

pub use door::Door;
pub use error::{Category, StartError};
pub use settings::Settings;
pub use supervisor::Supervisor;

use std::{fmt, sync::Arc};

use arti_client::TorClient;
use safelog::DisplayRedacted as _;
use tor_hsservice::HsId;
use tor_rtcompat::PreferredRuntime;

/// Arti's client, on the runtime that the whole process uses.
type Client = Arc<TorClient<PreferredRuntime>>;

/// An onion address, with its `.onion`. It is never shown by accident: `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct OnionAddress(String);

impl OnionAddress {
    /// The address of an onion service's identity.
    fn of(identity: HsId) -> Self {
        Self(identity.display_unredacted().to_string())
    }

    /// The address, for the host.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OnionAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnionAddress([scrubbed])")
    }
}

/// What the host should know about Tor.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// How far the bootstrap has come.
    Bootstrap(Progress),
    /// The room's own page was fetched through Tor.
    Reachable {
        /// Seconds since the start, or since the room was lost.
        seconds: f64,
    },
    /// The room's own page cannot be fetched any more.
    Unreachable {
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

/// Creates Arti's client and launches the onion service; no network is needed yet.
///
/// To be called within the runtime.
///
/// # Errors
/// Where the configuration, the keys folder or the cache cannot be used.
pub fn start(settings: &Settings) -> Result<(OnionAddress, Supervisor, Door), StartError> {
    let runtime = PreferredRuntime::current().map_err(|error| error::no_runtime(&error))?;
    let configuration = settings.to_arti()?;
    settings.check_folders(&configuration)?;
    let client = service::create_client(&runtime, &configuration, settings)?;
    let (guests, door) = door::pair();
    let service = service::launch(&client, settings, guests.clone())?;
    let address = service.address()?;
    let supervisor = Supervisor::new(client, service, guests, settings.clone(), address.clone());
    Ok((address, supervisor, door))
}
