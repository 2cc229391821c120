//! The pulse that a service manager feels.

use tokio::time::{MissedTickBehavior, interval};

use crate::{
    hub::Hub,
    notify::{Notifier, Pulse},
};

/// What tells a service manager, if there is one, how the rooms are, and from now on that they live.
pub(super) fn notifier(hubs: &[Hub]) -> Notifier {
    let notifier = Notifier::start(hubs.len());
    if let Some(pulse) = notifier.pulse() {
        tokio::spawn(live(pulse, hubs.to_vec()));
    }
    notifier
}

/// Tells the service manager that the program lives, for as long as every room answers. One whose lock is never
/// given back holds this up, and the process is started anew.
async fn live(pulse: Pulse, hubs: Vec<Hub>) {
    let mut beats = interval(pulse.every());
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beats.tick().await;
        for hub in &hubs {
            let _ = hub.occupancy();
        }
        pulse.beat();
    }
}
