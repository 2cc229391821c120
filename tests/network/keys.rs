//! Who the nodes are: an authority's keys are made before it starts, a relay makes its own.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use super::NetworkError;
use super::command::{self, TOR, TOR_GENCERT};
use super::layout::{Addresses, Layout};
use super::node::{self, Node};

/// The passphrase of the authorities' identity keys, which tor-gencert insists on.
const PASSPHRASE: &str = "private network\n";
/// The life of a certificate in months: so long that tor does not urge us to renew it.
const CERTIFICATE_MONTHS: &str = "12";
/// How long a relay may take to make its keys; a fifth of a second on an idle machine.
const KEYS_LIMIT: Duration = Duration::from_secs(30);

/// What the other nodes must know of an authority before any node starts.
#[derive(Debug)]
pub(super) struct Authority {
    /// The fingerprint of the key that signs its certificate, in hexadecimal.
    pub(super) v3ident: String,
    /// Its identity as a relay.
    pub(super) identity: Identity,
}

/// Who a relay is.
#[derive(Debug)]
pub(super) struct Identity {
    /// The fingerprint of its RSA key, in hexadecimal.
    pub(super) rsa: String,
    /// Its Ed25519 key, in base64 without padding.
    pub(super) ed25519: String,
}

impl Identity {
    /// Reads the identity of a node that has just been started, as soon as it has made its keys.
    pub(super) fn of(node: &mut Node) -> Result<Self, NetworkError> {
        node.wait_for("its keys", KEYS_LIMIT, |node| Self::read(node.folder()))
    }

    /// Reads the files in which tor names itself, once they are complete.
    fn read(folder: &Path) -> Option<Self> {
        let second_word = |file: &str| {
            let text = fs::read_to_string(folder.join(file)).ok()?;
            text.strip_suffix('\n')?
                .split_whitespace()
                .nth(1)
                .map(str::to_owned)
        };
        Some(Self {
            rsa: second_word("fingerprint")?,
            ed25519: second_word("fingerprint-ed25519")?,
        })
    }
}

/// Makes the keys of all authorities, each in a thread: its RSA key of 3072 bits takes a second.
pub(super) fn make_authorities(
    layout: &Layout,
    addresses: &Addresses,
    network: &Path,
) -> Result<Vec<Authority>, NetworkError> {
    thread::scope(|scope| {
        let makers: Vec<_> = (0..layout.authorities)
            .map(|index| {
                scope.spawn(move || {
                    make_authority(&network.join(layout.name(index)), addresses, index)
                })
            })
            .collect();
        makers
            .into_iter()
            .map(|maker| maker.join().expect("make_authority() does not panic"))
            .collect()
    })
}

/// Makes the keys of one authority in its folder.
fn make_authority(
    folder: &Path,
    addresses: &Addresses,
    index: usize,
) -> Result<Authority, NetworkError> {
    let keys = folder.join("keys");
    node::make_folder(&keys)?;
    let v3ident = make_certificate(&keys, addresses.dir_port(index))?;
    let identity = make_identity(folder, addresses.or_port(index))?;
    Ok(Authority { v3ident, identity })
}

/// Makes the keys that sign votes, with their certificate; returns the fingerprint in it.
fn make_certificate(keys: &Path, dir_port: SocketAddr) -> Result<String, NetworkError> {
    let certificate = keys.join("authority_certificate");
    let mut gencert = Command::new(TOR_GENCERT);
    gencert
        .arg("--create-identity-key")
        .args(["--passphrase-fd", "0"]);
    gencert.arg("-i").arg(keys.join("authority_identity_key"));
    gencert.arg("-s").arg(keys.join("authority_signing_key"));
    gencert.arg("-c").arg(&certificate);
    gencert.args(["-m", CERTIFICATE_MONTHS, "-a", &dir_port.to_string()]);
    command::run(&mut gencert, TOR_GENCERT, PASSPHRASE)?;
    let file = certificate.display();
    let text = fs::read_to_string(&certificate)
        .map_err(|failure| NetworkError::io(format!("reading {file}"), failure))?;
    text.lines()
        .find_map(|line| line.strip_prefix("fingerprint "))
        .map(str::to_owned)
        .ok_or_else(|| nonsense(&gencert))
}

/// Makes the keys that every relay has, with a tor that ends when it has made them.
fn make_identity(folder: &Path, or_port: SocketAddr) -> Result<Identity, NetworkError> {
    let mut list = node::tor_without_defaults(folder);
    list.arg("-f").arg(folder.join("no-torrc")).arg("--quiet");
    list.arg("--DataDirectory").arg(folder);
    list.args(["--ORPort", &or_port.to_string()]);
    list.args(["--list-fingerprint", "rsa"]);
    command::run(&mut list, TOR, "")?;
    Identity::read(folder).ok_or_else(|| nonsense(&list))
}

/// The error about a command that said that it had succeeded, and had not.
fn nonsense(command: &Command) -> NetworkError {
    NetworkError::Command {
        command: format!("{command:?}"),
        output: "(no fingerprint)".to_owned(),
    }
}
