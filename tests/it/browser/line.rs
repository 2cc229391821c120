//! The line between a browser and a room: it passes everything on, and can be cut.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// What the line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// It passes everything on.
    Open,
    /// Nothing passes, and nobody is told: a Tor circuit that has died somewhere on its way.
    Silent,
    /// All connections are reset, and new ones refused: the server is gone.
    Cut,
}

/// A line to a room.
pub struct Line {
    /// Where browsers find the room.
    pub address: SocketAddr,
    /// What the line does.
    mode: watch::Sender<Mode>,
    /// Passes everything on.
    _tasks: JoinSet<()>,
}

impl Line {
    /// A line to this address.
    pub async fn to(room: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a port");
        let address = listener.local_addr().expect("it is bound");
        let (mode, modes) = watch::channel(Mode::Open);
        let mut tasks = JoinSet::new();
        tasks.spawn(run(listener, address, room, modes));
        Self {
            address,
            mode,
            _tasks: tasks,
        }
    }

    /// Cuts the line: everything is reset, and nobody answers.
    pub fn cut(&self) {
        self.mode.send_replace(Mode::Cut);
    }

    /// Silences the line: what is open stays open, and nothing arrives.
    pub fn silence(&self) {
        self.mode.send_replace(Mode::Silent);
    }

    /// Mends the line.
    pub fn mend(&self) {
        self.mode.send_replace(Mode::Open);
    }
}

/// Passes connections on, for as long as the line is not cut.
async fn run(
    mut listener: TcpListener,
    address: SocketAddr,
    room: SocketAddr,
    mut modes: watch::Receiver<Mode>,
) {
    loop {
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => {
                    let (browser, _) = accepted.expect("a connection");
                    connections.spawn(pass(browser, room, modes.clone()));
                }
                _ = becomes(&mut modes, |mode| mode == Mode::Cut) => break,
            }
        }
        drop((listener, connections));
        if !becomes(&mut modes, |mode| mode == Mode::Open).await {
            return;
        }
        listener = TcpListener::bind(address).await.expect("the same port");
    }
}

/// Waits until the line does something; says whether it ever will.
async fn becomes(modes: &mut watch::Receiver<Mode>, is_meant: impl Fn(Mode) -> bool) -> bool {
    modes.wait_for(|mode| is_meant(*mode)).await.is_ok()
}

/// Passes one connection on. A connection that is dropped is reset.
async fn pass(mut browser: TcpStream, room: SocketAddr, mut modes: watch::Receiver<Mode>) {
    browser.set_zero_linger().expect("an open connection");
    let Ok(mut server) = TcpStream::connect(room).await else {
        return;
    };
    loop {
        if !becomes(&mut modes, |mode| mode != Mode::Silent).await {
            return;
        }
        tokio::select! {
            _ = copy_bidirectional(&mut browser, &mut server) => return,
            _ = becomes(&mut modes, |mode| mode == Mode::Silent) => {}
        }
    }
}
