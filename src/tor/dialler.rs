//! Streams to other onion services through Tor.

use arti_client::{DataStream, ErrorKind, HasKind};
use tor_hscrypto::pk::{HsClientDescEncSecretKey, HsId};
use tor_keymgr::KeystoreSelector;
use tor_llcrypto::pk::curve25519::StaticSecret;

use super::Client;
use crate::{
    dial::{Destination, Dial, DialError},
    guests::GuestSecret,
    onion::OnionAddress,
};

/// Opens streams through Tor. What one of them opens shares circuits; what two of them open never does.
#[derive(Clone)]
pub struct Dialler(Client);

impl std::fmt::Debug for Dialler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Dialler")
    }
}

/// A guest's key could not be kept for the time that the process runs.
#[derive(Debug, thiserror::Error)]
#[error("Tor does not take the guest's key: {0}.")]
pub struct NoKey(String);

impl Dialler {
    /// One on circuits of its own.
    pub(super) fn new(client: &Client) -> Self {
        Self(client.isolated_client())
    }

    /// Uses a guest's key for an address from now on. Where the keystore is in memory, so is the key.
    ///
    /// # Errors
    /// Where Arti does not take it.
    pub fn use_key(&self, address: &OnionAddress, key: &GuestSecret) -> Result<(), NoKey> {
        let secret = HsClientDescEncSecretKey::from(StaticSecret::from(*key.as_bytes()));
        let service = HsId::from(*address.key());
        let keystore = KeystoreSelector::Primary;
        // One that turned out wrong would be in the way.
        self.0
            .remove_service_discovery_key(keystore, service)
            .and_then(|_| {
                self.0
                    .insert_service_discovery_key(keystore, service, secret)
            })
            .map(|_| ())
            .map_err(|error| NoKey(error.to_string()))
    }
}

impl Dial for Dialler {
    type Stream = DataStream;

    async fn dial(&self, to: &Destination) -> Result<DataStream, DialError> {
        let Destination::Onion(address, port) = to else {
            return Err(DialError::Refused);
        };
        let stream = self.0.connect((address.reveal(), *port)).await;
        stream.map_err(|error| why(error.kind()))
    }
}

/// Why there is no stream.
fn why(kind: ErrorKind) -> DialError {
    match kind {
        ErrorKind::OnionServiceNotFound => DialError::NotFound,
        ErrorKind::OnionServiceNotRunning | ErrorKind::OnionServiceConnectionFailed => {
            DialError::NotRunning
        }
        ErrorKind::OnionServiceMissingClientAuth => DialError::KeyMissing,
        ErrorKind::OnionServiceWrongClientAuth => DialError::KeyWrong,
        // A service destroys the circuit of whoever asks for a port that it does not have.
        ErrorKind::RemoteConnectionRefused
        | ErrorKind::RemoteStreamClosed
        | ErrorKind::RemoteStreamReset
        | ErrorKind::RemoteStreamError
        | ErrorKind::CircuitCollapse
        // Arti says so where that happens while a second stream is asked for on the circuit.
        | ErrorKind::BadApiUsage => DialError::Refused,
        ErrorKind::TorAccessFailed | ErrorKind::LocalNetworkError => DialError::NoTor,
        ErrorKind::TorNetworkTimeout | ErrorKind::RemoteNetworkTimeout | ErrorKind::ExitTimeout => {
            DialError::Late
        }
        other => DialError::Other(other.to_string()),
    }
}
