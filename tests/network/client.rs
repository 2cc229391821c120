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

/// A C tor client. Dropping it ends its process and removes its files; the network stays.
#[derive(Debug)]
pub struct Client {
    /// The process; named before the folder, so that it is dropped first.
    node: Node,
    /// Where it speaks SOCKS.
    socks: SocketAddr,
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
        let ip = addresses.client_ip();
        let text =
            format!("{common}{files}SocksPort {ip}:auto IsolateSOCKSAuth\nClientOnly 1\n{more}\n");
        let mut node = Node::start(&data, &text)?;
        let socks = node.wait_for("its SOCKS port", LISTEN_LIMIT, |node| {
            let answer = node.ask("GETINFO net/listeners/socks")?;
            answer.split('"').nth(1)?.parse().ok()
        })?;
        node.wait_bootstrapped()?;
        Ok(Self {
            node,
            socks,
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
}
