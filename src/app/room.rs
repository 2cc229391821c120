//! One room and everything that serves it.

use std::{
    ops::Range,
    sync::{Arc, OnceLock},
    time::Duration,
};

use rand::RngExt as _;
use tokio::{sync::Semaphore, task::JoinSet};
use tokio_util::sync::CancellationToken;

use crate::{
    chat::HostToken,
    clock::{self, Clock},
    config::Service,
    dial::Dial,
    host,
    http::{self, Web, hashing::Hashing, markup::Markup, render::Words},
    hub::Hub,
    mail::{self, Mail},
    server::{self, Accept},
    session::Sessions,
    timer::Deadline,
};

/// How often a room looks at the time, about: its heartbeats and pruning need no finer measure. At random times,
/// since whoever reads in two services could otherwise see that both have the same beat.
const TICK: Range<f64> = 0.75..1.25;

/// How long open connections get to end when the room closes; readers have their last words
/// within milliseconds, and the whole end must take less than 5 seconds.
const DRAIN: Duration = Duration::from_secs(2);

/// One room and everything that serves it. Nothing in it is shared with another room of the process, so that
/// nothing that a visitor sees tells that they belong together.
pub(super) struct Room {
    /// What requests need.
    web: Arc<Web>,
    /// Streams served at once from each source.
    limit: usize,
    /// Told when the room closes.
    closing: CancellationToken,
    /// The accept loops, and the clock's tick.
    tasks: JoinSet<()>,
}

impl Room {
    /// A room that nobody can reach yet.
    pub(super) fn new(
        service: &Service,
        host_token: Option<HostToken>,
        closes: Option<Deadline>,
        closing: CancellationToken,
    ) -> Self {
        let mut rng = rand::rng();
        let markup = Markup {
            formatting: service.formatting,
            links: service.links,
        };
        let words = Arc::new(Words { markup });
        let web = Arc::new(Web {
            hub: Hub::new(
                service.max_streams,
                service.moderation,
                host_token,
                words,
                &mut rng,
            ),
            sessions: Sessions::new(&mut rng),
            clock: Clock::start(&mut rng),
            title: service.title.clone(),
            hashing: Hashing::new(&mut rng),
            cookies: service.cookies,
            holding: Arc::new(Semaphore::new(
                service.max_streams.min(http::body::MOST_HELD),
            )),
            closing: closing.clone(),
            mail: OnceLock::new(),
        });
        let mut tasks = JoinSet::new();
        tasks.spawn(tick(Arc::clone(&web), closes, closing.clone()));
        let limit = service.max_streams + server::BESIDE_TRANSCRIPTS;
        Self {
            web,
            limit,
            closing,
            tasks,
        }
    }

    /// The room as the host handles it.
    pub(super) fn handle(
        &self,
        service: &Service,
        guests: Option<Box<dyn host::Guests>>,
        mail: Option<Arc<Mail>>,
    ) -> host::Service {
        host::Service {
            name: service.name.clone(),
            title: service.title.clone(),
            hub: self.hub(),
            clock: self.web.clock,
            guests,
            mail,
        }
    }

    /// A handle to what is said in it.
    pub(super) fn hub(&self) -> Hub {
        self.web.hub.clone()
    }

    /// Serves the room to whoever comes from there.
    pub(super) fn serve(&mut self, source: impl Accept) {
        let (web, closing) = (Arc::clone(&self.web), self.closing.clone());
        let serve = move |stream, origin| {
            http::serve_connection(stream, origin, Arc::clone(&web), closing.clone())
        };
        let closing = self.closing.clone();
        self.tasks
            .spawn(server::run(source, self.limit, closing, DRAIN, serve));
    }

    /// The room's time.
    pub(super) fn clock(&self) -> Clock {
        self.web.clock
    }

    /// Does something beside, until the room closes.
    pub(super) fn tend(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        let closing = self.closing.clone();
        self.tasks.spawn(async move {
            closing.run_until_cancelled(work).await;
        });
    }

    /// Lets the room take messages from other appliances, and sends those to them, and fetches their files, as soon as
    /// `may_send` is cancelled.
    pub(super) fn connect(
        &mut self,
        mail: &Arc<Mail>,
        dial: impl Dial,
        may_send: CancellationToken,
    ) {
        // There is one service, and so one mailbox, for each room.
        let _ = self.web.mail.set(Arc::clone(mail));
        let mail = Arc::clone(mail);
        self.tend(async move {
            let carrying = mail::carry(Arc::clone(&mail), dial.clone(), may_send.cancelled());
            let delivering = async {
                may_send.cancelled().await;
                mail::deliver(mail, dial).await;
            };
            tokio::join!(carrying, delivering);
        });
    }

    /// Tells every reader that the room has closed, and waits until they know.
    pub(super) async fn close(mut self) {
        self.web.hub.close();
        self.closing.cancel();
        while self.tasks.join_next().await.is_some() {}
    }
}

/// Lets the room know that time passes, and how much of it is left.
async fn tick(web: Arc<Web>, closes: Option<Deadline>, closing: CancellationToken) {
    loop {
        let now = web.clock.now();
        // Found anew each time: the clock of the room stands still while the computer is suspended.
        if let Some(closes) = closes {
            let left = closes.left(clock::reading());
            web.hub.set_end(now, now.uptime + left);
        }
        web.hub.tick(now);
        let pause = Duration::from_secs_f64(rand::rng().random_range(TICK));
        tokio::select! {
            () = closing.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}
