//! The composition root: who starts what in which order, and how it all ends.

mod control;
mod error;
mod guests;
mod mails;
mod pulse;
mod room;
mod signals;
mod start;
mod timers;

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use futures::future::join_all;
use tokio::{sync::mpsc, time::Instant};
use tokio_util::sync::CancellationToken;

use crate::{
    chat::HostToken,
    clock,
    config::Config,
    console,
    exit::Exit,
    folders,
    guests::GuestList,
    host::{self, Host, Reach},
    hub::Hub,
    keys::KeysFolder,
    mail::Mail,
    notify::Notifier,
    report::{Greeting, Reporter},
    service::Privacy,
    timer::{Deadline, Plan},
    tor::{self, Category, Event, Network, Onion},
};
use control::Waiting;
use guests::LiveGuests;
use mails::Mails;
use room::Room;
use signals::{Signals, end_in_time};

pub use error::StartError;

/// How long Tor gets to send what was written last, which it does not confirm: some round trips.
const TOR_FLUSH: Duration = Duration::from_millis(750);

/// Tor's events that wait to be told, which takes microseconds; a few may come at once.
const EVENTS: usize = 16;

/// Opens the rooms and keeps them open until the process is told to end; gives what is left then.
///
/// # Errors
/// Where they cannot be opened; once they are open they stay so.
pub async fn run(config: Config, reporter: &mut Reporter) -> Result<Remains, StartError> {
    let reading = clock::reading();
    let Plan { opens, closes } = config.timers.plan(&clock::own_zoned(), reading)?;
    let signals = Signals::listen().map_err(StartError::Signals)?;
    let closing = CancellationToken::new();
    let hurry = CancellationToken::new();
    let stop = CancellationToken::new();
    let tokens = start::host_tokens(&config);
    let mut rooms: Vec<Room> = config
        .services
        .iter()
        .zip(&tokens)
        .map(|(service, token)| Room::new(service, token.clone(), closes, closing.clone()))
        .collect();
    let hubs: Vec<Hub> = rooms.iter().map(Room::hub).collect();
    let mut notifier = pulse::notifier(&hubs);
    // In a task of its own: telling the host may block where nobody reads what is told.
    tokio::spawn(signals.obey(hubs, closes, stop.clone(), closing.clone(), hurry.clone()));

    let (listening, mut listeners) = start::listen(&config.services)?;
    let has_folder = config.with_tor || config.has_keys;
    let folder = has_folder.then(|| folders::take(&config)).transpose()?;
    // Arti may say so as soon as it is asked for anything.
    let or_obsolete = |error: tor::StartError| match error.category() {
        Category::Obsolete => StartError::Obsolete {
            keys: (!config.ephemeral).then(|| config.keys.clone()),
        },
        _ => error.into(),
    };
    let (mut network, onions) = match folder.as_ref().filter(|_| config.with_tor) {
        None => (None, Vec::new()),
        Some(folder) => {
            let admissions = start::admissions(&config, folder)?;
            let settings = start::settings(&config, folder, &admissions);
            let (network, onions) = tor::start(settings).map_err(or_obsolete)?;
            // Not before what strangers know was forgotten.
            start::settle(&admissions, reporter)?;
            (Some(network), onions)
        }
    };
    let may_send = CancellationToken::new();
    let mut mails = match (&network, &folder) {
        (Some(network), Some(folder)) => {
            mails::open(&config, (network, folder), (&mut rooms, &onions), &may_send)?
        }
        (None, _) | (_, None) => Mails::none(),
    };
    let plan = Plan { opens, closes };
    let parts = (folder.as_ref(), &onions[..], &mails.all[..]);
    let host = make_host(&config, &rooms, parts, plan, stop);
    let control = folder
        .as_ref()
        .and_then(|folder| control::open(folder, &host));
    introduce(&config, &host, reporter, (&onions, &listening, &tokens));
    for (onion, room) in onions.into_iter().zip(&mut rooms) {
        room.serve(onion.door);
    }
    let left = |deadline: Option<Deadline>| deadline.map(|deadline| deadline.left(reading));
    reporter.timers(left(opens), left(closes));
    let ready = notifier.ready_without_tor();

    let mut console = Waiting::new(&host, opens.is_some());
    if network.is_none() {
        console.begin(reporter);
    }
    let (events, mut told) = mpsc::channel(EVENTS);
    let open = async {
        timers::until_open(opens).await;
        start::answer(&mut rooms, &mut listeners);
        if !config.with_tor {
            ready();
        }
        std::future::pending::<()>().await;
    };
    let ended = tokio::select! {
        () = closing.cancelled() => Ok(()),
        () = tell((&mut told, &mut mails), &host, &mut console, &mut notifier, reporter) => Ok(()),
        () = open => Ok(()),
        Err(error) = watch(network.as_mut(), opens, &events, &may_send) => Err(or_obsolete(error)),
    };
    if let Err(StartError::Obsolete { .. }) = ended {
        end_in_time(Exit::Obsolete);
    }
    let heard = notifier.stopping();
    let end = async {
        join_all(rooms.into_iter().map(Room::close)).await;
        drop(network);
        if config.with_tor {
            tokio::time::sleep(TOR_FLUSH).await;
        }
        heard.await;
    };
    tokio::select! {
        () = end => {}
        () = hurry.cancelled() => {}
    }
    console::restore();
    drop(control);
    ended.map(|()| Remains(folder))
}

