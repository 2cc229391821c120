//! Fetching the room's own page through Tor, as a visitor would.

use std::time::Duration;

use arti_client::{ErrorKind, HasKind};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{Client, OnionAddress};

/// How long one attempt may take: the descriptor, the introduction and the rendezvous each need a
/// circuit, and a loaded network takes some seconds for each.
const PATIENCE: Duration = Duration::from_secs(45);

/// How much of the answer is read at most; the page has a few kilobytes.
const ENOUGH: u64 = 64 * 1024;

/// The port of the room's onion service.
pub(super) const PORT: u16 = 80;

/// Fetches the room's page on circuits of its own.
///
/// # Errors
/// Why it did not work, in a few words for the host.
pub(super) async fn fetch_own_page(client: &Client, address: &OnionAddress) -> Result<(), String> {
    tokio::time::timeout(PATIENCE, fetch(client, address))
        .await
        .unwrap_or_else(|_| Err(format!("no answer within {} s", PATIENCE.as_secs())))
}

/// Fetches the page, with all the time in the world.
async fn fetch(client: &Client, address: &OnionAddress) -> Result<(), String> {
    // What an earlier attempt learned, and the circuits that it used, must not colour this one.
    let client = client.isolated_client();
    let mut stream = client
        .connect((address.reveal(), PORT))
        .await
        .map_err(|error| in_words(error.kind()))?;
    let request = format!(
        "GET / HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n",
        address.reveal()
    );
    let sent = async {
        stream.write_all(request.as_bytes()).await?;
        stream.flush().await
    };
    sent.await
        .map_err(|_| "the connection was lost".to_owned())?;
    let mut answer = Vec::new();
    // Arti ends a stream with an error where the other side closes it without saying that it is
    // done; what has come until then counts.
    let _ = stream.take(ENOUGH).read_to_end(&mut answer).await;
    if is_the_room(&answer) {
        Ok(())
    } else {
        Err("something else answers at the address".into())
    }
}

/// Whether an answer is a page of this program, whole.
fn is_the_room(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer);
    text.starts_with("HTTP/1.1 200 ")
        && text.contains("\r\nserver: onionchat\r\n")
        && text.trim_end().ends_with("</html>")
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
        assert!(is_the_room(
            b"HTTP/1.1 200 OK\r\nserver: onionchat\r\n\r\n<p></html>\n"
        ));
        for other in [
            &b""[..],
            b"HTTP/1.1 200 OK\r\nserver: onionchat\r\n\r\n<html>cut",
            b"HTTP/1.1 503 No\r\nserver: onionchat\r\n\r\n</html>",
            b"HTTP/1.1 200 OK\r\nserver: nginx\r\n\r\n</html>",
        ] {
            assert!(!is_the_room(other));
        }
    }
}
