//! Arti's client and the running onion service.

use std::{
    fs::{self, File},
    path::Path,
    sync::Arc,
};

use arti_client::{
    ErrorKind, HasKind, TorClient, TorClientConfig,
    config::{Reconfigure, onion_service::OnionServiceConfig},
};
use futures::{Stream, StreamExt as _, stream};
use tokio::task::JoinHandle;
use tor_hsservice::{HsId, RunningOnionService, status::State};
use tor_keymgr::KeystoreSelector;
use tor_rtcompat::PreferredRuntime;

use super::IdentityKey;
use super::{
    Client, Settings,
    door::{self, Guests},
    error::{Category, StartError},
    identity,
};
use crate::{guests::GuestKey, onion::OnionAddress, service::ServiceName};

/// What the names of the files begin with in which Arti keeps the directory.
const DIRECTORY: &str = "dir.sqlite3";

/// The file that Arti holds locked while it uses them.
const DIRECTORY_LOCK: &str = "dir.lock";

/// The running onion service. Dropping it withdraws it from Tor; open streams live on.
pub(super) struct Service {
    /// Arti's handle; `None` once the service is withdrawn.
    running: Option<Arc<RunningOnionService>>,
    /// Meets the visitors; ends when Arti brings no more. Who has been met stays.
    door: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Service")
    }
}

/// Creates Arti's client. Where that fails, it may be the directory cache that is damaged, which Arti
/// does not tell from a wrong configuration: unless the error speaks of something else, the cache is
/// made anew, since it holds nothing of the room's.
pub(super) fn create_client(
    runtime: &PreferredRuntime,
    configuration: &TorClientConfig,
    settings: &Settings,
) -> Result<Client, StartError> {
    let create = || {
        TorClient::with_runtime(runtime.clone())
            .config(configuration.clone())
            .create_unbootstrapped()
    };
    create().or_else(|error| {
        let failed = || StartError::arti("Starting Tor", settings, &error);
        let may_be_the_cache = matches!(
            error.kind(),
            ErrorKind::InvalidConfig | ErrorKind::CacheCorrupted | ErrorKind::CacheAccessFailed
        );
        if !may_be_the_cache || !forget_directory(&settings.cache) {
            return Err(failed());
        }
        let client = create().map_err(|_| failed())?;
        tracing::warn!("Tor's directory cache was damaged and is fetched anew.");
        Ok(client)
    })
}

/// Deletes what Arti keeps of the directory, unless another process is using it; says whether that
/// was done. What cannot be deleted shows when it is used.
fn forget_directory(cache: &Path) -> bool {
    let unused = |lock: &File| lock.try_lock().is_ok();
    let Some(_held) = File::open(cache.join(DIRECTORY_LOCK)).ok().filter(unused) else {
        return false;
    };
    for entry in fs::read_dir(cache).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(DIRECTORY) {
            let _ = fs::remove_file(entry.path());
        }
    }
    true
}

/// The identity of a service, which is made where there is none yet.
pub(super) fn identity(
    client: &Client,
    settings: &Settings,
    service: &ServiceName,
) -> Result<IdentityKey, StartError> {
    let failed = |error| StartError::arti("Reading the room's identity", settings, &error);
    let keys = client.keymgr().map_err(failed)?;
    let key = identity::get_or_make(keys, &identity::nickname(service)?);
    key.map_err(|error| failed(error.into()))
}

/// The key with which the process itself finds a service of its own that is private; made where there is none yet.
pub(super) fn own_key(
    client: &Client,
    settings: &Settings,
    address: &OnionAddress,
) -> Result<GuestKey, StartError> {
    let failed = |error| StartError::arti("Making the room's own key", settings, &error);
    let unlikely = |what| StartError::new(Category::Internal, format!("Tor {what}."));
    let id: HsId = address
        .reveal()
        .parse()
        .map_err(|_| unlikely("does not know its own address again"))?;
    let key = match client.get_service_discovery_key(id).map_err(failed)? {
        Some(key) => key,
        None => client
            .generate_service_discovery_key(KeystoreSelector::Primary, id)
            .map_err(failed)?,
    };
    let key = key.to_string().parse();
    key.map_err(|_| unlikely("writes keys in an unknown form"))
}

/// Launches the onion service; its visitors go to `guests`.
pub(super) fn launch(
    client: &Client,
    settings: &Settings,
    onion: OnionServiceConfig,
    guests: Guests,
) -> Result<Service, StartError> {
    let launched = client
        .launch_onion_service(onion)
        .map_err(|error| StartError::arti("Launching the onion service", settings, &error))?;
    let Some((running, requests)) = launched else {
        let unlikely = "Tor launches no service although its configuration says so.";
        return Err(StartError::new(Category::Internal, unlikely.into()));
    };
    let door = tokio::spawn(door::keep(requests, guests));
    Ok(Service {
        running: Some(running),
        door: Some(door),
    })
}

impl Service {
    /// A service that is not launched.
    pub(super) fn withdrawn() -> Self {
        Self {
            running: None,
            door: None,
        }
    }

    /// What Arti says about the service whenever that changes; ends with the service.
    pub(super) fn states(&self) -> impl Stream<Item = State> + Unpin + use<> {
        let events = self.running.as_ref().map(|running| running.status_events());
        stream::iter(events).flatten().map(|status| status.state())
    }

    /// Whether Arti says that the service can be reached.
    pub(super) fn is_announced(&self) -> bool {
        self.running
            .as_ref()
            .is_some_and(|running| running.status().state().is_fully_reachable())
    }

    /// Whether the service is gone, or has failed in a way that Arti does not mend.
    pub(super) fn has_failed(&self) -> bool {
        self.door.as_ref().is_none_or(JoinHandle::is_finished)
            || self
                .running
                .as_ref()
                .is_none_or(|running| running.status().state() == State::Broken)
    }

    /// Changes the configuration of the running service; Arti announces it within a minute.
    pub(super) fn reconfigure(&self, configuration: OnionServiceConfig) -> Result<(), StartError> {
        let Some(running) = &self.running else {
            return Ok(());
        };
        running
            .reconfigure(configuration, Reconfigure::AllOrNothing)
            .map_err(|error| {
                let message = format!("The room's guests could not be changed: {error}.");
                StartError::new(Category::Internal, message)
            })
    }

    /// Withdraws the service from Tor; visitors who are in stay in.
    pub(super) fn withdraw(&mut self) {
        self.running = None;
    }
}
