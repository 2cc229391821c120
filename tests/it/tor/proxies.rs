//! Networks with a proxy in the way: the room is reached through it, and the program speaks to nobody else.

use std::fs;
use std::net::{Ipv4Addr, SocketAddrV4, TcpListener};
use std::process::Stdio;
use std::time::Duration;

use libtest_mimic::Trial;
use tokio::process::{Child, Command};

use super::bridges::{Watch, abroad, open};
use super::faults::what_blocks;
use super::{Folders, SharedNetwork, tor_trials};
use crate::support::eventually;
use crate::support::sockets::listens;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        a_room_on_a_proxy_speaks_to_the_proxy_alone,
        a_proxy_may_come_late
    ]
}

/// A proxy's user, and the password with something in it that a URL cannot have as it is.
const USER: (&str, &str) = ("fox", "p@ss");

/// A program that is a proxy, as it is started for this port.
type Start = fn(&Folders, u16) -> Command;

/// A SOCKS 5 proxy, for everybody.
fn open_to_all(_: &Folders, port: u16) -> Command {
    let mut command = Command::new("microsocks");
    command.args(["-i", "127.0.0.1", "-p", &port.to_string()]);
    command
}

/// A SOCKS 5 proxy, for who knows a password.
fn asking_for_a_password(folders: &Folders, port: u16) -> Command {
    let mut command = open_to_all(folders, port);
    command.args(["-u", USER.0, "-P", USER.1]);
    command
}

/// An HTTP proxy, which is asked to `CONNECT`.
fn speaking_http(folders: &Folders, port: u16) -> Command {
    let file = folders.0.path().join("tinyproxy.conf");
    let text = format!("Port {port}\nListen 127.0.0.1\nTimeout 600\nMaxClients 100\n");
    fs::write(&file, text).expect("written");
    let mut command = Command::new("tinyproxy");
    command.arg("-d").arg("-c").arg(file);
    command
}

/// How often a port may be taken by somebody else before the proxy has it; then the proxy cannot be started at all.
const ATTEMPTS: usize = 5;

/// A port that is free at the moment.
fn free_port() -> u16 {
    // The listener must be gone when the proxy asks for the port.
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// A proxy of its own that listens, and where. A room that is refused at first tries again after seconds, and after
/// minutes then, so it must not come before the proxy does.
async fn proxy(folders: &Folders, start: Start) -> (Child, SocketAddrV4) {
    for _ in 0..ATTEMPTS {
        let port = free_port();
        if let Some(proxy) = proxy_at(folders, start, port).await {
            return (proxy, SocketAddrV4::new(Ipv4Addr::LOCALHOST, port));
        }
    }
    panic!("the proxy ended {ATTEMPTS} times instead of listening");
}

/// A proxy that listens on this port, unless somebody else does.
async fn proxy_at(folders: &Folders, start: Start, port: u16) -> Option<Child> {
    let mut proxy = start(folders, port)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("Debian's microsocks and tinyproxy-bin are installed; tests/run installs them");
    let pid = proxy.id().expect("it was not awaited yet");
    let mut has_ended = false;
    eventually("the proxy listens or ends", async || {
        has_ended = proxy.try_wait().expect("a process").is_some();
        has_ended || listens(pid)
    })
    .await;
    (!has_ended).then_some(proxy)
}

/// How late the proxy is: by then Arti left to itself asks again after minutes.
const LATE: Duration = Duration::from_secs(20);

/// How long a room may take to be reachable once its proxy has come: it is looked for every two seconds, and Arti
/// left to itself asks again after minutes.
const SOON: Duration = Duration::from_mins(1);

/// A room that was started before its proxy, as at boot, says what it waits for and is reachable soon after.
async fn a_proxy_may_come_late(network: SharedNetwork) {
    let folders = Folders::new();
    let port = free_port();
    let url = format!("socks5://127.0.0.1:{port}");
    let table = network.get().tor_table();
    let mut process = folders.program(table, &["--proxy", &url]).spawn();
    let why = what_blocks(&mut process).await;
    assert!(why.contains("nothing answers at the proxy"), "{why}");
    // No event tells how long Arti would wait by now.
    tokio::time::sleep(LATE).await;
    let _proxy = proxy_at(&folders, open_to_all, port)
        .await
        .expect("nobody else took the port");
    process.event_within("reachable", SOON).await;
}

/// The only one that a room on a proxy ever connects to is the proxy, whichever kind it is.
async fn a_room_on_a_proxy_speaks_to_the_proxy_alone(network: SharedNetwork) {
    let (user, password) = (USER.0, USER.1.replace('@', "%40"));
    let kinds: [(Start, String); 3] = [
        (open_to_all, "socks5://".to_owned()),
        (
            asking_for_a_password,
            format!("socks5://{user}:{password}@"),
        ),
        (speaking_http, "http://".to_owned()),
    ];
    for (start, url) in kinds {
        let folders = Folders::new();
        let (process, address) = proxy(&folders, start).await;
        let onward = Watch::over(process.id().expect("it runs"));
        let (_room, seen) =
            open(&folders, &network, &["--proxy", &format!("{url}{address}")]).await;
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [address], "{url}");
        assert!(!abroad(&onward.seen()).is_empty(), "{url}");
    }
}
