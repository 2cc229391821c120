//! The folders of a process: the keys folder, the cache, and what is told to Tor of them.

use std::{io, path::PathBuf};

use directories::ProjectDirs;
use tempfile::TempDir;

use crate::{
    config::Config,
    control,
    keys::{KeysError, KeysFolder},
    tor::{Keys, Settings},
};

/// Takes the keys folder for this process.
///
/// # Errors
/// Where another process has it, or it cannot be made or written.
pub fn take(config: &Config) -> Result<KeysFolder, KeysError> {
    if config.ephemeral {
        return KeysFolder::ephemeral();
    }
    let folder = KeysFolder::open(&config.keys)?;
    // Somebody may have deleted the lock of a process that runs.
    if control::is_answered(&config.keys) {
        let path = config.keys.clone();
        return Err(KeysError::Busy { path });
    }
    Ok(folder)
}

/// What is asked of Tor with these folders, where no service is to be launched.
#[must_use]
pub fn settings(config: &Config, folder: &KeysFolder) -> Settings {
    Settings {
        state: folder.tor_state(),
        cache: cache(config, folder),
        keys: if config.ephemeral {
            Keys::InMemory
        } else {
            Keys::OnDisk
        },
        route: config.route.clone(),
        tor: config.tor.clone(),
        check_every: config.check_every,
        onions: Vec::new(),
    }
}

/// What is asked of Tor by who joins somebody else's room. The folders have nothing to do with those of a room that may
/// run here: only which relays Tor goes in by, so that these stay the same, and its directory. No key is in them. Where
/// the platform has no place for that, it is a folder that is deleted with what comes beside.
///
/// # Errors
/// Where there is no folder, and none can be made.
pub fn settings_to_join(config: &Config) -> io::Result<(Settings, Option<TempDir>)> {
    let cache = config.cache.clone().or_else(platform_cache);
    let (folder, for_now) = if let Some(cache) = cache {
        (cache.join(JOIN), None)
    } else {
        let for_now = tempfile::Builder::new()
            .prefix("onionchat-join-")
            .tempdir()?;
        (for_now.path().to_owned(), Some(for_now))
    };
    let settings = Settings {
        state: folder.join("tor"),
        cache: folder.join("cache"),
        keys: Keys::None,
        route: config.route.clone(),
        tor: config.tor.clone(),
        check_every: config.check_every,
        onions: Vec::new(),
    };
    Ok((settings, for_now))
}

/// The folder in the cache of who joins rooms.
const JOIN: &str = "join";

/// Finds the cache folder.
fn cache(config: &Config, keys: &KeysFolder) -> PathBuf {
    match &config.cache {
        Some(cache) => cache.clone(),
        None if config.ephemeral => keys.inner_cache(),
        None => platform_cache().unwrap_or_else(|| keys.inner_cache()),
    }
}

/// Where the platform keeps caches.
fn platform_cache() -> Option<PathBuf> {
    ProjectDirs::from("", "", "onionchat").map(|dirs| dirs.cache_dir().to_owned())
}
