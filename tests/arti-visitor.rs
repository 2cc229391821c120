//! A visitor with a Tor of its own, in a process of its own, for the tests:
//! `arti-visitor CONFIG FOLDER ADDRESS`.
//!
//! It bootstraps an Arti client with the `[tor]` table of the configuration file, fetches the room's
//! page at the onion address, sends a message and opens the transcript, and copies what comes to
//! stdout, piece by piece, until the transcript ends.

use std::{error::Error, path::Path};

use arti_client::{
    TorClient,
    config::{CfgPath, TorClientConfigBuilder},
};
use serde::Deserialize;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// As much of a transcript as is taken at once.
const PIECE: usize = 4096;

/// What of the configuration file concerns a visitor.
#[derive(Deserialize)]
struct File {
    /// Arti's own configuration.
    tor: TorClientConfigBuilder,
}

/// Reads the arguments and does it.
#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [config, folder, address] = &arguments[..] else {
        return Err("usage: arti-visitor CONFIG FOLDER ADDRESS".into());
    };
    visit(config.as_ref(), folder.as_ref(), address).await
}

/// Fetches the page, says hello, and reads the transcript until it ends.
async fn visit(config: &Path, folder: &Path, address: &str) -> Result<(), Box<dyn Error>> {
    // It fails only where there is a provider already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut file: File = toml::from_str(&std::fs::read_to_string(config)?)?;
    file.tor
        .storage()
        .state_dir(CfgPath::new_literal(folder.join("state")))
        .cache_dir(CfgPath::new_literal(folder.join("cache")));
    let client = TorClient::create_bootstrapped(file.tor.build()?).await?;
    let form = "msg=hello+from+arti";
    let requests = [
        format!("GET / HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"),
        format!(
            "POST /send HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{form}",
            form.len()
        ),
        format!("GET /messages HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"),
    ];
    let mut stdout = tokio::io::stdout();
    let mut piece = vec![0; PIECE];
    for request in requests {
        let mut stream = client.connect((address, 80)).await?;
        stream.write_all(request.as_bytes()).await?;
        stream.flush().await?;
        // Arti ends a stream with an error where the other side does not say that it is done.
        while let Ok(count @ 1..) = stream.read(&mut piece).await {
            stdout.write_all(&piece[..count]).await?;
            stdout.flush().await?;
        }
    }
    Ok(())
}
