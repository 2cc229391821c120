//! C tor clients with a SOCKS port.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

use super::NetworkError;
use super::layout::Addresses;
use super::node::Node;
use super::{temporary_folder, torrc};

/// How long a client may take to open its SOCKS port, which it does at once.
const LISTEN_LIMIT: Duration = Duration::from_secs(20);

/// How long a client may take to answer on its control socket, which it does at once.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);

/// A C tor client. Dropping it ends its process and removes its files; the network stays.
#[derive(Debug)]
pub struct Client {
    /// The process; named before the folder, so that it is dropped first.
    node: Node,
    /// Where it speaks SOCKS.
    socks: SocketAddr,
    /// Its torrc without the line of the SOCKS port.
    torrc: String,
    /// Everything that it writes.
    _folder: TempDir,
}

impl Client {
    /// Starts a client with some more lines in its torrc, and waits until it has bootstrapped.
    pub(super) fn start(
        common: &str,
        addresses: &Addresses,
        more: &str,
    ) -> Result<Self, NetworkError> {
        let folder = temporary_folder("client")?;
        let data = folder.path().join("client");
        let files = torrc::files(&data);
        let torrc = format!("{common}{files}ClientOnly 1\n{more}\n");
        let port = format!("{}:auto", addresses.client_ip());
        let mut node = Node::start(&data, &with_socks(&torrc, &port))?;
        let socks = node.wait_for("its SOCKS port", LISTEN_LIMIT, |node| {
            let answer = node.ask("GETINFO net/listeners/socks")?;
            answer.split('"').nth(1)?.parse().ok()
        })?;
        node.wait_bootstrapped()?;
        Ok(Self {
            node,
            socks,
            torrc,
            _folder: folder,
        })
    }

    /// Where it speaks SOCKS. Streams with different SOCKS passwords get different circuits.
    pub fn socks(&self) -> SocketAddr {
        self.socks
    }

    /// Its data directory.
    pub fn folder(&self) -> &Path {
        self.node.folder()
    }

    /// Freezes it, as a computer does that sleeps: connections stay open, nothing moves on them.
    pub fn pause(&self) -> Result<(), NetworkError> {
        self.node.signal("STOP")
    }

    /// Lets it go on.
    pub fn resume(&self) -> Result<(), NetworkError> {
        self.node.signal("CONT")
    }

    /// Closes all circuits, as when the guard is lost; the streams on them end. Says how many there were.
    pub fn close_circuits(&mut self) -> Result<usize, NetworkError> {
        let circuits = self.node.wait_for("its circuits", ANSWER_LIMIT, |node| {
            node.ask("GETINFO circuit-status")
        })?;
        let numbers = circuits.lines().filter_map(|line| {
            let number = line.split(' ').next()?;
            number.parse::<u32>().ok()
        });
        // One that has ended by itself meanwhile is as good.
        let closed = numbers.filter_map(|number| self.node.ask(&format!("CLOSECIRCUIT {number}")));
        Ok(closed.count())
    }

    /// Forgets all announcements of onion services, as "New Identity" does in Tor Browser. Tor does so at most every
    /// ten seconds, and takes a second request for later.
    pub fn new_identity(&mut self) -> Result<(), NetworkError> {
        let asked = |node: &Node| node.ask("SIGNAL NEWNYM").map(drop);
        self.node.wait_for("a new identity", ANSWER_LIMIT, asked)
    }

    /// Ends its process without a word. Nobody answers on the SOCKS port until [`Self::restart`].
    pub fn kill(&mut self) {
        self.node.kill();
    }

    /// Starts it again on the same port, with all that it knew on disk, and waits until it has bootstrapped.
    pub fn restart(&mut self) -> Result<(), NetworkError> {
        self.node.kill();
        let folder = self.node.folder().to_owned();
        let torrc = with_socks(&self.torrc, &self.socks.to_string());
        self.node = Node::start(&folder, &torrc)?;
        self.node.wait_bootstrapped()
    }
}

/// A torrc with the line of its SOCKS port.
fn with_socks(torrc: &str, port: &str) -> String {
    format!("{torrc}SocksPort {port} IsolateSOCKSAuth\n")
}
