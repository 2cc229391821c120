//! Addresses come from C tor and go back to it.

use std::fs;
use std::path::Path;

use libtest_mimic::Trial;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::private::{client_with, command};
use super::{Folders, REACHABLE, SharedNetwork, isolation, through_tor, tor_trials};
use crate::network::Client;
use crate::support::client::{Ask, Line};
use crate::support::within;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        c_tors_address_moves_here,
        an_address_moves_to_c_tor
    ]
}

/// The files of an identity.
const FILES: [&str; 3] = ["hs_ed25519_secret_key", "hs_ed25519_public_key", "hostname"];

/// A C tor with an onion service in this folder, whose visitors go to this port.
async fn c_tor_service(network: &SharedNetwork, folder: &Path, port: u16) -> Client {
    let torrc = format!(
        "HiddenServiceDir {}\nHiddenServicePort 80 127.0.0.1:{port}",
        folder.display()
    );
    let network = network.clone();
    let client = tokio::task::spawn_blocking(move || network.get().new_client_with(&torrc));
    client.await.expect("no panic").expect("a client")
}

/// A folder that C tor made is imported: the room is reachable at C tor's address, and gives back the files of C
/// tor's, byte for byte.
async fn c_tors_address_moves_here(network: SharedNetwork) {
    let folders = Folders::new();
    let made = folders.keys().with_file_name("made-by-c-tor");
    drop(c_tor_service(&network, &made, 1).await);
    let hostname = fs::read_to_string(made.join("hostname")).expect("C tor made it");

    let imported = command(&folders, &["keys", "import", made.to_str().expect("UTF-8")]).await;
    assert_eq!(imported["onion"], hostname.trim_end());
    let room = folders.open(network.get(), &[]).await;
    assert_eq!(room.address, hostname.trim_end());
    Line::to(&room.another_way())
        .await
        .ask(Ask::get("/clock"))
        .await
        .expect(200);
    room.terminate().await;

    let back = folders.keys().with_file_name("given-back");
    command(&folders, &["keys", "export", back.to_str().expect("UTF-8")]).await;
    for file in FILES {
        let read = |folder: &Path| fs::read(folder.join(file)).expect("a file");
        assert_eq!(read(&made), read(&back), "{file}");
    }
}

/// A folder that this program wrote is C tor's from then on: C tor serves the same address, to the guests that are
/// in it and to nobody else.
async fn an_address_moves_to_c_tor(network: SharedNetwork) {
    let folders = Folders::new();
    let anna = command(&folders, &["invite", "anna"]).await;
    let onion = anna["onion"].as_str().expect("an address");
    let folder = folders.keys().with_file_name("exported");
    command(
        &folders,
        &["keys", "export", folder.to_str().expect("UTF-8")],
    )
    .await;
    let before: Vec<_> = FILES.map(|file| fs::read(folder.join(file)).ok()).into();

    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"C tor").await;
        }
    });
    let _service = c_tor_service(&network, &folder, port).await;
    let line = anna["auth_private"].as_str().expect("a line");
    let mut guest = client_with(&network, line).await;
    within(REACHABLE, "C tor serves the address", async || {
        guest.new_identity().expect("Tor answers");
        let Ok(mut stream) = through_tor(guest.socks(), onion, 80, &isolation()).await else {
            return false;
        };
        let mut said = String::new();
        let _ = stream.read_to_string(&mut said).await;
        said == "C tor"
    })
    .await;
    let stranger = network.get().socks();
    let refused = through_tor(stranger, onion, 80, &isolation()).await;
    assert!(refused.is_err(), "without a key");
    let after: Vec<_> = FILES.map(|file| fs::read(folder.join(file)).ok()).into();
    assert!(before == after, "C tor changed nothing");
}
