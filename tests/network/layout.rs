//! How many nodes a network has, and on which loopback addresses they listen.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use super::{NetworkError, vote};

/// The fewest authorities that let the bandwidth file count: tor ignores measurements of fewer.
const FEWEST_AUTHORITIES: usize = 3;
/// The fewest relays. The authorities hardly count, because they have no bandwidth in a consensus.
/// A guard, four vanguards and the end of a circuit take six relays, and with six Arti warns at
/// every other circuit that only authorities are left for the middle; with fewer, circuits fail.
const FEWEST_RELAYS: usize = 7;
/// The most authorities and relays together: the second byte of an address has room for so many.
const MOST_NODES: usize = 200;
/// The second byte of the first node's address. Every further node takes the next one, and with it
/// a /16 network of its own, because no circuit passes twice through the same.
const FIRST_SECOND_BYTE: u8 = 10;
/// The lowest port that may be drawn; the highest is still below the ports that Linux gives to
/// outgoing connections, which begin at 32768.
const LOWEST_PORT: u16 = 20_000;
/// How many bases of ports may be drawn.
const PORT_BASES: u16 = 1_000;
/// The ports from one base to the next, so that ports from different bases never meet.
const PORTS_PER_BASE: u16 = 10;
/// How often addresses are drawn before giving up: if even a second draw is rare, so many in vain
/// have another reason.
const DRAWS: usize = 20;

/// How many nodes a network has.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Directory authorities, which are relays as well.
    pub authorities: usize,
    /// Further relays.
    pub relays: usize,
    /// How many of the relays are exits. Without any, clients take minutes to start; a single one
    /// can be a client's guard, and then it can't be the client's exit.
    pub exits: usize,
    /// The seconds from one consensus to the next.
    pub interval: u64,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            authorities: FEWEST_AUTHORITIES,
            relays: FEWEST_RELAYS,
            exits: 3,
            interval: vote::VOTING_INTERVAL,
        }
    }
}

impl Layout {
    /// The fewest seconds from one consensus to the next.
    pub const SHORTEST_INTERVAL: u64 = vote::SHORTEST_INTERVAL;

    /// Refuses a layout that is known not to work.
    pub(super) fn check(&self) -> Result<(), NetworkError> {
        let problem = if self.authorities < FEWEST_AUTHORITIES {
            format!(
                "it needs at least {FEWEST_AUTHORITIES} authorities, or tor ignores the bandwidth file"
            )
        } else if self.relays < FEWEST_RELAYS {
            format!("it needs at least {FEWEST_RELAYS} relays, or circuits have no middle")
        } else if self.exits == 0 || self.exits > self.relays {
            "it needs at least one exit, and the exits are some of its relays".to_owned()
        } else if self.nodes() > MOST_NODES {
            format!("it has room for {MOST_NODES} nodes")
        } else {
            return Ok(());
        };
        Err(NetworkError::Layout { problem })
    }

    /// The number of authorities and relays.
    pub(super) fn nodes(&self) -> usize {
        self.authorities + self.relays
    }

    /// The short name of a node: a1, a2, ... for the authorities, which come first, then r1, r2,
    /// ... for the relays.
    pub(super) fn name(&self, index: usize) -> String {
        match index.checked_sub(self.authorities) {
            None => format!("a{}", index + 1),
            Some(relay) => format!("r{}", relay + 1),
        }
    }
}

/// The loopback addresses of one network.
#[derive(Debug)]
pub(super) struct Addresses {
    /// The third byte of every address; tells the networks of one machine apart.
    third_byte: u8,
    /// The lowest of this network's ports.
    base_port: u16,
    /// The number of authorities and relays; the clients share the address after theirs.
    nodes: u8,
    /// Never accepted from: while it is bound, no other network takes the same addresses.
    _claim: TcpListener,
}

impl Addresses {
    /// Draws addresses at random until all of them are free.
    pub(super) fn claim(nodes: usize) -> Result<Self, NetworkError> {
        let nodes = u8::try_from(nodes).expect("Layout::check() allows fewer than 256 nodes");
        let mut last_failure = None;
        for _ in 0..DRAWS {
            let third_byte = rand::random_range(1..=u8::MAX - 1);
            let base_port = LOWEST_PORT + PORTS_PER_BASE * rand::random_range(0..PORT_BASES);
            match Self::try_claim(third_byte, base_port, nodes) {
                Ok(addresses) => return Ok(addresses),
                Err(failure) => last_failure = Some(failure),
            }
        }
        let doing = format!("looking {DRAWS} times for free loopback addresses");
        Err(NetworkError::io(
            doing,
            last_failure.expect("DRAWS is not 0"),
        ))
    }

    /// Claims these addresses, if everything that will listen there can be bound now.
    fn try_claim(third_byte: u8, base_port: u16, nodes: u8) -> std::io::Result<Self> {
        let claim = TcpListener::bind((ip(third_byte, 0), base_port))?;
        let addresses = Self {
            third_byte,
            base_port,
            nodes,
            _claim: claim,
        };
        for index in 0..usize::from(nodes) {
            TcpListener::bind(addresses.or_port(index))?;
            TcpListener::bind(addresses.dir_port(index))?;
        }
        Ok(addresses)
    }

    /// Where a node talks to other nodes.
    pub(super) fn or_port(&self, index: usize) -> SocketAddr {
        SocketAddr::from((self.node_ip(index), self.base_port + 1))
    }

    /// Where an authority talks to the other authorities.
    pub(super) fn dir_port(&self, index: usize) -> SocketAddr {
        SocketAddr::from((self.node_ip(index), self.base_port + 2))
    }

    /// The address that all clients share; each has another port.
    pub(super) fn client_ip(&self) -> Ipv4Addr {
        ip(self.third_byte, self.nodes)
    }

    /// Where a bridge can be reached, as it is and through a transport. All bridges share an address; each
    /// has ports that were free a moment ago.
    pub(super) fn bridge_ports(&self) -> (SocketAddr, SocketAddr) {
        let ip = ip(self.third_byte, self.nodes + 1);
        // Both are held at once, so that they differ.
        let held = [(); 2].map(|()| TcpListener::bind((ip, 0)).expect("a free loopback port"));
        let [plain, obfs4] = held.map(|port| port.local_addr().expect("a bound port"));
        (plain, obfs4)
    }

    /// The address of a node.
    fn node_ip(&self, index: usize) -> Ipv4Addr {
        let index = u8::try_from(index).expect("the number of nodes fits into a byte");
        ip(self.third_byte, index)
    }
}

/// The address of the node with this index in the network with this third byte.
fn ip(third_byte: u8, index: u8) -> Ipv4Addr {
    Ipv4Addr::new(127, FIRST_SECOND_BYTE + index, third_byte, 1)
}
