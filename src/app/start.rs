//! What the rooms are opened with: folders, loopback listeners, tokens, and what is asked of Tor.

use std::net::SocketAddr;

use super::{StartError, room::Room};
use crate::{
    chat::HostToken,
    config::{Config, Service},
    folders,
    guests::{GuestList, GuestsError, Listing},
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

/// Who finds a service, as the host has said or it was before.
pub(super) struct Admission<'c> {
    /// The service.
    service: &'c Service,
    /// Its guests' files.
    list: GuestList,
    /// The guests, where only they find it.
    guests: Option<Listing>,
}

/// Who finds each service.
pub(super) fn admissions<'c>(
    config: &'c Config,
    folder: &KeysFolder,
) -> Result<Vec<Admission<'c>>, GuestsError> {
    let admission = |service: &'c Service| {
        let list = GuestList::of(folder.path(), &service.name);
        let guests = match list.privacy(service.privacy) {
            Privacy::Public => None,
            Privacy::Private => Some(list.read()?),
        };
        Ok(Admission {
            service,
            list,
            guests,
        })
    };
    config.services.iter().map(admission).collect()
}

/// What is asked of Tor.
pub(super) fn settings(
    config: &Config,
    folder: &KeysFolder,
    admissions: &[Admission<'_>],
) -> Settings {
    let onion = |admission: &Admission<'_>| {
        let guests = admission.guests.as_ref();
        OnionSettings {
            service: admission.service.name.clone(),
            onion_service: admission.service.onion_service.clone(),
            was_public: guests.is_some() && admission.list.was_public(),
            guests: guests.map(|listing| listing.guests.clone()),
        }
    };
    Settings {
        onions: admissions.iter().map(onion).collect(),
        ..folders::settings(config, folder)
    }
}

/// Notes and tells which services only guests find, and which are public that were private. A service that is private
/// is so from now on, until the host says otherwise.
pub(super) fn settle(admissions: &[Admission<'_>], reporter: &Reporter) -> Result<(), GuestsError> {
    for Admission {
        service,
        list,
        guests,
    } in admissions
    {
        if let Some(listing) = guests {
            list.make_private()?;
            reporter.private(&service.name, listing);
        } else if list.privacy(None) == Privacy::Private {
            list.make_public()?;
            reporter.no_longer_private(&service.name);
        }
    }
    Ok(())
}
