//! Bridges: relays that are in no directory, for clients whose network blocks the others.

use std::fs;
use std::net::SocketAddr;
use std::time::Duration;

use tempfile::TempDir;

use super::NetworkError;
use super::keys::Identity;
use super::layout::Addresses;
use super::node::Node;
use super::{temporary_folder, torrc};

/// The program that speaks obfs4, of the Debian package of the same name.
const OBFS4: &str = "/usr/bin/obfs4proxy";

/// The file in which that program says what its clients need.
const OBFS4_LINE: &str = "pt_state/obfs4_bridgeline.txt";

/// How long that program may take to start, which it does at once.
const OBFS4_LIMIT: Duration = Duration::from_secs(20);

/// A bridge. Dropping it ends its processes and removes its files; the network stays.
#[derive(Debug)]
pub struct Bridge {
    /// The process; named before the folder, so that it is dropped first.
    _node: Node,
    /// Where it can be reached as it is.
    plain: SocketAddr,
    /// Where it can be reached through obfs4.
    obfs4: SocketAddr,
    /// Its fingerprint.
    fingerprint: String,
    /// What obfs4 needs beside the address and the fingerprint.
    settings: String,
    /// Everything that it writes.
    _folder: TempDir,
}

impl Bridge {
    /// Starts a bridge, and waits until it has bootstrapped.
    pub(super) fn start(common: &str, addresses: &Addresses) -> Result<Self, NetworkError> {
        let folder = temporary_folder("bridge")?;
        let data = folder.path().join("bridge");
        let (plain, obfs4) = addresses.bridge_ports();
        let torrc = common.to_owned() + &torrc::files(&data) + &torrc::bridge(plain, obfs4, OBFS4);
        let mut node = Node::start(&data, &torrc)?;
        let settings = node.wait_for("its obfs4", OBFS4_LIMIT, |node| {
            let text = fs::read_to_string(node.folder().join(OBFS4_LINE)).ok()?;
            let (_, settings) = text.lines().last()?.split_once("<FINGERPRINT> ")?;
            Some(settings.to_owned())
        })?;
        let identity = Identity::of(&mut node)?;
        node.wait_bootstrapped()?;
        Ok(Self {
            _node: node,
            plain,
            obfs4,
            fingerprint: identity.rsa,
            settings,
            _folder: folder,
        })
    }

    /// Where it can be reached as it is.
    pub fn plain(&self) -> SocketAddr {
        self.plain
    }

    /// Where it can be reached through obfs4.
    pub fn obfs4(&self) -> SocketAddr {
        self.obfs4
    }

    /// The program that speaks obfs4.
    pub fn obfs4_program() -> &'static str {
        OBFS4
    }

    /// The line for clients that reach it as it is.
    pub fn plain_line(&self) -> String {
        format!("{} {}", self.plain, self.fingerprint)
    }

    /// The line for clients that reach it through obfs4.
    pub fn obfs4_line(&self) -> String {
        format!(
            "obfs4 {} {} {}",
            self.obfs4, self.fingerprint, self.settings
        )
    }
}
