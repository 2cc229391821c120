//! The door: visitors' rendezvous circuits, and the streams on them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use arti_client::DataStream;
use futures::{Stream, StreamExt as _};
use tokio::{
    sync::{Semaphore, mpsc},
    task::JoinSet,
};
use tor_cell::relaycell::msg::Connected;
use tor_hsservice::{RendRequest, StreamRequest};
use tor_proto::stream::IncomingStreamRequest;

use super::dial::PORT;
use crate::{
    circuit::{Circuit, CircuitId},
    server::{Accept, Origin},
};

/// How many visitors' circuits are served at once; each takes about 100 KB of memory.
const CIRCUITS: usize = 2048;

/// How long the rendezvous with a visitor may take, as long as clients wait for it themselves.
const RENDEZVOUS_PATIENCE: Duration = Duration::from_mins(1);

/// Streams that wait for the accept loop. It takes each in microseconds unless every place is taken,
/// and then waiting longer helps nobody: a few are enough.
const WAITING: usize = 16;

/// Counts the circuits of this process.
static CIRCUITS_SEEN: AtomicU64 = AtomicU64::new(0);

/// Where accepted streams go, and how many circuits may be served; shared by one launch of the
/// service and the next.
#[derive(Debug, Clone)]
pub(super) struct Guests {
    /// Takes the streams.
    streams: mpsc::Sender<(DataStream, Origin)>,
    /// One permit a circuit.
    permits: Arc<Semaphore>,
}

/// The streams of all visitors, as the server takes them.
#[derive(Debug)]
pub struct Door {
    /// What comes in.
    guests: mpsc::Receiver<(DataStream, Origin)>,
}

/// The two sides of the door.
pub(super) fn pair() -> (Guests, Door) {
    let (streams, guests) = mpsc::channel(WAITING);
    let permits = Arc::new(Semaphore::new(CIRCUITS));
    (Guests { streams, permits }, Door { guests })
}

impl Accept for Door {
    type Stream = DataStream;

    async fn accept(&mut self) -> Option<(DataStream, Origin)> {
        self.guests.recv().await
    }
}

/// Answers rendezvous requests until there are no more, each in a task of its own so that a slow
/// circuit cannot hold the door. The circuits that were met outlive it.
pub(super) async fn keep(requests: impl Stream<Item = RendRequest>, guests: Guests) {
    let mut requests = std::pin::pin!(requests);
    let mut circuits = JoinSet::new();
    loop {
        let Ok(permit) = Arc::clone(&guests.permits).acquire_owned().await else {
            return;
        };
        let Some(request) = requests.next().await else {
            break;
        };
        while circuits.try_join_next().is_some() {}
        let guests = guests.clone();
        circuits.spawn(async move {
            attend(request, guests).await;
            drop(permit);
        });
    }
    // Who is in stays in.
    circuits.detach_all();
}

/// Meets one visitor and takes the streams of their circuit until it is gone.
async fn attend(request: RendRequest, guests: Guests) {
    let Ok(Ok(mut streams)) = tokio::time::timeout(RENDEZVOUS_PATIENCE, request.accept()).await
    else {
        return;
    };
    let circuit = Circuit::new(CircuitId(CIRCUITS_SEEN.fetch_add(1, Ordering::Relaxed)));
    while let Some(request) = streams.next().await {
        admit(request, &circuit, &guests).await;
    }
}

/// Lets one stream in, or does what C tor does with one for a port that is not there: it destroys
/// the circuit, so that the room cannot be told from another onion service by its refusals.
async fn admit(request: StreamRequest, circuit: &Arc<Circuit>, guests: &Guests) {
    let for_the_room = match request.request() {
        IncomingStreamRequest::Begin(begin) => begin.port() == PORT,
        _ => false,
    };
    if !for_the_room {
        // It fails only where the circuit is gone already.
        let _ = request.shutdown_circuit();
        return;
    }
    // A stream beyond the circuit's share is dropped, which ends it.
    let Some(share) = circuit.connection() else {
        return;
    };
    let origin = Origin {
        circuit: Some(Arc::clone(circuit)),
        share: Some(Arc::new(share)),
    };
    if let Ok(stream) = request.accept(Connected::new_empty()).await {
        // This fails only where the room is closing.
        let _ = guests.streams.send((stream, origin)).await;
    }
}
