//! Keeps a room reachable, and says so only when it is.

use std::{sync::Arc, time::Duration};

use arti_client::config::onion_service::OnionServiceConfig;
use futures::StreamExt as _;
use rand::RngExt as _;
use tokio::{
    sync::{mpsc, watch},
    time::Instant,
};
use tor_hsservice::status::State;

use super::{
    Client, Event, OnionSettings, Settings, StartError, bootstrap,
    control::Wanted,
    dial::{self, Failure},
    door::Guests,
    identity,
    network::tell,
    obstacle::Way,
    service::{self, Service},
};
use crate::onion::OnionAddress;

/// How long to wait after a failed fetch, at first and at most. A new room's announcement takes
/// some seconds to be found; a lost one is fetched for at a pace that costs the network little.
const RETRY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(1));

/// How long to wait for Arti to say that a room is announced before it is fetched all the same.
const ANNOUNCEMENT_PATIENCE: Duration = Duration::from_secs(20);

/// How many fetches in a row must fail before a reachable room counts as lost: one may fail for
/// reasons of its own, such as a relay that goes away.
const FAILURES: u32 = 2;

/// How long a new room may need before the host is told that it is not reachable yet.
const NEW_ROOM_PATIENCE: Duration = Duration::from_secs(90);

/// How long the room must have been lost before the service is launched anew, at first and at most:
/// Arti mends most things by itself, and a new launch gives up the introduction points that still
/// work, so what did not help is tried less and less often.
const RELAUNCH: (Duration, Duration) = (Duration::from_mins(2), Duration::from_hours(1));

/// How long after a change for the worse in the service's status the page is fetched: changes
/// come in bursts, and many pass by themselves.
const SETTLE: Duration = Duration::from_secs(10);

/// How long Arti may take to let go of a service that was withdrawn; it takes milliseconds.
const LET_GO: Duration = Duration::from_secs(10);

/// Keeps one room reachable for as long as it is held; dropping it withdraws the room from Tor.
#[must_use = "dropping the supervisor withdraws the room from Tor"]
pub(super) struct Supervisor {
    /// Arti's client.
    client: Client,
    /// The onion service.
    service: Service,
    /// Where visitors go.
    guests: Guests,
    /// What holds for all services.
    settings: Arc<Settings>,
    /// For launching the service, also anew.
    onion: OnionSettings,
    /// The way to the Tor network.
    way: Way,
    /// The room's address.
    address: OnionAddress,
    /// When the supervisor was made, or the room was last lost.
    since: Instant,
    /// When the service was last launched.
    launched: Instant,
    /// How long to wait before it is launched anew.
    patience: Duration,
    /// How the host wants the service to be.
    wanted: watch::Receiver<Wanted>,
    /// How often new introduction points were asked for that it has got, or will have with the next launch.
    renewals: u64,
    /// Whether the introduction points that Arti remembers must not be used again.
    is_stale: bool,
    /// Whether the room was fetched, and not lost since.
    is_reached: bool,
    /// Whether the host knows that it is lost.
    is_known_lost: bool,
}

impl std::fmt::Debug for Supervisor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Supervisor")
    }
}

impl Supervisor {
    /// Watches over a service that is to be launched.
    pub(super) fn new(
        client: Client,
        guests: Guests,
        settings: Arc<Settings>,
        onion: OnionSettings,
        address: OnionAddress,
        wanted: watch::Receiver<Wanted>,
    ) -> Self {
        let now = Instant::now();
        Self {
            client,
            service: Service::withdrawn(),
            guests,
            way: settings.way(),
            settings,
            is_stale: false,
            onion,
            address,
            since: now,
            launched: now,
            patience: RELAUNCH.0,
            wanted,
            renewals: 0,
            is_reached: false,
            is_known_lost: false,
        }
    }

    /// The service's configuration as it is to be now.
    pub(super) fn configuration(&self) -> Result<OnionServiceConfig, StartError> {
        let own = match self.onion.guests {
            Some(_) => Some(service::own_key(
                &self.client,
                &self.settings,
                &self.address,
            )?),
            None => None,
        };
        self.onion.to_arti(own)
    }

