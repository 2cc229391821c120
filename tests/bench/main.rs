//! Measures the program on this machine: `cargo bench`. What is measured is the binary that people get, over
//! the private Tor network.
//!
//! Figures of a private network on loopback are no promise for the public one, where each circuit crosses the
//! world; they tell what the program adds, and whether a change made it slower.

#![expect(
    unreachable_pub,
    reason = "a program has no outside; its modules are shared with the tests"
)]
#![expect(clippy::disallowed_methods, reason = "measuring takes real time")]
#![expect(
    clippy::print_stdout,
    reason = "this program's figures are for people to read"
)]

#[allow(
    dead_code,
    reason = "the tests use more of the network than the benchmark"
)]
#[path = "../network.rs"]
mod network;
mod peers; // between appliances
mod start; // from the start of the process to its address, and until visitors can come in

use std::error::Error;

use network::{Layout, Network};

fn main() -> Result<(), Box<dyn Error>> {
    println!("Starting a private Tor network on this machine; it takes some 13 seconds.");
    let network = Network::start(&Layout::default())?;
    start::measure(&network)?;
    peers::measure(&network)
}
