//! The running process's side of the control socket.

use std::{fs, io, os::unix::fs::PermissionsExt as _, path::Path, sync::Arc};

use nix::unistd::Uid;
use serde::Deserialize;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{UnixListener, UnixStream},
    sync::Semaphore,
    time::{Duration, sleep, timeout},
};

use super::{
    CONNECTIONS, MAX_LINE, PATIENCE, Reply,
    frame::{Frames, Framing, NoRequest},
    socket::Way,
    torchat::{Asked, Message},
};
use crate::host::{Answer, Host, No, Order, PeerOrder};

/// As much as is read at once.
const PIECE: usize = 4096;

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

/// What is asked of the process.
#[derive(Deserialize)]
#[serde(untagged)]
enum Request {
    /// An order.
    Order(Order),
    /// A command in the words of TORchat.
    Command(Message),
}

/// Takes one request after the other.
async fn talk(mut stream: UnixStream, host: &Host) -> io::Result<()> {
    let mut frames = Frames::new(MAX_LINE);
    let mut piece = vec![0; PIECE];
    loop {
        let (framing, request) = loop {
            match frames.pull() {
                Ok(Some(request)) => break request,
                Ok(None) => {}
                // What follows something that is no request is none either.
                Err(NoRequest) => return answer(&mut stream, &no_order()).await,
            }
            match timeout(PATIENCE, stream.read(&mut piece)).await?? {
                0 if frames.is_empty() => return Ok(()),
                0 => return answer(&mut stream, &no_order()).await,
                read => frames.push(&piece[..read]),
            }
        };
        match serde_json::from_slice(&request) {
            Ok(Request::Order(order)) => {
                let reply = Reply::of(execute(host, order).await);
                let mut json = to_json(&reply);
                if json.len() > framing.most(MAX_LINE) {
                    json = to_json(&Reply::no(
                        "too_long",
                        "The answer is too long for this framing.",
                    ));
                }
                answer(&mut stream, &framing.wrap(&json)).await?;
                if matches!(reply, Reply::Yes(Answer::Closing)) {
                    return std::future::pending().await;
                }
            }
            Ok(Request::Command(command)) => match obey(host, &command).await {
                Some(reply) => {
                    let json = reply.into_json(framing.most(MAX_LINE));
                    answer(&mut stream, &framing.wrap(&json)).await?;
                }
                None => return std::future::pending().await,
            },
            Err(_) => return answer(&mut stream, &no_order()).await,
        }
    }
}

/// Carries an order out; where something is sent, its first attempt is waited for.
async fn execute(host: &Host, order: Order) -> Result<Answer, No> {
    let waits = order.waits();
    let answer = host.execute(order)?;
    if waits {
        Ok(host.first_attempt(answer).await)
    } else {
        Ok(answer)
    }
}

/// Does what a command in the words of TORchat asks for; nothing comes back where the process ends.
async fn obey(host: &Host, command: &Message) -> Option<Message> {
    let order = match command.asked() {
        Ok(Asked::Order(order)) => order,
        Ok(Asked::Peers) => Order::Peer {
            service: None,
            what: PeerOrder::List,
        },
        Ok(Asked::Host) => Order::Address { service: None },
        Ok(Asked::Nothing) => return Some(Message::new("END")),
        Err(why) => return Some(Message::no(why)),
    };
    command.reply(execute(host, order).await)
}

/// Sends a reply.
async fn answer(stream: &mut UnixStream, reply: &[u8]) -> io::Result<()> {
    timeout(PATIENCE, stream.write_all(reply)).await?
}

/// What is said to something that is no request.
fn no_order() -> Vec<u8> {
    Framing::Bare.wrap(&to_json(&Reply::no("no_order", "This is no order.")))
}

/// A reply as JSON.
fn to_json(reply: &Reply) -> Vec<u8> {
    // Writing to memory fails only for maps with keys that are no strings, and there are none.
    serde_json::to_vec(reply).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        host::{MOST_LINES, PeerAnswer, PeerLine},
        peer::{MessageId, State},
    };

    /// As many lines as are told at once fit into an answer, however long they are: none is read and not told.
    #[test]
    fn the_longest_lines_fit() {
        // Two letters of JSON for one, and four bytes for one: the most that 500 letters can take.
        for letter in ["\"", "\u{10348}"] {
            let line = PeerLine {
                number: 1 << 52,
                onion: format!("{}.onion", "x".repeat(56)),
                name: Some("n".repeat(32).parse().unwrap()),
                at: u64::MAX,
                text: letter.repeat(500),
                words: true,
                room: Some("r".repeat(120)),
                id: Some(MessageId(u64::MAX)),
                state: Some(State::Refused {
                    reason: "reason ".repeat(30),
                    error: Some("e".repeat(40)),
                }),
            };
            let answer = PeerAnswer::PeerLines {
                lines: vec![line; MOST_LINES],
                more: usize::MAX,
            };
            let reply = to_json(&Reply::of(Ok(Answer::Peer(answer))));
            assert!(reply.len() < MAX_LINE, "{}", reply.len());
        }
    }

    /// Only this user and the administrator give orders.
    #[test]
    fn strangers_are_not_trusted() {
        assert!(is_trusted(1000, 1000) && is_trusted(0, 1000) && is_trusted(0, 0));
        assert!(!is_trusted(1001, 1000) && !is_trusted(1000, 0));
    }
}