    /// Launches the service. The time until it is reachable counts `since` then.
    pub(super) fn launch(&mut self, since: Instant) -> Result<(), StartError> {
        // A service that opens later may have lost guests since it was asked for.
        self.onion.guests.clone_from(&self.wanted.borrow().guests);
        self.service = service::launch(
            &self.client,
            &self.settings,
            self.configuration()?,
            self.guests.clone(),
        )?;
        self.since = since;
        self.launched = Instant::now();
        Ok(())
    }

    /// Watches for ever, tells what the host should know, and does what the host wants.
    pub(super) async fn run(&mut self, events: &mpsc::Sender<Event>) {
        let mut wanted = self.wanted.clone();
        loop {
            tokio::select! {
                () = self.watch(events) => {}
                () = changed(&mut wanted) => {
                    let now = wanted.borrow_and_update().clone();
                    self.obey(now).await;
                }
            }
        }
    }

    /// Watches for ever, and tells what the host should know. Where it is cut off, it begins anew with what is known.
    async fn watch(&mut self, events: &mpsc::Sender<Event>) {
        loop {
            if !self.is_reached {
                self.until_reached(events).await;
                self.patience = RELAUNCH.0;
                let seconds = (self.since.elapsed().as_secs_f64() * 10.0).round() / 10.0;
                let service = self.onion.service.clone();
                tell(events, Event::Reachable { service, seconds }).await;
                (self.is_reached, self.is_known_lost) = (true, false);
            }
            let reason = self.until_lost().await;
            self.since = Instant::now();
            (self.is_reached, self.is_known_lost) = (false, true);
            self.tell_lost(events, reason).await;
        }
    }

    /// Makes the service what the host wants.
    async fn obey(&mut self, wanted: Wanted) {
        self.onion.guests = wanted.guests;
        if wanted.renewals == self.renewals {
            let changed = self
                .configuration()
                .and_then(|configuration| self.service.reconfigure(configuration));
            if let Err(error) = changed {
                tracing::warn!("{error}");
            }
        } else {
            self.renewals = wanted.renewals;
            self.is_stale = true;
            self.since = Instant::now();
            (self.is_reached, self.is_known_lost) = (false, false);
            self.relaunch().await;
        }
    }

    /// Tells that the room is lost.
    async fn tell_lost(&self, events: &mpsc::Sender<Event>, reason: String) {
        let service = self.onion.service.clone();
        tell(events, Event::Unreachable { service, reason }).await;
    }

    /// Fetches the room's page until that works, and relaunches the service where it does not.
    /// That the room is not reachable is told once, unless it is known already.
    async fn until_reached(&mut self, events: &mpsc::Sender<Event>) {
        let mut pause = RETRY.0;
        self.until_announced(ANNOUNCEMENT_PATIENCE).await;
        loop {
            if self.service.has_failed() {
                self.relaunch().await;
            }
            let Err(failure) = dial::fetch_own_page(&self.client, &self.address).await else {
                return;
            };
            tracing::info!("The room's own page could not be fetched: {failure}.");
            if !self.is_known_lost && self.launched.elapsed() > NEW_ROOM_PATIENCE {
                self.is_known_lost = true;
                let reason = self.reason(&failure).await;
                self.tell_lost(events, reason).await;
            }
            if matches!(failure, Failure::NotReached(_))
                && self.is_long_lost()
                && self.relaunch().await
            {
                // What was launched just now is as likely to be found soon as a new room.
                self.until_announced(ANNOUNCEMENT_PATIENCE).await;
                pause = RETRY.0;
            }
            // A new launch, where it is due sooner, does not wait for the next fetch.
            let at_most = self.until_long_lost().unwrap_or(Duration::MAX);
            tokio::time::sleep(jittered(pause).min(at_most)).await;
            pause = (pause * 2).min(RETRY.1);
        }
    }

    /// Waits until Arti says that the room has been announced, which lags a little and can be
    /// wrong, or until `at_most` has passed.
    async fn until_announced(&self, at_most: Duration) {
        let announced = async {
            let mut states = self.service.states();
            while !self.service.is_announced()
                && !self.service.has_failed()
                && states.next().await.is_some()
            {}
        };
        let _ = tokio::time::timeout(at_most, announced).await;
    }

