//! The first consensus: what the authorities must know before they vote, and a vote as soon as they
//! know it.
//!
//! Votes are aligned to the wall clock: to multiples of the voting interval, plus an offset. The
//! authorities start with an offset that plans the first vote for a minute later; once all of them
//! have heard of all relays, another offset moves it close. So nobody waits for the wall clock, and
//! the interval can be long.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::NetworkError;
use super::keys::Identity;
use super::node::{self, Node};

/// The seconds from one consensus to the next: the most that tor accepts in a testing network. With
/// few, onion services would publish again and again, and be unreachable meanwhile.
pub(super) const VOTING_INTERVAL: u64 = 1_800;
/// The fewest of these seconds: a time period of 24 votes has whole minutes, and at least the five that
/// Arti takes.
pub(super) const SHORTEST_INTERVAL: u64 = 15;
/// The seconds for sending votes, and again for sending signatures: the fewest that tor accepts.
pub(super) const VOTE_STEP: u64 = 2;
/// The votes of an onion service's time period and of a round of the shared random protocol.
const PERIOD_VOTES: u64 = 24;
/// The seconds from the start to the planned first vote: enough for a machine that is very busy,
/// because the others move it closer.
const PLANNED_LEAD: u64 = 60;
/// The seconds until a vote that is wanted now: both steps, and one so that the first can begin.
const SHORTEST_LEAD: u64 = 2 * VOTE_STEP + 1;
/// How long the authorities may take to hear of all relays: until the planned vote begins.
const RELAYS_LIMIT: Duration = Duration::from_secs(PLANNED_LEAD - SHORTEST_LEAD);
/// How long the first consensus may take: until the planned vote, and some seconds more.
const CONSENSUS_LIMIT: Duration = Duration::from_secs(PLANNED_LEAD + SHORTEST_LEAD);
/// The bandwidth of every relay; the figure itself means nothing. Without measurements only the
/// authorities would have any in the first minute, and clients would choose their own guards as
/// rendezvous points, again and again, which fails.
const BANDWIDTH: u32 = 1_000;
/// Shared random values, as if the protocol had run for days: on a network without them Arti calls
/// no onion service reachable. Any two do. The times must hold now and begin in the first phase of
/// the protocol: coming from the second phase, an authority would drop the values if its first vote
/// is in the first phase.
const SHARED_RANDOM_STATE: &str = "Version 1
TorVersion 0.4.9.11
ValidAfter 2000-01-01 00:00:00
ValidUntil 2100-01-01 00:00:00
SharedRandPreviousValue 3 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
SharedRandCurrentValue 3 BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA=
";

/// The second, since 1970, in which the first consensus is planned to be due.
pub(super) fn plan() -> u64 {
    now() + PLANNED_LEAD
}

/// The offset that makes a consensus due in this second.
pub(super) fn offset(due: u64, interval: u64) -> u64 {
    due % interval
}

/// The seconds of an onion service's time period and of a round of the shared random protocol.
pub(super) fn time_period(interval: u64) -> u64 {
    PERIOD_VOTES * interval
}

/// Waits until every authority knows all nodes, holds the first vote, and waits until every
/// authority has the consensus.
pub(super) fn hold(
    authorities: &mut [Node],
    nodes: usize,
    planned: u64,
    interval: u64,
) -> Result<(), NetworkError> {
    for authority in &mut *authorities {
        authority.wait_for("the descriptors of all nodes", RELAYS_LIMIT, |authority| {
            has_lines(authority, "GETINFO desc/all-recent", "router ", nodes)
        })?;
    }
    let soon = now() + SHORTEST_LEAD;
    // A vote is not moved back from one phase of the shared random protocol into the phase before,
    // because the authorities would take that for the next round. This concerns one minute in six
    // hours; then the planned vote is near enough.
    let phase = time_period(interval) / 2;
    if soon < planned && soon / phase == planned / phase {
        for authority in &mut *authorities {
            authority.set(&format!(
                "TestingV3AuthVotingStartOffset={}",
                offset(soon, interval)
            ))?;
        }
    }
    for authority in authorities {
        authority.wait_for(
            "a consensus about all nodes",
            CONSENSUS_LIMIT,
            |authority| has_lines(authority, "GETINFO ns/all", "r ", nodes),
        )?;
    }
    Ok(())
}

/// Gives an authority the shared random values that it would have if the network were older.
pub(super) fn seed_shared_random(authority: &Path) -> Result<(), NetworkError> {
    node::write(&authority.join("sr-state"), SHARED_RANDOM_STATE)
}

/// Where all authorities read the bandwidths of the relays.
pub(super) fn bandwidth_file(network: &Path) -> PathBuf {
    network.join("bandwidths")
}

/// Writes the bandwidths of all nodes; the authorities read them when they vote.
pub(super) fn write_bandwidths(
    network: &Path,
    identities: &[Identity],
) -> Result<(), NetworkError> {
    let mut text = format!("{}\n", now());
    for identity in identities {
        // Writing to a string can't fail.
        let _ = writeln!(text, "node_id=${} bw={BANDWIDTH}", identity.rsa);
    }
    node::write(&bandwidth_file(network), &text)
}

/// Whether the answer to the question has this many lines that begin like this.
fn has_lines(node: &Node, question: &str, beginning: &str, wanted: usize) -> Option<()> {
    let answer = node.ask(question)?;
    let found = answer
        .lines()
        .filter(|line| line.starts_with(beginning))
        .count();
    (found == wanted).then_some(())
}

/// The seconds since 1970.
fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
