//! Keeps a room reachable, and says so only when it is.

use std::{sync::Arc, time::Duration};

use futures::StreamExt as _;
use rand::RngExt as _;
use tokio::{sync::mpsc, time::Instant};
use tor_hsservice::status::State;

use super::{
    Client, Event, OnionAddress, OnionSettings, Settings, StartError, bootstrap,
    dial::{self, Failure},
    door::Guests,
    network::tell,
    obstacle::Way,
    service::{self, Service},
};

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
    ) -> Self {
        let now = Instant::now();
        Self {
            client,
            service: Service::withdrawn(),
            guests,
            way: settings.way(),
            settings,
            onion,
            address,
            since: now,
            launched: now,
            patience: RELAUNCH.0,
        }
    }

    /// Launches the service, which needs no network yet. The time until it is reachable counts from now.
    pub(super) fn launch(&mut self) -> Result<(), StartError> {
        self.service = service::launch(
            &self.client,
            &self.settings,
            &self.onion,
            self.guests.clone(),
        )?;
        self.since = Instant::now();
        self.launched = self.since;
        Ok(())
    }

    /// Watches for ever, and tells what the host should know.
    pub(super) async fn run(&mut self, events: &mpsc::Sender<Event>) {
        let service = self.onion.service.clone();
        let mut known_lost = false;
        loop {
            self.until_reached(events, known_lost).await;
            self.patience = RELAUNCH.0;
            let seconds = (self.since.elapsed().as_secs_f64() * 10.0).round() / 10.0;
            let reachable = Event::Reachable {
                service: service.clone(),
                seconds,
            };
            tell(events, reachable).await;
            let reason = self.until_lost().await;
            self.since = Instant::now();
            known_lost = true;
            self.tell_lost(events, reason).await;
        }
    }

    /// Tells that the room is lost.
    async fn tell_lost(&self, events: &mpsc::Sender<Event>, reason: String) {
        let service = self.onion.service.clone();
        tell(events, Event::Unreachable { service, reason }).await;
    }

    /// Fetches the room's page until that works, and relaunches the service where it does not.
    /// That the room is not reachable is told once, unless it is known already.
    async fn until_reached(&mut self, events: &mpsc::Sender<Event>, mut known_lost: bool) {
        let mut pause = RETRY.0;
        self.until_announced(ANNOUNCEMENT_PATIENCE).await;
        loop {
            if self.service.has_failed() {
                self.relaunch();
            }
            let Err(failure) = dial::fetch_own_page(&self.client, &self.address).await else {
                return;
            };
            tracing::info!("The room's own page could not be fetched: {failure}.");
            if matches!(failure, Failure::NotReached(_)) && self.is_long_lost() {
                self.relaunch();
            }
            if !known_lost && self.since.elapsed() > NEW_ROOM_PATIENCE {
                known_lost = true;
                let reason = self.reason(&failure).await;
                self.tell_lost(events, reason).await;
            }
            tokio::time::sleep(jittered(pause)).await;
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

    /// Whether the room has been lost for so long, although Tor works, that a new launch may help.
    fn is_long_lost(&self) -> bool {
        self.since.elapsed() > self.patience
            && self.launched.elapsed() > self.patience
            && self.client.bootstrap_status().ready_for_traffic()
    }

    /// Launches the service anew.
    fn relaunch(&mut self) {
        tracing::warn!("The onion service is launched anew.");
        // The old one has its state locked until it is gone; where that takes a moment, the next
        // attempt finds it failed and comes back here.
        self.service.withdraw();
        match service::launch(
            &self.client,
            &self.settings,
            &self.onion,
            self.guests.clone(),
        ) {
            Ok(service) => {
                self.service = service;
                self.launched = Instant::now();
                self.patience = (self.patience * 2).min(RELAUNCH.1);
            }
            Err(error) => tracing::warn!("{error}"),
        }
    }

    /// Why the room is lost: what keeps Tor from working, or else what the fetch met.
    async fn reason(&self, failure: &Failure) -> String {
        let blocked = bootstrap::blocked(&self.client, &self.way).await;
        blocked.unwrap_or_else(|| failure.to_string())
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
