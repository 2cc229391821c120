//! The identities of the onion services, without a running Tor: addresses, and moving them here from C tor and back.

mod folder;
mod key;

pub use folder::HiddenServiceDir;
pub use key::IdentityKey;

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use arti_client::{InertTorClient, TorClient};
use tor_hscrypto::pk::{HsIdKey, HsIdKeypair};
use tor_hsservice::{HsIdKeypairSpecifier, HsNickname};
use tor_keymgr::{KeyMgr, KeystoreSelector};
use tor_llcrypto::rng::CautiousRng;
use tor_rtcompat::PreferredRuntime;

use super::{
    Settings,
    error::{self, Category, StartError},
};
use crate::{guests::Fault, onion::OnionAddress, service::ServiceName};

/// Where Arti keeps keys, and again where it keeps what it remembers of services.
const SERVICES: &str = "hss";

/// Where Arti's keys are in its state folder.
const KEYSTORE: &str = "keystore";

/// The ending of the file that Arti holds locked while a service runs.
const LOCK: &str = "lock";

/// What the file of a service's identity begins with among its keys.
const IDENTITY: &str = "ks_hs_id.";

/// Why an identity cannot be read, moved or made.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// There is no service in the folder.
    #[error(
        "There is no onion service in {}: it has no file hs_ed25519_secret_key. Name the folder that C tor's \
         HiddenServiceDir names", folder.display()
    )]
    NoService {
        /// The folder.
        folder: PathBuf,
    },
    /// A key is damaged.
    #[error(
        "{} is damaged: it is no identity key as C tor writes it. Take it from a copy", file.display()
    )]
    Damaged {
        /// The file.
        file: PathBuf,
    },
    /// The files are not of one service.
    #[error(
        "{} belongs to another onion service than the hs_ed25519_secret_key beside it, or is damaged. Find out which \
         address you want, and take the other file away", file.display()
    )]
    Disagrees {
        /// The file.
        file: PathBuf,
    },
    /// A guest's file cannot be used.
    #[error("{0}. Correct it or take it away, and try again; nothing was changed")]
    Guest(Fault),
    /// There is something already.
    #[error("{} is there already, and is not overwritten. Name a folder that is not there", path.display())]
    Exists {
        /// What is there.
        path: PathBuf,
    },
    /// The service has no identity.
    #[error(
        "The room has no address yet. It gets one when it is opened, and now with: onionchat address"
    )]
    Nothing,
    /// A copy of an identity cannot be read again.
    #[error(
        "The copy of the address in {} could not be read again, so the address stays where it is. Look after the disk",
        folder.display()
    )]
    NotKept {
        /// Where it should be.
        folder: PathBuf,
    },
    /// The service has an identity.
    #[error(
        "There is an address already, and it is not overwritten. See it: onionchat address. To keep that one aside and \
         take this one: onionchat keys import --set-aside DIR. To have both: --keys with another folder"
    )]
    Taken,
    /// The identity is kept where this program may not change it.
    #[error(
        "The address is kept in a folder of C tor's that the configuration's [tor] names. Take it out of there first"
    )]
    Elsewhere,
    /// The system does not let it happen.
    #[error("{} cannot be {doing}: {error}. Look after its permissions and the space on the disk", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// "read" or "written" or "deleted".
        doing: &'static str,
        /// What the system says.
        error: io::Error,
    },
    /// Arti cannot do it.
    #[error(transparent)]
    Tor(#[from] StartError),
}

impl IdentityError {
    /// The error for what the system does not let happen.
    pub(crate) fn io(doing: &'static str, path: &Path, error: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            doing,
            error,
        }
    }
}

/// The identities in a keys folder that no running Tor uses.
pub struct Identities {
    /// Arti, which never goes to the network this way.
    arti: InertTorClient,
    /// Where Arti keeps keys and state.
    state: PathBuf,
}

impl std::fmt::Debug for Identities {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identities")
    }
}

impl Identities {
    /// Opens a keys folder, which the caller must have locked. To be called within the runtime.
    ///
    /// # Errors
    /// Where the configuration or the folder cannot be used.
    pub fn open(settings: &Settings) -> Result<Self, IdentityError> {
        let configuration = settings.to_arti()?;
        settings.check_folders(&configuration)?;
        // Arti asks for a runtime, which nothing here makes use of.
        let runtime = PreferredRuntime::current().map_err(|error| error::no_runtime(&error))?;
        let arti = TorClient::with_runtime(runtime)
            .config(configuration)
            .create_inert()
            .map_err(|error| StartError::keys("Reading the keys", &settings.state, &error))?;
        Ok(Self {
            arti,
            state: settings.state.clone(),
        })
    }

