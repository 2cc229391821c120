//! How the bootstrap goes, and what keeps it from going on.
//!
//! Arti's own `bootstrap()` retries for ever without a network, and may take over a minute to say
//! that it is offline, or never say it. So the progress is watched here, and where there is none
//! for a while, that is said.

use std::time::Duration;

use arti_client::status::{BlockageKind, BootstrapStatus};
use futures::StreamExt as _;
use tokio::{
    sync::watch,
    time::{Instant, MissedTickBehavior},
};

use super::{
    Client, Progress,
    obstacle::Way,
    version::{self, Obsolete},
};
use crate::clock::own_time;

/// How long nothing may change before the host is told: on a slow link each step of the bootstrap
/// takes some seconds.
const SILENCE: Duration = Duration::from_secs(20);

/// How often the silence is measured.
const TICK: Duration = Duration::from_secs(1);

/// What Arti says where the clock is off, in the text of its status.
const CLOCK: &str = "Clock is ";

/// Connects to Tor, for as long as that takes, and tells every step and what is in its way.
///
/// # Errors
/// Where the Tor network no longer accepts this version.
pub(super) async fn run(
    client: &Client,
    way: &Way,
    tell: impl AsyncFnMut(Progress),
) -> Result<(), Obsolete> {
    let (gap, gaps) = watch::channel(None);
    let connect = async {
        way.until_it_begins(&gap).await;
        // It gives up only in ways that another attempt may not meet, but for one.
        while let Err(error) = client.bootstrap().await {
            if version::is_obsolete(&error) {
                return Err(Obsolete);
            }
            tracing::warn!("Connecting to Tor failed: {error}. Trying again.");
            tokio::time::sleep(SILENCE).await;
            way.until_it_begins(&gap).await;
        }
        Ok(())
    };
    let progress = async {
        tell_progress(client, way, gaps, tell).await;
        Ok(())
    };
    tokio::try_join!(connect, progress).map(|_| ())
}

/// Waits until Tor is ready, and tells every step and what is in its way; of what is missing before the first step,
/// `gaps` tells.
async fn tell_progress(
    client: &Client,
    way: &Way,
    gaps: watch::Receiver<Option<String>>,
    mut tell: impl AsyncFnMut(Progress),
) {
    let mut events = client.bootstrap_events();
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told: Option<Progress> = None;
    let mut moved = (0, Instant::now());
    let mut fault = (None, Instant::now());
    let mut begins = true;
    loop {
        let status = client.bootstrap_status();
        if moved.0 != percent(&status) {
            moved = (percent(&status), Instant::now());
            fault = (None, Instant::now());
        }
        let gap = gaps.borrow().clone();
        if gap.is_some() || !begins {
            begins = gap.is_none();
            // Nothing was asked of Tor yet, so that this is not its silence.
            moved.1 = Instant::now();
            fault = (gap, Instant::now());
        } else if fault.1.elapsed() >= SILENCE {
            fault = (way.fault().await, Instant::now());
        }
        let progress = progress(&status, moved.1.elapsed(), way, fault.0.clone());
        if told.as_ref() != Some(&progress) {
            told = Some(progress.clone());
            tell(progress).await;
        }
        if status.ready_for_traffic() {
            return;
        }
        tokio::select! {
            _ = events.next() => {}
            _ = tick.tick() => {}
        }
    }
}

/// Why Tor is not usable at the moment, if it is not.
pub(super) async fn blocked(client: &Client, way: &Way) -> Option<String> {
    let status = client.bootstrap_status();
    if status.ready_for_traffic() {
        None
    } else {
        progress(&status, SILENCE, way, way.fault().await).blocked
    }
}

/// The progress of a status in which nothing has changed for `silent`, where this computer itself
/// has this fault.
fn progress(
    status: &BootstrapStatus,
    silent: Duration,
    way: &Way,
    fault: Option<String>,
) -> Progress {
    if status.ready_for_traffic() {
        return Progress {
            percent: 100,
            phase: "connected to Tor".into(),
            blocked: None,
        };
    }
    let text = status.to_string();
    let blockage = status
        .blocked()
        .map(|blockage| (blockage.kind(), blockage.message().to_string()));
    // Ready is said above; the fraction alone reaches its end a little earlier.
    Progress {
        percent: percent(status).min(99),
        phase: phase(&text),
        blocked: fault.or_else(|| diagnose(blockage, clock(&text), silent, way)),
    }
}

/// How far a status is, from 0 to 100.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a fraction times a hundred, which the clamp keeps in range"
)]
fn percent(status: &BootstrapStatus) -> u8 {
    (status.as_frac() * 100.0).clamp(0.0, 100.0) as u8
}

/// What is being done, in plain words, from Arti's "45%: connecting successfully; directory is ...". Words of Arti's
/// that are not known here are passed on as they are.
fn phase(text: &str) -> String {
    let text = text.split_once("%: ").map_or(text, |(_, rest)| rest);
    let text = text.split(". Clock is").next().unwrap_or_default().trim();
    let Some((connection, directory)) = text.split_once("; directory is ") else {
        return text.split(';').next().unwrap_or_default().to_owned();
    };
    let (doing, count) = directory.split_once(" (").unwrap_or((directory, ""));
    let doing = match (connection, doing) {
        ("connecting to the internet", _) => return "looking for a way into the network".into(),
        ("handshaking with Tor relays", _) => return "greeting the first relays".into(),
        ("connecting successfully", "fetching a consensus") => "fetching the list of relays",
        ("connecting successfully", "fetching authority certificates") => {
            "fetching what proves that list"
        }
        ("connecting successfully", "fetching microdescriptors") => "fetching the relays' keys",
        ("connecting successfully", doing) => doing,
        (connection, _) => connection,
    };
    match count.trim_end_matches(')').split_once('/') {
        Some((got, all)) => format!("{doing}, {got} of {all}"),
        None => doing.to_owned(),
    }
}

