//! Streams to programs on this computer.

use std::io;

use tokio::net::TcpStream;

use super::{Destination, Dial, DialError};

/// Opens streams to loopback only: nothing goes out to the network beside Tor.
#[derive(Debug, Clone, Copy, Default)]
pub struct Loopback;

impl Dial for Loopback {
    type Stream = TcpStream;

    async fn dial(&self, to: &Destination) -> Result<TcpStream, DialError> {
        let Destination::Loopback(address) = to else {
            return Err(DialError::NoTor);
        };
        if !address.ip().is_loopback() {
            return Err(DialError::Refused);
        }
        let stream = TcpStream::connect(address).await;
        stream.map_err(|error| match error.kind() {
            io::ErrorKind::ConnectionRefused => DialError::NotRunning,
            _ => DialError::Other(error.to_string()),
        })
    }
}