    /// Fetches the room's page now and then, and when the service's status gets worse, until that
    /// fails for good; gives the reason.
    async fn until_lost(&mut self) -> String {
        loop {
            self.until_time_to_check().await;
            if self.service.has_failed() {
                return "the onion service has failed".into();
            }
            let mut failures = 0;
            while let Err(failure) = dial::fetch_own_page(&self.client, &self.address).await {
                failures += 1;
                if failures == FAILURES {
                    return self.reason(&failure).await;
                }
                tokio::time::sleep(jittered(RETRY.0 * failures)).await;
            }
        }
    }

    /// Waits for the next check: at a random time around the interval, so that no regular pattern
    /// shows on the wire, or soon after the service's status got worse.
    async fn until_time_to_check(&self) {
        let got_worse = async {
            // The first one is how things stand, and no change.
            let mut states = self.service.states().skip(1);
            while let Some(state) = states.next().await {
                if is_bad(state) {
                    break;
                }
            }
            tokio::time::sleep(SETTLE).await;
        };
        tokio::select! {
            () = tokio::time::sleep(jittered(self.settings.check_every)) => {}
            () = got_worse => {}
        }
    }

    /// How long until the room has been lost for so long that a new launch may help; none when it has been already.
    fn until_long_lost(&self) -> Option<Duration> {
        let lost = self.since.elapsed().min(self.launched.elapsed());
        self.patience
            .checked_sub(lost)
            .filter(|left| !left.is_zero())
    }

    /// Whether the room has been lost for so long, although Tor works, that a new launch may help.
    fn is_long_lost(&self) -> bool {
        self.until_long_lost().is_none() && self.client.bootstrap_status().ready_for_traffic()
    }

    /// Launches the service anew; whether that was done.
    async fn relaunch(&mut self) -> bool {
        if self.is_stale {
            tracing::info!("The onion service is launched anew, as the host wants it.");
        } else {
            tracing::warn!("The onion service is launched anew.");
        }
        // The old one has its state locked until it is gone; where that takes a moment, the next
        // attempt finds it failed and comes back here.
        self.service.withdraw();
        if self.is_stale {
            match self.forget_introductions().await {
                Ok(()) => self.is_stale = false,
                Err(why) => {
                    tracing::warn!("The room has no new introduction points yet: {why}.");
                    return false;
                }
            }
        }
        let launched = self.configuration().and_then(|configuration| {
            let guests = self.guests.clone();
            service::launch(&self.client, &self.settings, configuration, guests)
        });
        match launched {
            Ok(service) => {
                self.service = service;
                self.launched = Instant::now();
                self.patience = (self.patience * 2).min(RELAUNCH.1);
                true
            }
            Err(error) => {
                tracing::warn!("{error}");
                false
            }
        }
    }

    /// Forgets the introduction points of the service that was withdrawn, as soon as Arti lets go of them.
    async fn forget_introductions(&self) -> Result<(), String> {
        let (state, service) = (self.settings.state.clone(), self.onion.service.clone());
        let forgotten =
            tokio::task::spawn_blocking(move || identity::forget_introductions(&state, &service));
        match tokio::time::timeout(LET_GO, forgotten).await {
            Err(_) => Err("Tor still uses the old ones".into()),
            Ok(Err(error)) => Err(error.to_string()),
            Ok(Ok(done)) => done.map_err(|error| error.to_string()),
        }
    }

    /// Why the room is lost: what keeps Tor from working, or else what the fetch met.
    async fn reason(&self, failure: &Failure) -> String {
        let blocked = bootstrap::blocked(&self.client, &self.way).await;
        blocked.unwrap_or_else(|| failure.to_string())
    }
}

/// Waits until the host wants something else; for ever where nobody can.
async fn changed(wanted: &mut watch::Receiver<Wanted>) {
    if wanted.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Whether a state of the service is a reason to look. `Bootstrapping` is not: the service is in
/// it for a moment after every new consensus, and can be reached all the time.
fn is_bad(state: State) -> bool {
    matches!(
        state,
        State::Broken | State::Recovering | State::DegradedUnreachable | State::Shutdown
    )
}

/// A random time around `mean`: from half of it to one and a half.
fn jittered(mean: Duration) -> Duration {
    mean.mul_f64(rand::rng().random_range(0.5..1.5))
}
