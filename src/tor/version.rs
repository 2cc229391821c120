//! Whether the Tor network still accepts the version of Tor that this program is built with.
//!
//! The directory authorities list the protocols that every client must speak. Where Arti lacks one of
//! them it refuses to start, or ends the process by itself: five seconds after it has learnt so,
//! with a code that says nothing. So the same list is read here, at the same moment, and those
//! seconds are used to close the room in order.

use std::{
    future::pending,
    time::{Duration, SystemTime},
};

use arti_client::{ErrorKind, HasKind};
use futures::StreamExt as _;
use tor_netdoc::doc::netstatus::{ProtoStatuses, ProtocolSupportError};
use tor_protover::{Protocols, named::FLOWCTRL_CC};

use super::Client;

/// How long Arti waits before it ends the process when the network has told it to.
pub const NOTICE: Duration = Duration::from_secs(5);

/// When this version of Arti was released (2026-10-01, its own `ARTI_CLIENT_RELEASE_DATE`), in seconds
/// since 1970: what authorities said before that, they did not say about it.
const ARTI_RELEASED: u64 = 1_790_812_800;

/// The Tor network no longer accepts this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Obsolete;

/// What the network thinks of this version.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// Nothing is missing.
    Accepted,
    /// These protocols are missing, and will be asked for some day.
    Aging(String),
    /// Protocols are missing without which nobody may take part.
    Refused,
}

/// Waits until the network no longer accepts this version, which mostly never happens. Where it only
/// advises a newer one, that is said once.
pub(super) async fn refused(client: &Client) -> Obsolete {
    let mut progress = client.bootstrap_events();
    let directory = loop {
        match client.dirmgr() {
            Ok(directory) => break directory,
            Err(error) if is_obsolete(&error) => return Obsolete,
            // There is none before the first service is launched or the bootstrap begins.
            Err(_) => {
                if progress.next().await.is_none() {
                    return pending().await;
                }
            }
        }
    };
    // Before the first look, so that nothing is missed between the two.
    let mut events = directory.events();
    let mut advised = None;
    loop {
        let verdict = match directory.protocol_statuses() {
            Some((since, statuses)) => judge(since, &statuses),
            None => Verdict::Accepted,
        };
        match verdict {
            Verdict::Accepted => {}
            Verdict::Refused => return Obsolete,
            Verdict::Aging(missing) => {
                if advised.as_ref() != Some(&missing) {
                    tracing::warn!(
                        "The Tor network advises a newer version of Tor than this onionchat has \
                         (it lacks {missing}), and may require it one day. Look for a newer \
                         onionchat."
                    );
                    advised = Some(missing);
                }
            }
        }
        if events.next().await.is_none() {
            return pending().await;
        }
    }
}

/// Whether Arti refuses to work because of its version.
pub(super) fn is_obsolete(error: &arti_client::Error) -> bool {
    error.kind() == ErrorKind::SoftwareDeprecated
}

/// What a list of protocols means for this version.
fn judge(since: SystemTime, statuses: &ProtoStatuses) -> Verdict {
    if since < SystemTime::UNIX_EPOCH + Duration::from_secs(ARTI_RELEASED) {
        return Verdict::Accepted;
    }
    match statuses.client().check_protocols(&supported()) {
        Ok(()) => Verdict::Accepted,
        Err(ProtocolSupportError::MissingRecommended(missing)) => {
            // Arti's developers know of this one, and it has no consequence.
            let missing = missing.difference(&[FLOWCTRL_CC].into_iter().collect());
            if missing.is_empty() {
                Verdict::Accepted
            } else {
                Verdict::Aging(missing.to_string())
            }
        }
        Err(error) if error.should_shutdown() => Verdict::Refused,
        Err(error) => Verdict::Aging(error.to_string()),
    }
}

/// The protocols that Arti says it speaks, put together as Arti does it.
fn supported() -> Protocols {
    tor_proto::supported_client_protocols()
        .union(&tor_netdoc::supported_protocols())
        .union(&tor_dirmgr::supported_client_protocols())
        .union(&tor_hsservice::supported_hsservice_protocols())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The verdict on these lists for clients, dated `days` after the release.
    fn verdict(recommended: &str, required: &str, days: i64) -> Verdict {
        let lists = format!(
            "client = {{ recommended = '{recommended}', required = '{required}' }}
            relay = {{ recommended = '', required = '' }}"
        );
        let released = i64::try_from(ARTI_RELEASED).unwrap();
        let since = u64::try_from(released + days * 86_400).unwrap();
        judge(
            SystemTime::UNIX_EPOCH + Duration::from_secs(since),
            &toml::from_str(&lists).unwrap(),
        )
    }

    /// What today's authorities ask for is all there.
    #[test]
    fn todays_lists_are_met() {
        let recommended = "Cons=2 Desc=2 DirCache=2 FlowCtrl=1-2 HSDir=2 HSIntro=4 HSRend=2 \
                           Link=4-5 Microdesc=2 Relay=2-4";
        let required = "Cons=2 Desc=2 FlowCtrl=1 Link=4 Microdesc=2 Relay=2";
        assert_eq!(verdict(recommended, required, 1), Verdict::Accepted);
    }

    /// A missing protocol is news where it is advised and the end where it is required, unless the
    /// list is older than Arti.
    #[test]
    fn missing_protocols_are_noticed() {
        let Verdict::Aging(missing) = verdict("Link=5,63", "Link=5", 1) else {
            panic!("a protocol is missing");
        };
        assert!(missing.contains("Link=63"), "{missing}");
        assert_eq!(verdict("", "Link=63", 1), Verdict::Refused);
        assert_eq!(verdict("", "Link=63", -1), Verdict::Accepted);
    }
}
