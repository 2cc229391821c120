//! How the orders are carried out.

use super::{
    Answer, Guests, Host, No, Order, Reach, Room, Service, ServiceAddress, Status, Target,
    answer::Member,
};
use crate::{
    chat::{
        HostAct, MessageText, RoomCode, RoomCount, RoomId, Which, command::Called, text::TooLong,
    },
    clock,
    guests::Listing,
    service::{NotChosen, Privacy, ServiceName, choose},
    timer::{self, Deadline},
};

/// How many of the files that let nobody in are told in one answer: more is somebody's mistake, and an answer has to
/// fit into a line of the control socket.
const MOST_FAULTS: usize = 20;

impl Host {
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
                    faults: faults
                        .iter()
                        .take(MOST_FAULTS)
                        .map(ToString::to_string)
                        .collect(),
                })
            }
            Order::Peer { service, what } => self.execute_for_peers(service.as_ref(), what),
            Order::Revoke { service, name } => {
                let (service, guests) = self.guests(service.as_ref())?;
                let public = guests.revoke(&name)? == Privacy::Public;
                Ok(Answer::Revoked {
                    service,
                    name,
                    public,
                })
            }
        }
    }

    /// The service with a name; without one, the only one that there is.
    pub(super) fn service(&self, name: Option<&ServiceName>) -> Result<&Service, No> {
        let services = || self.names().cloned().collect();
        choose(&self.services, |service| &service.name, name).map_err(|why| match why {
            NotChosen::Several => No::WhichService {
                services: services(),
            },
            NotChosen::Unknown => No::NoService {
                services: services(),
            },
        })
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
    pub(super) fn which(&self, name: &ServiceName) -> Option<ServiceName> {
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
        let service = self.service(at.service.as_ref())?;
        let room = if at.room.is_some() {
            Some(self.act(at, HostAct::Say(text.clone()))?.0)
        } else {
            // The same words at the same time would tell that several services are one host's.
            service.hub.host_says(service.clock.now(), text);
            None
        };
        Ok(Answer::Said {
            service: self.which(&service.name),
            room,
        })
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