    /// A service's address, if it has one.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn address(&self, service: &ServiceName) -> Result<Option<OnionAddress>, IdentityError> {
        Ok(self.key(service)?.map(|key| key.address()))
    }

    /// A service's identity, if it has one.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn key(&self, service: &ServiceName) -> Result<Option<IdentityKey>, IdentityError> {
        let pair = self.keys()?.get::<HsIdKeypair>(&specifier(service)?);
        let pair = pair.map_err(|error| self.failed("Reading the address", &error))?;
        Ok(pair.map(IdentityKey::from))
    }

    /// A service's address, made now where it has none.
    ///
    /// # Errors
    /// Where it cannot be read or written.
    pub fn get_or_make(&self, service: &ServiceName) -> Result<OnionAddress, IdentityError> {
        let key = get_or_make(self.keys()?, &nickname(service)?);
        let key = key.map_err(|error| self.failed("Making an address", &error))?;
        Ok(key.address())
    }

    /// Gives a service an identity. It must have none.
    ///
    /// # Errors
    /// Where it has one, or it cannot be written.
    pub fn import(
        &self,
        service: &ServiceName,
        key: IdentityKey,
    ) -> Result<OnionAddress, IdentityError> {
        if self.key(service)?.is_some() {
            return Err(IdentityError::Taken);
        }
        // What an earlier identity left would tell that both are one host's.
        self.forget_state(service)?;
        let address = key.address();
        self.keys()?
            .insert::<HsIdKeypair>(
                key.into(),
                &specifier(service)?,
                KeystoreSelector::Primary,
                false,
            )
            .map_err(|error| self.failed("Keeping the address", &error))?;
        Ok(address)
    }

    /// Forgets a service's identity and all that Tor keeps of it; the identity last, so that nothing of it is left for
    /// another one. It is lost, unless the caller has it elsewhere.
    ///
    /// # Errors
    /// Where something cannot be deleted.
    pub fn forget(&self, service: &ServiceName) -> Result<(), IdentityError> {
        let Some(key) = self.key(service)? else {
            return self.forget_state(service);
        };
        let (keys, specifier) = (self.keys()?, specifier(service)?);
        self.forget_state(service)?;
        let id = HsIdKey::from(&HsIdKeypair::from(key)).id();
        self.arti
            .remove_service_discovery_key(KeystoreSelector::Primary, id)
            .map_err(|error| StartError::keys("Forgetting the address", &self.state, &error))?;
        keys.remove::<HsIdKeypair>(&specifier, KeystoreSelector::Primary)
            .map_err(|error| self.failed("Forgetting the address", &error))?;
        if self.key(service)?.is_some() {
            return Err(IdentityError::Elsewhere);
        }
        Ok(())
    }

    /// Forgets what Tor keeps of a service but for its identity: introduction points, and the keys of these and of its
    /// announcements.
    ///
    /// # Errors
    /// Where something cannot be deleted.
    pub fn forget_state(&self, service: &ServiceName) -> Result<(), IdentityError> {
        let keys = self.state.join(KEYSTORE).join(SERVICES);
        let keys = keys.join(service.as_str());
        delete(&memory(&self.state, service))?;
        let entries = match fs::read_dir(&keys) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries.map_err(|error| IdentityError::io("read", &keys, error))?,
        };
        for entry in entries {
            let entry = entry.map_err(|error| IdentityError::io("read", &keys, error))?;
            if !entry.file_name().to_string_lossy().starts_with(IDENTITY) {
                delete(&entry.path())?;
            }
        }
        Ok(())
    }

    /// Arti's keys.
    fn keys(&self) -> Result<&KeyMgr, IdentityError> {
        let keys = self.arti.keymgr();
        Ok(keys.map_err(|error| StartError::keys("Reading the keys", &self.state, &error))?)
    }

    /// The error for what Arti could not do with a key.
    fn failed(&self, doing: &str, error: &tor_keymgr::Error) -> IdentityError {
        StartError::keys(doing, &self.state, error).into()
    }
}

/// The identity of a service, made now where it has none.
pub(super) fn get_or_make(keys: &KeyMgr, service: &HsNickname) -> tor_keymgr::Result<IdentityKey> {
    let specifier = HsIdKeypairSpecifier::new(service.clone());
    let pair = keys.get_or_generate::<HsIdKeypair>(
        &specifier,
        KeystoreSelector::Primary,
        &mut CautiousRng,
    )?;
    Ok(pair.into())
}

/// Where Arti keeps what it remembers of a service, such as its introduction points.
fn memory(state: &Path, service: &ServiceName) -> PathBuf {
    state.join(SERVICES).join(service.as_str())
}

/// Waits until Arti has let go of a service that was withdrawn, and forgets its introduction points, so that the next
/// launch finds others. It blocks.
pub(super) fn forget_introductions(
    state: &Path,
    service: &ServiceName,
) -> Result<(), IdentityError> {
    let memory = memory(state, service);
    if !memory.exists() {
        return Ok(());
    }
    let path = memory.with_extension(LOCK);
    let lock = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .and_then(|lock| lock.lock().map(|()| lock))
        .map_err(|error| IdentityError::io("read", &path, error))?;
    let deleted = delete(&memory);
    drop(lock);
    deleted
}

/// Arti's name of a service.
pub(super) fn nickname(service: &ServiceName) -> Result<HsNickname, StartError> {
    service.as_str().parse().map_err(|_| {
        let message = format!("Tor does not take {service} as the name of a service.");
        StartError::new(Category::Internal, message)
    })
}

/// Arti's name of a service's identity.
fn specifier(service: &ServiceName) -> Result<HsIdKeypairSpecifier, StartError> {
    nickname(service).map(HsIdKeypairSpecifier::new)
}

/// Deletes a file, or a folder with all that is in it, if it is there.
fn delete(path: &Path) -> Result<(), IdentityError> {
    let deleted = match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match deleted {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(IdentityError::io("deleted", path, error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests;
