//! Fetching the room's own page through Tor, as a visitor would.

use std::time::Duration;

use arti_client::{DataStream, ErrorKind, HasKind};
use futures::{StreamExt as _, stream::FuturesUnordered};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::Client;
use crate::onion::OnionAddress;

/// How long it may take to reach the room, and then to fetch its page: the descriptor, the
/// introduction and the rendezvous each need a circuit, and a loaded network takes some seconds for
/// each.
const PATIENCE: Duration = Duration::from_secs(45);

/// How much of the answer is read at most; the page has a few kilobytes.
const ENOUGH: u64 = 64 * 1024;

/// The port of the room's onion service.
pub(super) const PORT: u16 = 80;

/// Why the room's page was not fetched, in a few words for the host.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// No stream to the room could be opened: it cannot be found, or nobody meets there.
    #[error("{0}")]
    NotReached(String),
    /// The room was reached, but its page did not come.
    #[error("{0}")]
    NoPage(&'static str),
}

/// How long an attempt may take before another one is made beside it: one relay that is slow must not make the whole
/// room seem lost (Dean and Barroso, "The Tail at Scale", 2013). Most take a few seconds.
const HEDGE: Duration = Duration::from_secs(12);

/// How many attempts there are at once.
const ATTEMPTS: usize = 3;

/// Fetches the room's page: one attempt, and where that takes long others beside it. The first that succeeds counts,
/// and where none does, the last failure.
pub(super) async fn fetch_own_page(client: &Client, address: &OnionAddress) -> Result<(), Failure> {
    hedged(ATTEMPTS, HEDGE, || attempt(client, address)).await
}

/// Does something as [`fetch_own_page`] says.
async fn hedged<F, E>(
    at_most: usize,
    every: Duration,
    mut begin: impl FnMut() -> F,
) -> Result<(), E>
where
    F: Future<Output = Result<(), E>>,
{
    let mut attempts = FuturesUnordered::from_iter([begin()]);
    let mut made = 1;
    loop {
        tokio::select! {
            Some(outcome) = attempts.next() => {
                if outcome.is_ok() || attempts.is_empty() {
                    return outcome;
                }
            }
            () = tokio::time::sleep(every), if made < at_most => {
                attempts.push(begin());
                made += 1;
            }
        }
    }
}

/// Fetches the room's page on circuits of its own.
async fn attempt(client: &Client, address: &OnionAddress) -> Result<(), Failure> {
    // What an earlier attempt learned, and the circuits that it used, must not colour this one.
    let client = client.isolated_client();
    let stream = tokio::time::timeout(PATIENCE, client.connect((address.reveal(), PORT)))
        .await
        .map_err(|_| Failure::NotReached("Tor finds no way to the room in time".into()))?
        .map_err(|error| Failure::NotReached(in_words(error.kind())))?;
    tokio::time::timeout(PATIENCE, read_page(stream, address))
        .await
        .unwrap_or(Err(Failure::NoPage("the room is too busy to answer")))
}

/// Asks for the page and reads it.
async fn read_page(mut stream: DataStream, address: &OnionAddress) -> Result<(), Failure> {
    let request = format!(
        "GET / HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n",
        address.reveal()
    );
    let mut answer = Vec::new();
    let asked = async {
        stream.write_all(request.as_bytes()).await?;
        stream.flush().await
    };
    if asked.await.is_ok() {
        // Arti ends a stream with an error where the other side closes it without saying that it
        // is done; what has come until then counts.
        let _ = stream.take(ENOUGH).read_to_end(&mut answer).await;
    }
    judge(&answer)
}

/// Whether an answer is a page of this program, whole.
fn judge(answer: &[u8]) -> Result<(), Failure> {
    let text = String::from_utf8_lossy(answer);
    if answer.is_empty() {
        Err(Failure::NoPage("the connection to the room was lost"))
    } else if !text.starts_with("HTTP/1.1 200 ") || !text.contains("\r\nserver: onionchat\r\n") {
        Err(Failure::NoPage("something else answers at the address"))
    } else if !text.trim_end().ends_with("</html>") {
        Err(Failure::NoPage("the connection to the room was lost"))
    } else {
        Ok(())
    }
}

/// What went wrong, for the host.
fn in_words(kind: ErrorKind) -> String {
    match kind {
        ErrorKind::OnionServiceNotFound => {
            "the room's announcement is not to be found in Tor's directory".into()
        }
        ErrorKind::OnionServiceNotRunning | ErrorKind::OnionServiceConnectionFailed => {
            "the room does not answer through Tor".into()
        }
        ErrorKind::TorAccessFailed | ErrorKind::LocalNetworkError => {
            "this computer does not reach Tor".into()
        }
        ErrorKind::TorNetworkTimeout | ErrorKind::RemoteNetworkTimeout | ErrorKind::ExitTimeout => {
            "Tor takes too long to answer".into()
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Only a whole page of this program counts as having reached the room.
    #[test]
    fn only_a_whole_page_counts() {
        assert!(judge(b"HTTP/1.1 200 OK\r\nserver: onionchat\r\n\r\n<p></html>\n").is_ok());
        for (other, why) in [
            (&b""[..], "lost"),
            (
                b"HTTP/1.1 200 OK\r\nserver: onionchat\r\n\r\n<html>cut",
                "lost",
            ),
            (
                b"HTTP/1.1 503 No\r\nserver: onionchat\r\n\r\n</html>",
                "something else",
            ),
            (
                b"HTTP/1.1 200 OK\r\nserver: nginx\r\n\r\n</html>",
                "something else",
            ),
        ] {
            assert!(judge(other).unwrap_err().to_string().contains(why));
        }
    }

    /// What hangs does not hold up what works; and what fails fails at once.
    #[tokio::test(start_paused = true)]
    async fn one_attempt_that_hangs_holds_up_nothing() {
        const EVERY: Duration = Duration::from_secs(10);
        let start = tokio::time::Instant::now();
        let mut number = 0;
        let outcome = hedged(3, EVERY, || {
            number += 1;
            let hangs = number < 3;
            async move {
                if hangs {
                    std::future::pending::<()>().await;
                }
                Ok::<(), ()>(())
            }
        });
        assert_eq!(outcome.await, Ok(()));
        assert_eq!((number, start.elapsed()), (3, 2 * EVERY));

        let start = tokio::time::Instant::now();
        let outcome = hedged(3, EVERY, || async { Err("no") });
        assert_eq!(outcome.await, Err("no"));
        assert!(start.elapsed().is_zero());
    }
}
