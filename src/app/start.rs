//! What the rooms are opened with: folders, loopback listeners, tokens, and what is asked of Tor.

use std::net::SocketAddr;

use super::{StartError, room::Room};
use crate::{
    chat::HostToken,
    config::{Config, Service},
    folders,
    guests::{GuestList, GuestsError},
    keys::KeysFolder,
    report::Reporter,
    server::loopback::Loopback,
    service::Privacy,
    tor::{OnionSettings, Settings},
};

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
pub(super) fn settings(config: &Config, folder: &KeysFolder) -> Result<Settings, GuestsError> {
    let onion = |service: &Service| {
        let list = GuestList::of(folder.path(), &service.name);
        let (guests, was_public) = match privacy(service, folder) {
            Privacy::Public => (None, false),
            Privacy::Private => (Some(list.read()?.guests), list.was_public()),
        };
        Ok(OnionSettings {
            service: service.name.clone(),
            onion_service: service.onion_service.clone(),
            guests,
            was_public,
        })
    };
    let onions: Result<_, GuestsError> = config.services.iter().map(onion).collect();
    Ok(Settings {
        onions: onions?,
        ..folders::settings(config, folder)
    })
}

/// Who finds a service: what the host has said, or else what held before.
fn privacy(service: &Service, folder: &KeysFolder) -> Privacy {
    GuestList::of(folder.path(), &service.name).privacy(service.privacy)
}

/// Notes and tells which services only guests find, and which are public that were private. A service that is private
/// is so from now on, until the host says otherwise.
pub(super) fn settle_privacy(
    config: &Config,
    folder: &KeysFolder,
    reporter: &Reporter,
) -> Result<(), GuestsError> {
    for service in &config.services {
        let list = GuestList::of(folder.path(), &service.name);
        match (privacy(service, folder), list.privacy(None)) {
            (Privacy::Private, _) => {
                list.make_private()?;
                reporter.private(&service.name, &list.read()?);
            }
            (Privacy::Public, Privacy::Private) => {
                list.make_public()?;
                reporter.no_longer_private(&service.name);
            }
            (Privacy::Public, Privacy::Public) => {}
        }
    }
    Ok(())
}
