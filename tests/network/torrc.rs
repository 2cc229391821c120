//! The configuration texts: a torrc for every node, and Arti's tables for everybody else.
//!
//! Hardly an option here is for show: each mends something that was seen to go wrong on a network
//! of a few nodes on one machine.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;

use super::keys::{Authority, Identity};
use super::layout::{Addresses, Layout};
use super::node;
use super::vote::{self, VOTE_STEP};

/// The build timeout of circuits in milliseconds. Learnt on loopback, it would be some 20 ms, and
/// circuits would fail as soon as the machine is busy.
const CIRCUIT_TIMEOUT: u32 = 3_000;
/// The fewest usable guards that Arti asks for; its default is more than there are, and Arti would
/// warn of that every second.
const FEWEST_GUARDS: u32 = 4;
/// The share of all paths that a node must know before it builds circuits, as chutney, Tor's own
/// test network, has it.
const PATHS_NEEDED: &str = "0.67";
/// The intervals for which a consensus is valid: the fewest that tor accepts.
const INTERVALS_VALID: u32 = 2;

/// Makes a relay fetch the directory. Until there is one it must not even try: after each failure
/// tor waits longer before it tries again, up to some 12 seconds.
pub(super) const FETCH_DIRECTORY: &str = "FetchServerDescriptors=1";

/// What a node does in the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Votes on the directory.
    Authority,
    /// Relays to other relays only.
    Relay,
    /// Relays to anywhere.
    Exit,
}

impl Role {
    /// The role of a node: the authorities come first, then the exits, then the other relays.
    pub(super) fn of(index: usize, layout: &Layout) -> Self {
        if index < layout.authorities {
            Self::Authority
        } else if index < layout.authorities + layout.exits {
            Self::Exit
        } else {
            Self::Relay
        }
    }
}

/// What every tor of the network has in its torrc, clients too.
pub(super) fn common(authorities: &[Authority], addresses: &Addresses, interval: u64) -> String {
    // Because of its owner's process id, every tor ends by itself, within 15 seconds, when this
    // process was killed.
    let mut text = format!(
        "TestingTorNetwork 1
__OwningControllerProcess {owner}
Log notice stdout
NumCPUs 1
ShutdownWaitLength 0
AvoidDiskWrites 1
GeoIPFile /dev/null
GeoIPv6File /dev/null
PathsNeededToBuildCircuits {PATHS_NEEDED}
TestingV3AuthInitialVotingInterval {interval}
V3AuthVotingInterval {interval}
",
        owner = std::process::id(),
    );
    for (index, authority) in authorities.iter().enumerate() {
        let or_port = addresses.or_port(index);
        // Writing to a string can't fail, here and below.
        let _ = writeln!(
            text,
            "DirAuthority a{} orport={} no-v2 v3ident={} {} {}",
            index + 1,
            or_port.port(),
            authority.v3ident,
            addresses.dir_port(index),
            authority.identity.rsa,
        );
    }
    text
}

/// The lines that name a node's own files.
pub(super) fn files(folder: &Path) -> String {
    let data = folder.display();
    let control = node::control_socket(folder);
    let control = control.display();
    format!("DataDirectory {data}\nControlSocket {control}\n")
}

/// What a relay has in its torrc, authorities too.
pub(super) fn relay(role: Role, name: &str, addresses: &Addresses, index: usize) -> String {
    let or_port = addresses.or_port(index);
    let ip = or_port.ip();
    // Nobody resolves names here: an exit must not even look for a resolver, nor test it.
    let mut text = format!(
        "Nickname {name}
SocksPort 0
Address {ip}
ORPort {or_port} IPv4Only
OutboundBindAddress {ip}
AddressDisableIPv6 1
AssumeReachable 1
ServerDNSResolvConfFile /dev/null
ServerDNSDetectHijacking 0
ServerDNSTestAddresses
ContactInfo nobody@test.invalid
"
    );
    text.push_str(match role {
        Role::Exit => "ExitRelay 1\nExitPolicyRejectPrivate 0\nExitPolicy accept *:*\n",
        Role::Authority | Role::Relay => "ExitRelay 0\n",
    });
    if role != Role::Authority {
        text.push_str("FetchServerDescriptors 0\n");
    }
    text
}

/// What a bridge has in its torrc; `obfs4` is where it is reached through the program of this path.
pub(super) fn bridge(plain: SocketAddr, obfs4: SocketAddr, program: &str) -> String {
    let ip = plain.ip();
    format!(
        "Nickname bridge
SocksPort 0
BridgeRelay 1
PublishServerDescriptor 0
Address {ip}
ORPort {plain} IPv4Only
ExtORPort auto
ServerTransportPlugin obfs4 exec {program}
ServerTransportListenAddr obfs4 {obfs4}
OutboundBindAddress {ip}
AddressDisableIPv6 1
AssumeReachable 1
ServerDNSResolvConfFile /dev/null
ServerDNSDetectHijacking 0
ContactInfo nobody@test.invalid
ExitRelay 0
"
    )
}

/// What an authority has in its torrc beside that.
///
/// `first_vote` is the second, since 1970, in which the first consensus is due.
pub(super) fn authority(
    addresses: &Addresses,
    index: usize,
    layout: &Layout,
    network: &Path,
    first_vote: u64,
) -> String {
    let dir_port = addresses.dir_port(index);
    let bandwidths = vote::bandwidth_file(network);
    let bandwidths = bandwidths.display();
    let offset = vote::offset(first_vote, layout.interval);
    // In a testing network C tor computes the time period from the voting interval; Arti must be
    // told, in minutes.
    let time_period = vote::time_period(layout.interval) / 60;
    let most_guards = layout.nodes();
    format!(
        "AuthoritativeDirectory 1
V3AuthoritativeDirectory 1
DirPort {dir_port} IPv4Only
TestingDirAuthVoteExit *
TestingDirAuthVoteHSDir *
TestingDirAuthVoteGuard *
TestingMinExitFlagThreshold 0
MinUptimeHidServDirectoryV2 0
V3BandwidthsFile {bandwidths}
V3AuthNIntervalsValid {INTERVALS_VALID}
TestingV3AuthVotingStartOffset {offset}
TestingV3AuthInitialVoteDelay {VOTE_STEP}
TestingV3AuthInitialDistDelay {VOTE_STEP}
V3AuthVoteDelay {VOTE_STEP}
V3AuthDistDelay {VOTE_STEP}
ConsensusParams hsdir_interval={time_period} cbtmintimeout={CIRCUIT_TIMEOUT} cbtinitialtimeout={CIRCUIT_TIMEOUT} \
guard-min-filtered-sample-size={FEWEST_GUARDS} guard-max-sample-size={most_guards}
"
    )
}

/// Arti's configuration for this network, nested under `[tor]`.
pub(super) fn tor_table(
    authorities: &[Authority],
    identities: &[Identity],
    addresses: &Addresses,
) -> String {
    let mut text = String::from("[tor.tor_network.authorities]\nv3idents = [\n");
    for authority in authorities {
        let _ = writeln!(text, "    \"{}\",", authority.v3ident);
    }
    text.push_str("]\n");
    for (index, identity) in identities.iter().enumerate() {
        let _ = write!(
            text,
            "
[[tor.tor_network.fallback_caches]]
rsa_identity = \"{}\"
ed_identity = \"{}\"
orports = [\"{}\"]
",
            identity.rsa,
            identity.ed25519,
            addresses.or_port(index),
        );
    }
    text
}
