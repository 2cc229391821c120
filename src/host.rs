//! What the host asks of the running process, wherever it is typed: at the console, or in another shell.
//!
//! An [`Order`] is asked, an [`Answer`] comes back; both are closed enums that travel over the control
//! socket as JSON. [`Host`] is the one object that carries orders out. It holds the services by name.

/// Hides types from a log that hold what must not be in one.
macro_rules! scrubbed {
    ($($name:ident),+ $(,)?) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "([scrubbed])"))
            }
        })+
    };
}

mod answer; // what came of an order, and how it is put into words
mod order; //  what can be ordered

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::{
    chat::{
        HostAct, MessageText, RoomCode, RoomCount, RoomId, Which, command::Called, text::TooLong,
    },
    clock::{self, Clock},
    guests::{GuestName, GuestsError, Listing},
    hub::Hub,
    service::ServiceName,
    timer::{self, Deadline, Plan},
};
pub use answer::{Answer, Invitation, Member, No, Room, ServiceAddress, Status, UNUSABLE};
pub use order::{Order, Target};

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

    /// Takes a guest's key back.
    ///
    /// # Errors
    /// Where there is no such guest, or the key cannot be deleted.
    fn revoke(&self, name: &GuestName) -> Result<(), GuestsError>;
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

    /// Carries an order out.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn execute(&self, order: Order) -> Result<Answer, No> {
        match order {
            Order::Status => Ok(Answer::Status {
                services: self.services.iter().map(|one| self.status(one)).collect(),
            }),
            Order::Address { service } => {
                let one = service.map(|name| self.service(Some(&name)));
                let one = one.transpose()?.map(|service| &service.name);
                Ok(Answer::Address {
                    services: self.addresses(one),
                })
            }
            Order::Stop => {
                self.stop.cancel();
                Ok(Answer::Closing)
            }
            Order::Rooms { service } => {
                let service = self.service(service.as_ref())?;
                let rooms = service.hub.census().rooms;
                Ok(Answer::Rooms {
                    rooms: rooms.iter().map(Room::of).collect(),
                })
            }
            Order::Who(at) => self.who(&at),
            Order::Kick { at, nick, reason } => {
                let reason = reason.as_deref().map(text).transpose()?;
                let (room, nick) = self.act(&at, HostAct::Kick(called(&nick)?, reason))?;
                Ok(Answer::Kicked { room, nick })
            }
            Order::Ban { at, nick } => {
                let (room, nick) = self.act(&at, HostAct::Ban(called(&nick)?))?;
                Ok(Answer::Banned { room, nick })
            }
            Order::Op { at, nick } => {
                let (room, nick) = self.act(&at, HostAct::Op(called(&nick)?))?;
                Ok(Answer::Promoted { room, nick })
            }
            Order::Topic { at, text: topic } => {
                let (room, _) = self.act(&at, HostAct::Topic(text(&topic)?))?;
                Ok(Answer::Topic { room })
            }
            Order::Say { at, text: said } => self.say(&at, &text(&said)?),
            Order::Invite { service, name } => {
                let (service, guests) = self.guests(service.as_ref())?;
                let mut invitation = guests.invite(&name)?;
                invitation.service = service;
                Ok(Answer::Invite(invitation))
            }
            Order::Guests { service } => {
                let (service, guests) = self.guests(service.as_ref())?;
                let Listing { guests, faults } = guests.list()?;
                Ok(Answer::Guests {
                    service,
                    guests: guests.into_iter().map(|guest| guest.name).collect(),
                    faults: faults.iter().map(ToString::to_string).collect(),
                })
            }
            Order::Revoke { service, name } => {
                let (service, guests) = self.guests(service.as_ref())?;
                guests.revoke(&name)?;
                Ok(Answer::Revoked { service, name })
            }
        }
    }

    /// The service with a name; without one, the only one that there is.
    fn service(&self, name: Option<&ServiceName>) -> Result<&Service, No> {
        let names = || self.names().cloned().collect();
        match (name, self.services.as_slice()) {
            (None, [only]) => Ok(only),
            (None, _) => Err(No::WhichService { services: names() }),
            (Some(name), services) => {
                let mut found = services.iter().filter(|service| service.name == *name);
                found
                    .next()
                    .ok_or_else(|| No::NoService { services: names() })
            }
        }
    }

    /// Who keeps a service's guests, and what the service is called, where that has to be said.
    fn guests(&self, name: Option<&ServiceName>) -> Result<(Option<ServiceName>, &dyn Guests), No> {
        let service = self.service(name)?;
        let guests = service.guests.as_deref().ok_or(No::NoTor)?;
        Ok((self.which(&service.name), guests))
    }

    /// How a service is.
    fn status(&self, service: &Service) -> Status {
        let census = service.hub.census();
        let known = self.known().get(&service.name).cloned();
        let unknown = (None, Reach::Starting { reason: None });
        let (url, reach) = known.map_or(unknown, |one| (one.url, one.reach));
        let now = clock::reading();
        let left = |deadline: Option<Deadline>| deadline.map(|deadline| deadline.left(now));
        let opens = left(self.plan.opens).filter(|left| !left.is_zero());
        Status {
            service: service.name.clone(),
            title: service.title.clone(),
            url,
            reach,
            seconds: service.clock.now().uptime.as_secs(),
            opens: opens.map(timer::seconds),
            closes: left(self.plan.closes).map(timer::seconds),
            rooms: census.rooms.len(),
            members: census.rooms.iter().map(|room| room.members).sum(),
            streams: census.streams,
            max_streams: census.max_streams,
        }
    }

    /// Where the services are found.
    fn addresses(&self, one: Option<&ServiceName>) -> Vec<ServiceAddress> {
        let known = self.known();
        let is_meant = |name: &&ServiceName| one.is_none_or(|one| one == *name);
        let address = |name: &ServiceName| {
            Some(ServiceAddress {
                service: self.which(name),
                url: known.get(name)?.url.clone()?,
            })
        };
        self.names().filter(is_meant).filter_map(address).collect()
    }

    /// What a service is called, where that has to be said.
    fn which(&self, name: &ServiceName) -> Option<ServiceName> {
        (self.services.len() > 1).then(|| name.clone())
    }

    /// Who is in a room.
    fn who(&self, at: &Target) -> Result<Answer, No> {
        let service = self.service(at.service.as_ref())?;
        let look = service.hub.host_look(&room(at)?)?;
        let members = look.roster.as_ref();
        Ok(Answer::Who {
            room: Room::of(&look.count),
            topic: members.and_then(|roster| Some(roster.topic.as_ref()?.as_str().to_owned())),
            members: members.map(|roster| roster.members.iter().map(Member::of).collect()),
        })
    }

    /// Does something in a room; gives its number, and whom it was done to.
    fn act(&self, at: &Target, act: HostAct) -> Result<(u64, String), No> {
        let service = self.service(at.service.as_ref())?;
        let now = service.clock.now();
        let (RoomId(number), nick) = service.hub.host(now, &room(at)?, act)?;
        let nick = nick.map(|nick| nick.as_str().to_owned());
        Ok((number, nick.unwrap_or_default()))
    }

    /// Says something in a room, or in all of one service.
    fn say(&self, at: &Target, text: &MessageText) -> Result<Answer, No> {
        if at.room.is_some() {
            let (room, _) = self.act(at, HostAct::Say(text.clone()))?;
            return Ok(Answer::Said {
                service: at.service.clone(),
                room: Some(room),
            });
        }
        // The same words at the same time would tell that several services are one host's.
        let service = self.service(at.service.as_ref())?;
        service.hub.host_says(service.clock.now(), text);
        Ok(Answer::Said {
            service: at.service.clone(),
            room: None,
        })
    }

    /// What is known of the services; a panic under the lock takes nothing from anybody.
    fn known(&self) -> MutexGuard<'_, BTreeMap<ServiceName, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The room that is meant; the lobby where none is named.
fn room(at: &Target) -> Result<Which, No> {
    let Some(typed) = at.room.as_deref() else {
        return Ok(Which::Number(RoomId::LOBBY));
    };
    let number = typed
        .parse()
        .ok()
        .map(|number| Which::Number(RoomId(number)));
    number
        .or_else(|| RoomCode::parse(typed).map(Which::Code))
        .ok_or(No::NoRoom)
}

/// Whom the host means.
fn called(typed: &str) -> Result<Called, No> {
    Called::parse(typed).ok_or(No::NoNick)
}

/// A text of the host's, under the same rules as everybody's.
fn text(typed: &str) -> Result<MessageText, No> {
    MessageText::parse(typed, TooLong::Refuse)?.ok_or(No::NoText)
}

impl Room {
    /// A room as the host may see it.
    fn of(count: &RoomCount) -> Self {
        let (name, code) = match &count.inside {
            Some((name, code)) => (Some(name.as_str()), Some(code.reveal())),
            None => (None, None),
        };
        Self {
            room: count.id.0,
            name: name.map(str::to_owned),
            code: code.map(str::to_owned),
            count: count.members,
            nameless: count.nameless,
            locked: count.is_locked,
        }
    }
}

#[cfg(test)]
mod tests;