/// What is left when the rooms are closed: the folder. Arti writes to it until its last task is gone.
#[derive(Debug)]
#[must_use = "a folder that is to be forgotten is deleted when this is closed"]
pub struct Remains(Option<KeysFolder>);

impl Remains {
    /// Lets go of the folder, and deletes it where it is to be forgotten. To be called when the runtime has ended.
    ///
    /// # Errors
    /// Where it cannot be deleted.
    pub fn close(self) -> Result<(), StartError> {
        self.0.map_or(Ok(()), |folder| Ok(folder.close()?))
    }
}

/// Tells where the rooms are found, and what else the host has asked for.
fn introduce(
    config: &Config,
    host: &Host,
    reporter: &mut Reporter,
    (onions, listening, tokens): (&[Onion], &[Option<SocketAddr>], &[Option<HostToken>]),
) {
    for onion in onions {
        let url = format!("http://{}", onion.address.reveal());
        host.note_url(&onion.service, &url);
        reporter.address(&Greeting {
            service: &onion.service,
            address: &onion.address,
            kept: (!config.ephemeral).then_some(&config.keys),
            privacy: onion.privacy,
        });
    }
    for (service, address) in config.services.iter().zip(listening) {
        if let Some(address) = *address {
            if !config.with_tor {
                host.note_url(&service.name, &format!("http://{address}"));
            }
            reporter.listening(&service.name, address);
        }
    }
    for (service, token) in config.services.iter().zip(tokens) {
        if let Some(token) = token {
            reporter.operator_token(&service.name, token);
        }
    }
}

/// Who carries out what the host orders, wherever that is typed.
fn make_host(
    config: &Config,
    rooms: &[Room],
    (folder, onions, mails): (Option<&KeysFolder>, &[Onion], &[Arc<Mail>]),
    plan: Plan,
    stop: CancellationToken,
) -> Arc<Host> {
    let services = config.services.iter().zip(rooms).enumerate();
    let handle = |(at, (service, room)): (usize, (_, &Room))| {
        let guests = onions.get(at).zip(folder).map(|(onion, folder)| {
            let is_private = onion.privacy == Privacy::Private;
            Box::new(LiveGuests {
                list: GuestList::of(folder.path(), &onion.service),
                control: is_private.then(|| onion.control.clone()),
                address: onion.address.clone(),
                changing: Mutex::default(),
            }) as Box<dyn host::Guests>
        });
        room.handle(service, guests, mails.get(at).cloned())
    };
    let reach = if config.with_tor {
        Reach::Starting { reason: None }
    } else {
        Reach::Local
    };
    Host::new(services.map(handle).collect(), &reach, plan, stop)
}

/// Passes on what happens, for ever.
async fn tell(
    (events, mails): (&mut mpsc::Receiver<Event>, &mut Mails),
    host: &Host,
    console: &mut Waiting,
    notifier: &mut Notifier,
    reporter: &mut Reporter,
) {
    loop {
        let event = tokio::select! {
            Some(event) = events.recv() => event,
            Some((service, news)) = mails.news() => {
                reporter.mail(&service, news);
                continue;
            }
            else => return,
        };
        // Whoever is told may ask at once.
        control::note(host, &event);
        notifier.tor(&event);
        reporter.tor(&event);
        console.hear(&event, reporter);
    }
}

/// Connects to Tor and watches over the services, if there are any, for as long as the Tor network accepts
/// this version; services are launched when Tor works, and it is time for that; from then on messages may go out.
async fn watch(
    network: Option<&mut Network>,
    opens: Option<Deadline>,
    events: &mpsc::Sender<Event>,
    may_send: &CancellationToken,
) -> Result<Infallible, tor::StartError> {
    let Some(network) = network else {
        return std::future::pending().await;
    };
    let refused = network.refused();
    let work = async {
        let mut since = Instant::now();
        network.bootstrap(events).await?;
        if opens.is_some() {
            timers::until(opens).await;
            since = Instant::now();
        }
        network.launch(since)?;
        // Not before: who gets a message learns that somebody is here.
        may_send.cancel();
        network.watch(events).await;
        std::future::pending().await
    };
    tokio::select! {
        obsolete = refused => Err(obsolete.into()),
        outcome = work => outcome,
    }
}
