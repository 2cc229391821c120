//! A private Tor network on loopback: directory authorities, relays and clients, all of them
//! Debian's `tor`.
//!
//! [`Network::start`] returns as soon as a C tor client can use the network, some 13 seconds later;
//! dropping the [`Network`] ends every process and removes every file. Nothing leaves the machine:
//! all nodes live on addresses of `127.0.0.0/8`. Networks can live side by side.
//!
//! One network can serve many tests: nothing changes in its directory for half an hour.

// The paths are spelled out so that a program in another folder can include this file by its path.
#[path = "network/bridge.rs"]
mod bridge; // relays that are in no directory, for clients whose network blocks Tor
#[path = "network/client.rs"]
mod client; // C tor clients with a SOCKS port
#[path = "network/command.rs"]
mod command; // programs that run to their end, and what is said when one is missing
#[path = "network/control.rs"]
mod control; // questions to a running tor
#[path = "network/error.rs"]
mod error; // why a network could not be started or steered
#[path = "network/keys.rs"]
mod keys; // who the nodes are
#[path = "network/layout.rs"]
mod layout; // how many nodes, on which addresses
#[path = "network/node.rs"]
mod node; // one running tor: started, waited for, ended
#[path = "network/torrc.rs"]
mod torrc; // the configuration texts
#[path = "network/vote.rs"]
mod vote; // the first consensus, and what it takes

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

pub use bridge::Bridge;
pub use client::Client;
pub use error::NetworkError;
pub use layout::Layout;

use command::KILL;
use keys::Identity;
use layout::Addresses;
use node::Node;
use torrc::Role;

/// A running private Tor network.
///
/// The fields are dropped in this order, so that no process outlives the folder that it writes to.
#[derive(Debug)]
pub struct Network {
    /// The client behind [`Network::socks`].
    client: Client,
    /// The authorities first, then the relays.
    nodes: Vec<Node>,
    /// How many of them are authorities.
    authorities: usize,
    /// What every torrc begins with; later clients need it too.
    common: String,
    /// What Arti must know to join.
    tor_table: String,
    /// Keeps other networks off these addresses.
    addresses: Addresses,
    /// Everything that the nodes write.
    folder: TempDir,
}

impl Network {
    /// Starts a network, and waits until a C tor client has bootstrapped in it.
    ///
    /// This blocks the thread, as every function here does.
    pub fn start(layout: &Layout) -> Result<Self, NetworkError> {
        Self::start_with(layout, Path::new(command::TOR))
    }

    /// The same, where the authorities run a tor of one's own.
    pub fn start_with(layout: &Layout, tor: &Path) -> Result<Self, NetworkError> {
        layout.check()?;
        let addresses = Addresses::claim(layout.nodes())?;
        let folder = temporary_folder("network")?;
        let authorities = keys::make_authorities(layout, &addresses, folder.path())?;
        let common = torrc::common(&authorities, &addresses, layout.interval);
        let first_vote = vote::plan();
        let mut nodes = Vec::with_capacity(layout.nodes());
        for index in 0..layout.nodes() {
            let role = Role::of(index, layout);
            let name = layout.name(index);
            let node_folder = folder.path().join(&name);
            let mut text = common.clone()
                + &torrc::files(&node_folder)
                + &torrc::relay(role, &name, &addresses, index);
            if role == Role::Authority {
                text += &torrc::authority(&addresses, index, layout, folder.path(), first_vote);
                vote::seed_shared_random(&node_folder)?;
            }
            nodes.push(match role {
                Role::Authority => Node::start_as(tor, &node_folder, &text)?,
                Role::Exit | Role::Relay => Node::start(&node_folder, &text)?,
            });
        }
        let identities = nodes
            .iter_mut()
            .map(Identity::of)
            .collect::<Result<Vec<_>, _>>()?;
        vote::write_bandwidths(folder.path(), &identities)?;
        let authorities_now = &mut nodes[..layout.authorities];
        vote::hold(authorities_now, layout.nodes(), first_vote, layout.interval)?;
        for relay in &mut nodes[layout.authorities..] {
            relay.set(torrc::FETCH_DIRECTORY)?;
        }
        // A client that asks a relay without a directory waits ten seconds before it asks another.
        for node in &mut nodes {
            node.wait_bootstrapped()?;
        }
        let client = Client::start(&common, &addresses, "")?;
        let tor_table = torrc::tor_table(&authorities, &identities, &addresses);
        Ok(Self {
            client,
            nodes,
            authorities: layout.authorities,
            common,
            tor_table,
            addresses,
            folder,
        })
    }

    /// Arti's configuration for this network as TOML, nested under `[tor]`.
    pub fn tor_table(&self) -> &str {
        &self.tor_table
    }

    /// Where a C tor client speaks SOCKS. Streams with different SOCKS passwords get different
    /// circuits.
    pub fn socks(&self) -> SocketAddr {
        self.client.socks()
    }

    /// A folder that only its owner can enter, and that is gone when the network is. Whatever else
    /// writes there should end before the network does.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts one more C tor client, which shares no circuit with the others.
    pub fn new_client(&self) -> Result<Client, NetworkError> {
        self.new_client_with("")
    }

    /// Starts one more C tor client with some more lines in its torrc, an onion service's say.
    pub fn new_client_with(&self, torrc: &str) -> Result<Client, NetworkError> {
        Client::start(&self.common, &self.addresses, torrc)
    }

    /// Starts a bridge, which can be reached as it is, and through obfs4.
    pub fn new_bridge(&self) -> Result<Bridge, NetworkError> {
        Bridge::start(&self.common, &self.addresses)
    }

    /// Ends every authority, and starts it with another tor, on all that it knew. It takes part in the next
    /// vote.
    pub fn replace_authorities(&mut self, tor: &Path) -> Result<(), NetworkError> {
        for authority in &mut self.nodes[..self.authorities] {
            authority.kill();
            let folder = authority.folder().to_owned();
            let torrc = node::read(&folder.join("torrc"))?;
            *authority = Node::start_as(tor, &folder, &torrc)?;
        }
        Ok(())
    }

    /// Freezes every authority and relay: connections stay open, nothing moves on them, and the
    /// clients have to cope with that.
    pub fn pause_relays(&self) -> Result<(), NetworkError> {
        self.signal_relays("-STOP")
    }

    /// Lets every authority and relay go on.
    pub fn resume_relays(&self) -> Result<(), NetworkError> {
        self.signal_relays("-CONT")
    }

    /// Sends a signal to every authority and relay.
    fn signal_relays(&self, signal: &str) -> Result<(), NetworkError> {
        let mut kill = Command::new(KILL);
        kill.arg(signal)
            .args(self.nodes.iter().map(|node| node.id().to_string()));
        command::run(&mut kill, KILL, "")
    }
}

/// A new folder that only its owner can enter; dropping it removes it with everything in it.
fn temporary_folder(what: &str) -> Result<TempDir, NetworkError> {
    tempfile::Builder::new()
        .prefix(&format!("private-tor-{what}-"))
        .tempdir()
        .map_err(|failure| NetworkError::io("creating a temporary folder", failure))
}
