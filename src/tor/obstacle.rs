//! What may stand between this computer and the Tor network, in the host's words: the network
//! itself, bridges that are gone, a program that does not run, a proxy that is not there.

use std::{
    fs, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket},
    path::{Path, PathBuf},
    time::Duration,
};

use tokio::{
    net::TcpStream,
    sync::watch,
    time::{sleep, timeout},
};
use toml::{Table, Value};

use super::bridges;

/// How long a proxy may take to accept a connection; most are on this computer.
const PROXY_PATIENCE: Duration = Duration::from_secs(3);

/// How often a way that is closed is looked at again. It asks this computer alone, or a proxy that is mostly on it.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// How long it is waited for at most: a way that begins although it does not look so must not be lost.
const GAP_AT_MOST: Duration = Duration::from_mins(10);

/// Somewhere far away: two of the root name servers (root-servers.org), to which every way out leads. Nothing is sent
/// there.
const FAR_AWAY: [IpAddr; 4] = [
    IpAddr::V4(Ipv4Addr::new(198, 41, 0, 4)),
    IpAddr::V4(Ipv4Addr::new(193, 0, 14, 129)),
    IpAddr::V6(Ipv6Addr::new(0x2001, 0x503, 0xba3e, 0, 0, 0, 2, 0x30)),
    IpAddr::V6(Ipv6Addr::new(0x2001, 0x7fd, 0, 0, 0, 0, 0, 1)),
];

/// Where people get bridges.
const MORE_BRIDGES: &str = "https://bridges.torproject.org";

/// The way to the Tor network, as far as this computer can look at it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Way {
    /// How many bridges there are.
    bridges: usize,
    /// The program of each transport that a bridge uses.
    programs: Vec<(String, PathBuf)>,
    /// The proxy, if any.
    proxy: Option<SocketAddr>,
    /// Whether it leads straight to relays anywhere in the world. Bridges, a proxy and the relays of a network of its
    /// own may be where no way out is needed.
    goes_out: bool,
}

impl Way {
    /// The way that Arti's configuration says, whoever wrote it there.
    pub(super) fn of(table: &Table) -> Self {
        let bridges = table.get("bridges").and_then(Value::as_table);
        let list = |key: &str| {
            let list = bridges.and_then(|bridges| bridges.get(key)?.as_array());
            list.cloned().unwrap_or_default()
        };
        let lines = list("bridges");
        let used = |name: &str| {
            lines.iter().filter_map(Value::as_str).any(|line| {
                let words = line.split_ascii_whitespace();
                words.take(2).any(|word| word == name)
            })
        };
        let programs = list("transports").iter().flat_map(programs).collect();
        let proxy = table
            .get("channel")
            .and_then(|channel| channel.get("outbound_proxy")?.as_str())
            .and_then(|url| bridges::proxy_address(url).ok());
        let mut way = Self {
            bridges: lines.len(),
            programs,
            proxy,
            goes_out: lines.is_empty() && proxy.is_none() && !table.contains_key("tor_network"),
        };
        way.programs.retain(|(name, _)| used(name));
        way
    }

    /// Waits until the way begins: there is a network, and the proxy answers. Arti asks more and more rarely the longer
    /// nothing answers, so whoever lets it ask before that waits for minutes after the network has come. What is
    /// missing meanwhile is told to `gap`.
    pub(super) async fn until_it_begins(&self, gap: &watch::Sender<Option<String>>) {
        let look = async {
            while let missing @ Some(_) = self.gap().await {
                gap.send_replace(missing);
                sleep(LOOK_AGAIN).await;
            }
        };
        let _ = timeout(GAP_AT_MOST, look).await;
        gap.send_replace(None);
    }

    /// What is wrong on this computer, as far as it can be seen: a program that does not run, no network, a proxy
    /// that does not answer.
    pub(super) async fn fault(&self) -> Option<String> {
        let running = children();
        for (name, path) in &self.programs {
            if !running.iter().any(|command| is_of(command, path)) {
                return Some(format!(
                    "the program {} for the transport {name} does not run: it cannot be started, \
                     or ends by itself; try it by hand, or name another: --transport {name}=PATH",
                    path.display()
                ));
            }
        }
        self.gap().await
    }

