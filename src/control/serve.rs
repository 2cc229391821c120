//! The running process's side of the control socket.

use std::{fs, io, os::unix::fs::PermissionsExt as _, path::Path, sync::Arc};

use nix::unistd::Uid;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{UnixListener, UnixStream},
    sync::Semaphore,
    time::{Duration, sleep, timeout},
};

use super::{CONNECTIONS, MAX_LINE, PATIENCE, Reply, socket::Way};
use crate::host::{Answer, Host, Order};

/// How long to wait where the system has no more files for a moment.
const PAUSE: Duration = Duration::from_millis(250);

/// The socket's file, which is taken away when this is dropped: to be done while the folder is still held.
#[derive(Debug)]
#[must_use = "dropping it takes the socket's file away"]
pub struct SocketFile(Way);

impl Drop for SocketFile {
    fn drop(&mut self) {
        let _ = self.0.clear();
    }
}

/// Opens the socket of a keys folder whose lock this process holds.
///
/// # Errors
/// Where the system does not let it.
pub fn bind(keys: &Path) -> io::Result<(UnixListener, SocketFile)> {
    let way = Way::into(keys)?;
    way.clear()?;
    let listener = UnixListener::bind(&way.path)?;
    let file = SocketFile(way);
    fs::set_permissions(&file.0.path, fs::Permissions::from_mode(0o600))?;
    Ok((listener, file))
}

/// Carries out what is ordered through the socket, for ever. Whoever ordered the end stays connected until
/// the process has let go of everything, and so learns when that is.
pub async fn serve(listener: UnixListener, host: Arc<Host>) {
    let permits = Arc::new(Semaphore::new(CONNECTIONS));
    let own = Uid::effective().as_raw();
    while let Ok(permit) = Arc::clone(&permits).acquire_owned().await {
        let Ok((stream, _)) = listener.accept().await else {
            sleep(PAUSE).await;
            continue;
        };
        let peer = stream.peer_cred();
        if !peer.is_ok_and(|peer| is_trusted(peer.uid(), own)) {
            continue;
        }
        let host = Arc::clone(&host);
        tokio::spawn(async move {
            let _permit = permit;
            // Whoever does not speak properly, or takes too long, is let go.
            let _ = talk(stream, &host).await;
        });
    }
}

/// Whether somebody may give orders: this user, and the administrator, who can do everything anyway.
fn is_trusted(peer: u32, own: u32) -> bool {
    peer == own || peer == 0
}

/// Takes one order after the other.
async fn talk(stream: UnixStream, host: &Host) -> io::Result<()> {
    let (reading, mut writing) = stream.into_split();
    let mut reading = BufReader::new(reading);
    loop {
        let mut line = Vec::new();
        let mut bounded = (&mut reading).take(MAX_LINE);
        timeout(PATIENCE, bounded.read_until(b'\n', &mut line)).await??;
        if line.is_empty() {
            return Ok(());
        }
        let reply = match serde_json::from_slice::<Order>(&line) {
            Ok(order) if line.ends_with(b"\n") => {
                let outcome = match host.execute(order) {
                    Ok(answer) => Ok(host.first_attempt(answer).await),
                    Err(no) => Err(no),
                };
                Reply::of(outcome)
            }
            _ => Reply::no("no_order", "This is no order."),
        };
        let mut answer = serde_json::to_vec(&reply).unwrap_or_default();
        answer.push(b'\n');
        timeout(PATIENCE, writing.write_all(&answer)).await??;
        match reply {
            Reply::Yes(Answer::Closing) => return std::future::pending().await,
            // What follows something that is no order is none either.
            Reply::No { no } if no.error == "no_order" => return Ok(()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Only this user and the administrator give orders.
    #[test]
    fn strangers_are_not_trusted() {
        assert!(is_trusted(1000, 1000) && is_trusted(0, 1000) && is_trusted(0, 0));
        assert!(!is_trusted(1001, 1000) && !is_trusted(1000, 0));
    }
}
