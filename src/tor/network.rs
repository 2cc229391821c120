//! All services of the process, on one client and one bootstrap.

use futures::future::join_all;
use tokio::{sync::mpsc, time::Instant};

use super::{
    Client, Dialler, Event, StartError, Supervisor, bootstrap,
    obstacle::Way,
    version::{self, Obsolete},
};

/// Tor, and the services on it, for as long as it is held; dropping it withdraws them.
#[must_use = "dropping the network withdraws the services from Tor"]
pub struct Network {
    /// Arti's client.
    client: Client,
    /// The way to the Tor network.
    way: Way,
    /// One for each service.
    supervisors: Vec<Supervisor>,
}

impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Network")
    }
}

impl Network {
    /// A network that does nothing yet.
    pub(super) fn new(client: Client, way: Way, supervisors: Vec<Supervisor>) -> Self {
        Self {
            client,
            way,
            supervisors,
        }
    }

    /// Launches the services; the time until they are reachable counts `since` then. To be called when Tor works:
    /// Arti 0.47 looks for introduction points as soon as it launches a service, and where the directory comes in the
    /// same moment it misses that, and looks again only when the next one comes.
    ///
    /// # Errors
    /// Where one cannot be launched.
    pub fn launch(&mut self, since: Instant) -> Result<(), StartError> {
        let mut all = self.supervisors.iter_mut();
        all.try_for_each(|supervisor| supervisor.launch(since))
    }

    /// Connects to Tor, for as long as that takes, and tells every step.
    ///
    /// # Errors
    /// Where the Tor network no longer accepts this version.
    pub async fn bootstrap(&self, events: &mpsc::Sender<Event>) -> Result<(), Obsolete> {
        bootstrap::run(&self.client, &self.way, async |progress| {
            tell(events, Event::Bootstrap(progress)).await;
        })
        .await
    }

    /// Waits until the Tor network no longer accepts this version. Then Arti ends the process after
    /// [`NOTICE`](super::NOTICE).
    pub fn refused(&self) -> impl Future<Output = Obsolete> + use<> {
        let client = Client::clone(&self.client);
        async move { version::refused(&client).await }
    }

    /// Makes streams to other onion services.
    #[must_use]
    pub fn dialler(&self) -> Dialler {
        Dialler::new(&self.client)
    }

    /// Watches over the services for ever, and tells what the host should know.
    pub async fn watch(&mut self, events: &mpsc::Sender<Event>) {
        join_all(self.supervisors.iter_mut().map(|one| one.run(events))).await;
    }
}

/// Tells the host; nobody listens any more only while the program ends.
pub(super) async fn tell(events: &mpsc::Sender<Event>, event: Event) {
    let _ = events.send(event).await;
}
