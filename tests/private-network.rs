//! Starts a private Tor network, to try the appliance by hand:
//! `cargo run --example private-network`.
//!
//! It says what to type next, and runs until Ctrl-C, SIGTERM or SIGHUP. When it is killed harder,
//! its tor processes end by themselves within 15 seconds; only a temporary folder stays then.

#![expect(
    unreachable_pub,
    reason = "a program has no outside; its modules are shared with the tests"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "waiting for a network takes real time"
)]
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this program speaks to a person"
)]

#[allow(
    dead_code,
    reason = "the tests use more of the network than this program"
)]
mod network;

use std::error::Error;
use std::process::ExitCode;
use std::{fs, io};

use network::{Layout, Network};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Says in words what went wrong.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Starts the network, says how to use it, and waits for a signal.
async fn run() -> Result<(), Box<dyn Error>> {
    let mut stop = Stop::listen()?;
    println!("Starting a private Tor network on this machine; it takes some 13 seconds.");
    let network = tokio::select! {
        network = tokio::task::spawn_blocking(|| Network::start(&Layout::default())) => network??,
        () = stop.wanted() => {
            // The runtime waits for the start to end, and drops the network then.
            println!("Stopping in a moment; the network is just being started.");
            return Ok(());
        }
    };
    introduce(&network)?;
    stop.wanted().await;
    println!("Stopping the network, and removing everything of it.");
    Ok(())
}

/// The signals that end this program.
struct Stop {
    /// Ctrl-C.
    interrupt: Signal,
    /// What `kill` sends.
    terminate: Signal,
    /// The terminal is closed.
    hangup: Signal,
}

impl Stop {
    /// Keeps these signals from ending the program by themselves from now on.
    fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// Waits for one of them.
    async fn wanted(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.hangup.recv() => {}
        }
    }
}

/// Writes a configuration file for the appliance, and prints it with the commands to type next.
fn introduce(network: &Network) -> Result<(), Box<dyn Error>> {
    let folder = network.folder();
    let config = folder.join("onionchat.toml");
    // A room on the real network must find nothing that a room on this one has left.
    let keys = folder.join("room-keys");
    let cache = folder.join("room-cache");
    let text = format!(
        "keys = '{}'\ncache = '{}'\n\n{}",
        keys.display(),
        cache.display(),
        network.tor_table()
    );
    fs::write(&config, &text)?;
    let socks = network.socks();
    let config = config.display();
    println!(
        "
The network is ready. This is the configuration of an appliance that joins it, in {config}:

{text}
A C tor client of the network speaks SOCKS at {socks}.

Start a room in another terminal; once it says that it is reachable, fetch its page, with the
address that it printed:

    cargo run --release -- --config {config}
    curl --socks5-hostname {socks} http://….onion/

The network runs until Ctrl-C; then it and everything in {} is gone. End the room before.",
        folder.display()
    );
    Ok(())
}
