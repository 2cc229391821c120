//! The black-box proof of `onionchat`: the built binary, spoken to over sockets as its readers, its hosts
//! and its enemies speak to it.
//!
//! There is one binary and no harness, so that what is dear to build, such as a private Tor network, can be
//! shared by the tests and dropped by `main` when they are over. Every test is a [`Trial`] whose name is its
//! module path.

#![expect(
    unreachable_pub,
    reason = "a test is a program, whose `pub` means the rest of it"
)]
#![expect(clippy::disallowed_methods, reason = "tests run in real time")]
#![expect(
    clippy::missing_docs_in_private_items,
    reason = "the small helpers of the tests say in their names what they do"
)]

mod browser; // the page in real browsers, with Tor Browser's preferences, as people see it
mod cli; //     what a host types, what the program says, and how it ends
mod drive; //  what drives these browsers
mod host; //   what the host types while the room runs: at the console, and in another shell
mod join; //   the client in a terminal, whole and line by line
mod layers; //  who may name whom in the source
#[allow(
    dead_code,
    reason = "the private network by hand uses more of it than the tests"
)]
#[path = "../network.rs"]
mod network; // a private Tor network on loopback
mod packaging; // what people install: the unit, and what was built
mod readme; //  what the README tells people to type
mod rooms; //   rooms, commands, names, whispers and moderation, as members and their enemies see them
mod seed; //    the contract of the seed `onionchat.txt`, case by case, and the faults of it that must not come back
mod support; // the process under test, a browser-like client, and a socket that sends bytes as they are
mod tor; //     the whole appliance over that network: its own Tor, and visitors who come through C tor and Arti
mod windows; // pages whose frames find each other by what stands in their addresses
mod wire; //    hostile bytes: malformed heads, slow clients, half-open and vanished ones

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

/// Most of a test's time is waiting for a real clock, so more run at once than a small machine has cores.
const THREADS: usize = 8;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(THREADS);
    let network = tor::SharedNetwork::default();
    let parts = [
        seed::trials(),
        wire::trials(),
        cli::trials(),
        host::trials(),
        join::trials(),
        layers::trials(),
        packaging::trials(&network),
        readme::trials(),
        rooms::trials(),
        windows::trials(),
        browser::trials(),
        tor::trials(&network),
    ];
    let mut trials: Vec<Trial> = parts.into_iter().flatten().collect();
    // The trials that wait for half a minute start first: then the whole takes little longer than the
    // longest of them.
    trials.sort_by_key(|trial| trial.kind() != support::SLOW);
    let conclusion = libtest_mimic::run(&arguments, trials);
    drop(network);
    conclusion.exit_code()
}