    /// Why the way does not even begin, if it does not.
    async fn gap(&self) -> Option<String> {
        if self.goes_out && !is_connected() {
            return Some("this computer has no network connection: connect it".to_owned());
        }
        let proxy = self.proxy?;
        let why = match timeout(PROXY_PATIENCE, TcpStream::connect(proxy)).await {
            Ok(Ok(_)) => return None,
            Ok(Err(error)) => error.to_string(),
            Err(_) => "it takes too long".to_owned(),
        };
        Some(format!(
            "nothing answers at the proxy {proxy} ({why}): start it, or name another: --proxy URL"
        ))
    }

    /// Whether a proxy stands at its beginning.
    pub(super) fn has_proxy(&self) -> bool {
        self.proxy.is_some()
    }

    /// What it most likely means that nothing comes from the Tor network, and what the host can do.
    pub(super) fn silence(&self) -> String {
        let advice = match (self.bridges, self.proxy) {
            (0, None) => format!(
                "your network lets nothing through to Tor; try a bridge: --bridge LINE, with a \
                 line from {MORE_BRIDGES}"
            ),
            (0, Some(proxy)) => format!(
                "the proxy {proxy} lets nothing through to Tor; try another, or a bridge: --bridge \
                 LINE, with a line from {MORE_BRIDGES}"
            ),
            (1, _) => format!(
                "your bridge does not answer: it is gone or blocked; get another at {MORE_BRIDGES}"
            ),
            (_, _) => format!(
                "none of your bridges answers: they are gone or blocked; get others at \
                 {MORE_BRIDGES}"
            ),
        };
        format!("check this computer's network connection; where other programs have one, {advice}")
    }
}

/// Whether this computer knows a way out into the network. Where that cannot be found out, Arti will.
fn is_connected() -> bool {
    let leads_there = |far: IpAddr| {
        let here: IpAddr = match far {
            IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
            IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
        };
        // For datagrams this only asks the table of routes.
        let socket = UdpSocket::bind((here, 0))?;
        socket.connect((far, 9))
    };
    let is_cut_off = |error: &io::Error| {
        matches!(
            error.kind(),
            io::ErrorKind::NetworkUnreachable
                | io::ErrorKind::NetworkDown
                | io::ErrorKind::HostUnreachable
                | io::ErrorKind::AddrNotAvailable
                | io::ErrorKind::Unsupported
        )
    };
    !FAR_AWAY
        .into_iter()
        .all(|far| leads_there(far).is_err_and(|error| is_cut_off(&error)))
}

/// The names and the program of a transport in Arti's configuration, where Arti starts one.
fn programs(transport: &Value) -> Vec<(String, PathBuf)> {
    let path = transport.get("path").and_then(|path| {
        let text = path.as_str().or_else(|| path.get("literal")?.as_str())?;
        Some(PathBuf::from(text))
    });
    let names = transport.get("protocols").and_then(Value::as_array);
    let names = names.into_iter().flatten().filter_map(Value::as_str);
    names
        .filter_map(|name| Some((name.to_owned(), path.clone()?)))
        .collect()
}

/// What this process has started and what still runs: the file, and the words of the command.
fn children() -> Vec<(PathBuf, Vec<String>)> {
    let Ok(threads) = fs::read_dir("/proc/self/task") else {
        return Vec::new();
    };
    let lists = threads
        .filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("children")).ok())
        .collect::<Vec<_>>();
    let children = lists.iter().flat_map(|list| list.split_whitespace());
    children
        .filter_map(|id| {
            let folder = Path::new("/proc").join(id);
            let file = fs::read_link(folder.join("exe")).ok()?;
            let words = fs::read(folder.join("cmdline")).ok()?;
            let words = words.split(|byte| *byte == 0);
            let words = words.map(|word| String::from_utf8_lossy(word).into_owned());
            Some((file, words.collect()))
        })
        .collect()
}