/// What Arti says about the clock, where it is noticeably off.
fn clock(text: &str) -> Option<String> {
    text.split_once(CLOCK)
        .map(|(_, skew)| skew.trim_end_matches(['.', ')']).to_owned())
}

/// What keeps the bootstrap from going on, and what the host can do about it.
fn diagnose(
    blockage: Option<(BlockageKind, String)>,
    clock: Option<String>,
    silent: Duration,
    way: &Way,
) -> Option<String> {
    if let Some(skew) = clock {
        return Some(format!(
            "this computer's clock is wrong ({skew}): set it and wait a minute"
        ));
    }
    match blockage {
        None if silent < SILENCE => None,
        None => Some(format!(
            "nothing has come from the Tor network for {} s or more: {}",
            SILENCE.as_secs(),
            way.silence()
        )),
        Some((BlockageKind::Offline, _)) => Some(format!(
            "this computer seems to be offline: {}",
            way.silence()
        )),
        Some((BlockageKind::Filtering, _)) => Some(format!(
            "connections get out of this network, but not through to Tor: {}",
            way.silence()
        )),
        Some((BlockageKind::ClockSkewed, what)) => Some(format!(
            "this computer's clock may be wrong ({what}): set it and wait a minute"
        )),
        Some((BlockageKind::CantReachTor, what)) => {
            Some(format!("the Tor network cannot be reached: {what}"))
        }
        // A proxy that refuses looks the same to Arti as a directory from another time.
        Some((BlockageKind::CantBootstrap, what)) if way.has_proxy() => Some(format!(
            "Tor's directory does not come ({}): {}; or this computer's clock is wrong, which shows {} UTC",
            what.trim_end_matches('.'),
            way.silence(),
            own_time()
        )),
        // Arti compares clocks only once it has met several relays; until then a directory that
        // seems to be from another time is all that shows.
        Some((BlockageKind::CantBootstrap, what)) => Some(format!(
            "Tor's directory cannot be used ({}): this is how it looks when a computer's clock is \
             wrong; this one shows {} UTC, set it if that is not so",
            what.trim_end_matches('.'),
            own_time()
        )),
        Some((_, what)) => Some(what),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Silence alone is a reason once it has lasted, and Arti's own reasons come before it.
    #[test]
    fn silence_is_told_after_a_while() {
        assert_eq!(
            diagnose(None, None, Duration::from_secs(19), &Way::default()),
            None
        );
        assert!(
            diagnose(None, None, SILENCE, &Way::default())
                .unwrap()
                .contains("for 20 s or more")
        );
        let offline = Some((BlockageKind::Offline, "no route".to_owned()));
        assert!(
            diagnose(offline, None, Duration::ZERO, &Way::default())
                .unwrap()
                .contains("offline")
        );
    }

    /// A proxy in the way is named before the clock is.
    #[test]
    fn a_proxy_is_named_before_the_clock() {
        let table = "channel.outbound_proxy = 'socks5://127.0.0.1:9'";
        let proxied = Way::of(&table.parse().unwrap());
        let stuck = || Some((BlockageKind::CantBootstrap, "no consensus.".to_owned()));
        let told = diagnose(stuck(), None, Duration::ZERO, &proxied).unwrap();
        assert!(told.contains("the proxy 127.0.0.1:9"), "{told}");
        let told = diagnose(stuck(), None, Duration::ZERO, &Way::default()).unwrap();
        assert!(told.contains("clock") && !told.contains("proxy"), "{told}");
    }

    /// The clock is named wherever Arti mentions it, also where it does not say that it is stuck.
    #[test]
    fn a_wrong_clock_is_named() {
        let text = "12%: connecting; directory is fetching a consensus. Clock is around 2h slow";
        assert_eq!(clock(text).as_deref(), Some("around 2h slow"));
        assert_eq!(phase(text), "connecting");
        assert!(
            diagnose(None, clock(text), Duration::ZERO, &Way::default())
                .unwrap()
                .contains("2h slow")
        );
        assert_eq!(
            clock("12%: connecting; directory is fetching a consensus"),
            None
        );
    }

    /// What Arti does is said in words that need no manual, with how far it is.
    #[test]
    fn phases_are_in_plain_words() {
        let ok = "connecting successfully; directory is";
        for (text, words) in [
            (
                "0%: connecting to the internet; not downloading",
                "connecting to the internet",
            ),
            (
                "0%: connecting to the internet; directory is fetching a consensus",
                "looking for a way into the network",
            ),
            (
                &format!("15%: {ok} fetching a consensus"),
                "fetching the list of relays",
            ),
            (
                &format!("36%: {ok} fetching authority certificates (1/3)"),
                "fetching what proves that list, 1 of 3",
            ),
            (
                &format!("99%: {ok} fetching microdescriptors (10/6000)"),
                "fetching the relays' keys, 10 of 6000",
            ),
        ] {
            assert_eq!(phase(text), words);
        }
    }
}
