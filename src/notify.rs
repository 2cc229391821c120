//! What a service manager is told, such as systemd (`sd_notify(3)`): how far the room is, that it was reached,
//! that it still lives, that it ends. Where none asks (`NOTIFY_SOCKET`), all of this does nothing.
//!
//! It ends up where others read, so it holds numbers and phases, never an address, a title or a path.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use sd_notify::NotifyState;
use tokio::{sync::oneshot, time::timeout};

use crate::{
    service::ServiceName,
    tor::{Event, Progress},
};

/// Messages that wait for the service manager. It takes each at once, unless it hangs or is being replaced;
/// then what comes later is dropped, and what matters is said again.
const QUEUE: usize = 16;

/// How long the end may wait until the service manager has heard of it, which takes it microseconds.
const HEARD: Duration = Duration::from_millis(500);

/// How much of a phase is told, in characters: Arti's longest have half of it.
const MAX_PHASE: usize = 120;

/// Tells the service manager what happens.
#[derive(Debug)]
pub struct Notifier {
    /// How many rooms there are.
    rooms: usize,
    /// Those that are reachable.
    reachable: BTreeSet<ServiceName>,
    /// The way to the service manager.
    line: Line,
}

/// The way to the service manager.
#[derive(Debug, Clone)]
struct Line {
    /// Whether the program has done once what it is for.
    ready: Arc<AtomicBool>,
    /// Where messages go, if anybody asked for them.
    messages: Option<SyncSender<Message>>,
}

/// Tells the service manager that the program lives.
#[derive(Debug)]
pub struct Pulse {
    /// How often that is to be told.
    every: Duration,
    /// The way to the service manager.
    line: Line,
}

/// What the service manager is told at once.
#[derive(Debug, Default)]
struct Message {
    /// The program does what it is for.
    ready: bool,
    /// The program ends.
    stopping: bool,
    /// The program lives.
    alive: bool,
    /// What it does, for people.
    status: Option<String>,
    /// Told when the service manager has this message.
    heard: Option<oneshot::Sender<()>>,
}

impl Notifier {
    /// One for so many rooms, and whoever started this process.
    #[must_use]
    pub fn start(rooms: usize) -> Self {
        let asked = std::env::var_os("NOTIFY_SOCKET").is_some();
        let messages = asked.then(|| {
            let (sender, receiver) = sync_channel(QUEUE);
            // A thread of its own, because the service manager may let us wait.
            thread::spawn(move || deliver(&receiver));
            sender
        });
        Self {
            rooms,
            reachable: BTreeSet::new(),
            line: Line {
                ready: Arc::default(),
                messages,
            },
        }
    }

    /// What tells that the program lives, if the service manager wants to know: twice as often as it looks.
    #[must_use]
    pub fn pulse(&self) -> Option<Pulse> {
        self.line.messages.as_ref()?;
        let every = sd_notify::watchdog_enabled()? / 2;
        let line = self.line.clone();
        (!every.is_zero()).then_some(Pulse { every, line })
    }

    /// What tells, once the program serves on loopback, that this is all it is to do.
    pub fn ready_without_tor(&self) -> impl Fn() + use<> {
        let line = self.line.clone();
        move || {
            line.ready.store(true, Ordering::Relaxed);
            line.status("Without Tor, on this computer only".to_owned());
        }
    }

    /// Tells what Tor says of a room.
    pub fn tor(&mut self, event: &Event) {
        match event {
            Event::Bootstrap(progress) => self.line.status(bootstrap(progress)),
            Event::Reachable { service, .. } => {
                self.reachable.insert(service.clone());
                if self.reachable.len() == self.rooms {
                    self.line.ready.store(true, Ordering::Relaxed);
                }
                self.line.status(self.reach());
            }
            Event::Unreachable { service, .. } => {
                self.reachable.remove(service);
                self.line.status(self.reach());
            }
        }
    }

    /// Tells that the program ends. What is given is over when the service manager has heard it, or lets us wait:
    /// a program that ended before would have said nothing.
    pub fn stopping(&self) -> impl Future<Output = ()> + use<> {
        let (heard, told) = oneshot::channel();
        self.line.send(Message {
            stopping: true,
            status: Some("Closing".to_owned()),
            heard: Some(heard),
            ..Message::default()
        });
        async {
            let _ = timeout(HEARD, told).await;
        }
    }

    /// How many rooms are reachable, in words.
    fn reach(&self) -> String {
        match (self.reachable.len(), self.rooms) {
            (1, 1) => "Reachable through Tor".to_owned(),
            (0, 1) => "Not reachable through Tor, still trying".to_owned(),
            (reachable, rooms) => format!("{reachable} of {rooms} rooms reachable through Tor"),
        }
    }
}

impl Pulse {
    /// How often it is to be told that the program lives.
    #[must_use]
    pub fn every(&self) -> Duration {
        self.every
    }

    /// Tells that the program lives. Said only by whoever has just seen it do something.
    pub fn beat(&self) {
        self.line.send(Message {
            alive: true,
            ..Message::default()
        });
    }
}

impl Line {
    /// Tells what the program does.
    fn status(&self, text: String) {
        self.send(Message {
            status: Some(text),
            ..Message::default()
        });
    }

    /// Hands a message over. That the program is ready is said each time: to hear it again is no news to the
    /// service manager, and if it had missed it, it would take the start for failed.
    fn send(&self, message: Message) {
        if let Some(messages) = &self.messages {
            let ready = self.ready.load(Ordering::Relaxed) && !message.stopping;
            let _ = messages.try_send(Message { ready, ..message });
        }
    }
}

/// How far the bootstrap is, in words.
fn bootstrap(progress: &Progress) -> String {
    let Progress { percent, phase, .. } = progress;
    if *percent == 100 {
        return "Connected to Tor, announcing the room".to_owned();
    }
    // A line break would begin a message of its own.
    let phase = phase.chars().filter(|character| !character.is_control());
    let phase: String = phase.take(MAX_PHASE).collect();
    format!("Connecting to Tor: {percent} %, {phase}")
}

/// Sends messages until there will be none.
fn deliver(messages: &Receiver<Message>) {
    let mut has_warned = false;
    for message in messages {
        let Message {
            ready,
            stopping,
            alive,
            status,
            heard,
        } = message;
        let states = [
            ready.then_some(NotifyState::Ready),
            stopping.then_some(NotifyState::Stopping),
            alive.then_some(NotifyState::Watchdog),
            status.as_deref().map(NotifyState::Status),
        ];
        let states: Vec<NotifyState<'_>> = states.into_iter().flatten().collect();
        if let Err(error) = sd_notify::notify(&states)
            && !std::mem::replace(&mut has_warned, true)
        {
            tracing::warn!("The service manager cannot be told how the room is: {error}.");
        }
        if let Some(heard) = heard {
            let _ = heard.send(());
        }
    }
}