/// Whether a command is this program: the file itself, or a script that another program reads.
fn is_of((file, words): &(PathBuf, Vec<String>), program: &Path) -> bool {
    let real = program.canonicalize();
    real.is_ok_and(|real| *file == real) || words.iter().any(|word| Path::new(word) == program)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The way in this configuration.
    fn way(table: &str) -> Way {
        Way::of(&table.parse().unwrap())
    }

    /// What is said differs by what is configured already.
    #[test]
    fn silence_is_told_by_what_is_configured() {
        assert!(way("").silence().contains("try a bridge: --bridge"));
        let one = way("bridges.bridges = ['192.0.2.1:443 X']");
        assert!(one.silence().contains("your bridge does not answer"));
        let two = way("bridges.bridges = ['192.0.2.1:443 X', 'obfs4 192.0.2.2:443 Y']");
        assert!(two.silence().contains("none of your bridges answers"));
        assert!(!two.silence().contains("192.0.2"));
        let proxy = way("channel.outbound_proxy = 'socks5://127.0.0.1:9'");
        assert!(proxy.silence().contains("the proxy 127.0.0.1:9"));
    }

    /// A way out is needed only where the relays are anywhere in the world.
    #[test]
    fn not_every_way_goes_out() {
        assert!(way("").goes_out);
        for table in [
            "bridges.bridges = ['192.0.2.1:443 X']",
            "channel.outbound_proxy = 'socks5://127.0.0.1:9'",
            "[tor_network]",
        ] {
            assert!(!way(table).goes_out, "{table}");
        }
    }

    /// What is missing is told until it is there.
    #[tokio::test]
    async fn it_is_waited_for_what_is_missing() {
        let place = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = place.local_addr().unwrap();
        drop(place);
        let way = way(&format!("channel.outbound_proxy = 'socks5://{address}'"));
        let (gap, mut gaps) = watch::channel(None);
        let waiting = tokio::spawn(async move { way.until_it_begins(&gap).await });
        gaps.changed().await.unwrap();
        assert!(gaps.borrow().as_ref().unwrap().contains("proxy"));
        let _proxy = std::net::TcpListener::bind(address).unwrap();
        waiting.await.unwrap();
        assert_eq!(*gaps.borrow(), None);
    }

    /// A program is looked for only where a bridge uses it.
    #[test]
    fn programs_of_unused_transports_do_not_count() {
        let text = "[bridges]
            bridges = ['Bridge obfs4 192.0.2.2:443 Y']
            [[bridges.transports]]
            protocols = ['obfs4']
            path = { literal = '/bin/one' }
            [[bridges.transports]]
            protocols = ['snowflake']
            path = '/bin/other'";
        assert_eq!(
            way(text).programs,
            [("obfs4".to_owned(), PathBuf::from("/bin/one"))]
        );
    }

    /// A program that does not run is named; one that runs is none.
    #[tokio::test]
    async fn a_program_that_does_not_run_is_named() {
        let mut sleeping = std::process::Command::new("/bin/sleep")
            .arg("30")
            .spawn()
            .unwrap();
        let way = |path: &str| Way {
            bridges: 1,
            programs: vec![("obfs4".into(), path.into())],
            ..Way::default()
        };
        assert_eq!(way("/bin/sleep").fault().await, None);
        let fault = way("/bin/false").fault().await.unwrap();
        assert!(fault.contains("/bin/false"), "{fault}");
        sleeping.kill().unwrap();
        sleeping.wait().unwrap();
    }

    /// A proxy at which nobody answers is named.
    #[tokio::test]
    async fn a_proxy_that_does_not_answer_is_named() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let way = way(&format!("channel.outbound_proxy = 'socks5://{address}'"));
        assert_eq!(way.fault().await, None);
        drop(listener);
        let fault = way.fault().await.unwrap();
        assert!(fault.contains(&address.to_string()), "{fault}");
    }
}
