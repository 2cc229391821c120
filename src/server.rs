//! The accept loop, generic over where streams come from: an onion service, a loopback socket, or
//! memory.
//!
//! [`run`] knows neither Tor nor HTTP. It takes a permit before it accepts, starts one task a
//! stream, and when asked to close it stops accepting and gives the open ones a while to end.

pub mod deadline;
pub mod loopback;

use std::{future::Future, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::Semaphore,
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;

use crate::circuit::{Circuit, Share};

/// How many streams beyond the transcripts are served at once: pages and posts take milliseconds,
/// and an idle one is closed within seconds, so this is some hundred visitors at the same moment.
pub const BESIDE_TRANSCRIPTS: usize = 256;

/// A source of streams.
pub trait Accept: Send + 'static {
    /// What it yields.
    type Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static;

    /// The next stream and where it comes from; `None` when there will be no more.
    ///
    /// It cannot fail: what goes wrong with one stream is dealt with inside.
    fn accept(&mut self) -> impl Future<Output = Option<(Self::Stream, Origin)>> + Send;
}

/// Where a stream comes from; opaque to everybody but those who count.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The rendezvous circuit that the stream runs on; `None` on loopback, which has none.
    pub circuit: Option<Arc<Circuit>>,
    /// The stream's own share of its circuit, given back when the last clone is dropped.
    pub share: Option<Arc<Share>>,
}

/// Serves every stream of `source` with `serve`, at most `limit` at once, until `closing` or until
/// the source ends; then waits at most `patience` for the open ones and drops the rest.
pub async fn run<A, S, F>(
    mut source: A,
    limit: usize,
    closing: CancellationToken,
    patience: Duration,
    serve: S,
) where
    A: Accept,
    S: Fn(A::Stream, Origin) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    let permits = Arc::new(Semaphore::new(limit));
    let mut open = JoinSet::new();
    loop {
        let permit = tokio::select! {
            () = closing.cancelled() => break,
            Ok(permit) = Arc::clone(&permits).acquire_owned() => permit,
        };
        let (stream, origin) = tokio::select! {
            () = closing.cancelled() => break,
            accepted = source.accept() => match accepted {
                Some(accepted) => accepted,
                None => break,
            },
        };
        while open.try_join_next().is_some() {}
        let served = serve(stream, origin);
        open.spawn(async move {
            served.await;
            drop(permit);
        });
    }
    drop(source);
    let drained = async { while open.join_next().await.is_some() {} };
    let _late = tokio::time::timeout(patience, drained).await;
    open.shutdown().await;
}
