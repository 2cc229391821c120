//! What the rooms are opened with: folders, loopback listeners, tokens, and what is asked of Tor.

use std::{net::SocketAddr, path::PathBuf};

use directories::ProjectDirs;

use super::{StartError, room::Room};
use crate::{
    chat::HostToken,
    config::{Config, Service},
    guests::{Guest, GuestList, GuestsError},
    keys::{KeysError, KeysFolder},
    report::Reporter,
    server::loopback::Loopback,
    service::Privacy,
    tor::{OnionSettings, Settings},
};

/// Takes the keys folder.
pub(crate) fn take(config: &Config) -> Result<KeysFolder, KeysError> {
    if config.ephemeral {
        KeysFolder::ephemeral()
    } else {
        KeysFolder::open(&config.keys)
    }
}

/// Finds the cache folder.
fn cache(config: &Config, keys: &KeysFolder) -> PathBuf {
    let platform =
        || ProjectDirs::from("", "", "onionchat").map(|dirs| dirs.cache_dir().to_owned());
    match &config.cache {
        Some(cache) => cache.clone(),
        None if config.ephemeral => keys.inner_cache(),
        None => platform().unwrap_or_else(|| keys.inner_cache()),
    }
}

/// A token for each service, where the host has asked for them: one that held for two would tell whoever
/// tries it that they belong together.
pub(super) fn host_tokens(config: &Config) -> Vec<Option<HostToken>> {
    let random = |_| {
        let wanted = config.operator_token;
        wanted.then(|| HostToken::random(&mut rand::rng()))
    };
    config.services.iter().map(random).collect()
}

/// Listens on loopback for the rooms that are to be served there; gives where that is.
pub(super) fn listen(
    services: &[Service],
) -> Result<(Vec<Option<SocketAddr>>, Listeners), StartError> {
    let one = |service: &Service| {
        let Some(address) = service.listen else {
            return Ok((None, None));
        };
        let refused = |error| StartError::Listen {
            address: address.get(),
            error,
        };
        let listener = Loopback::bind(address).map_err(refused)?;
        let bound = listener.local_addr().map_err(refused)?;
        Ok((Some(bound), Some(listener)))
    };
    let both: Result<Vec<_>, StartError> = services.iter().map(one).collect();
    Ok(both?.into_iter().unzip())
}

/// Where each room is to be served on loopback, until it is.
pub(super) type Listeners = Vec<Option<Loopback>>;

/// Answers whoever comes on loopback; who came before was kept waiting.
pub(super) fn answer(rooms: &mut [Room], listeners: &mut Listeners) {
    for (room, listener) in rooms.iter_mut().zip(listeners) {
        if let Some(listener) = listener.take() {
            room.serve(listener);
        }
    }
}

/// What is asked of Tor.
pub(super) fn settings(
    config: &Config,
    folder: &KeysFolder,
    reporter: &Reporter,
) -> Result<Settings, GuestsError> {
    let onion = |service: &Service| {
        Ok(OnionSettings {
            service: service.name.clone(),
            onion_service: service.onion_service.clone(),
            guests: guests(service, folder, reporter)?,
        })
    };
    Ok(Settings {
        onions: config
            .services
            .iter()
            .map(onion)
            .collect::<Result<_, _>>()?,
        ..keys_settings(config, folder)
    })
}

/// What is asked of Tor where no service is to be launched.
pub(crate) fn keys_settings(config: &Config, folder: &KeysFolder) -> Settings {
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

/// The guests of a service that is private. From now on it is so until the host says otherwise.
fn guests(
    service: &Service,
    folder: &KeysFolder,
    reporter: &Reporter,
) -> Result<Option<Vec<Guest>>, GuestsError> {
    let list = GuestList::of(folder.path(), &service.name);
    if list.privacy(service.privacy) == Privacy::Public {
        if list.privacy(None) == Privacy::Private {
            reporter.no_longer_private(&service.name);
        }
        return Ok(None);
    }
    list.make_private()?;
    let listing = list.read()?;
    reporter.private(&service.name, &listing);
    Ok(Some(listing.guests))
}
