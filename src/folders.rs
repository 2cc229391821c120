//! The folders of a process: the keys folder, the cache, and what is told to Tor of them.

use std::path::PathBuf;

use directories::ProjectDirs;

use crate::{
    config::Config,
    control,
    keys::{KeysError, KeysFolder},
    tor::Settings,
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
        ephemeral: config.ephemeral,
        route: config.route.clone(),
        tor: config.tor.clone(),
        check_every: config.check_every,
        onions: Vec::new(),
    }
}

/// What is asked of Tor by who joins somebody else's room. The folders have nothing to do with those of a room that may
/// run here: only which relays Tor goes in by, so that these stay the same, and its directory. No key is in them.
#[must_use]
pub fn settings_to_join(config: &Config) -> Settings {
    let cache = config.cache.clone().or_else(platform_cache);
    let folder = cache.unwrap_or_else(std::env::temp_dir).join(JOIN);
    Settings {
        state: folder.join("tor"),
        cache: folder.join("cache"),
        ephemeral: true,
        route: config.route.clone(),
        tor: config.tor.clone(),
        check_every: config.check_every,
        onions: Vec::new(),
    }
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
