//! What asks the process to end: signals, and the time that the host has set.

use std::{io, time::Duration};

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::timers;
use crate::{console, exit::Exit, hub::Hub, keys, timer::Deadline, tor};

/// When the process ends in any case after it was told to, whatever it still waits for: also before
/// Arti ends it, where the Tor network no longer accepts this version.
const LAST_RESORT: Duration = Duration::from_millis(4500);
const _: () = assert!(LAST_RESORT.as_millis() < tor::NOTICE.as_millis());

/// Sees to it that the process ends in time, whatever it still waits for.
pub(super) fn end_in_time(exit: Exit) {
    std::thread::spawn(move || {
        std::thread::sleep(LAST_RESORT);
        // Nothing here may wait for whoever reads what is told.
        keys::forget_ephemeral();
        console::restore_at_once();
        std::process::exit(exit.code());
    });
}

/// The signals that ask the process to end.
pub(super) struct Signals {
    /// Ctrl-C.
    interrupt: Signal,
    /// What service managers send.
    terminate: Signal,
    /// The terminal is closed; not heard where `nohup` or the like has said so.
    hangup: Option<Signal>,
}

impl Signals {
    /// Hears them from now on.
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: (!is_hangup_ignored())
                .then(|| signal(SignalKind::hangup()))
                .transpose()?,
        })
    }

    /// Closes the rooms at the first one, when it is time for that, or when the host orders it otherwise, and
    /// sees to it that the process ends soon then; whoever asks once more does not want to wait.
    pub(super) async fn obey(
        mut self,
        hubs: Vec<Hub>,
        closes: Option<Deadline>,
        stop: CancellationToken,
        closing: CancellationToken,
        hurry: CancellationToken,
    ) {
        tokio::select! {
            () = self.recv() => {}
            () = timers::until(closes) => {}
            () = stop.cancelled() => {}
        }
        hubs.iter().for_each(Hub::close);
        closing.cancel();
        end_in_time(Exit::Done);
        self.recv().await;
        hurry.cancel();
    }

    /// Waits for one.
    async fn recv(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            () = heard(self.hangup.as_mut()) => {}
        }
    }
}

/// Waits for a signal, for ever where it is not heard.
async fn heard(signal: Option<&mut Signal>) {
    match signal {
        Some(signal) => drop(signal.recv().await),
        None => std::future::pending().await,
    }
}

/// Whether this process was started so that the end of its terminal is nothing to it. Where the system does not tell,
/// it is not.
fn is_hangup_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    // The lowest bit is that of the first signal, which is this one.
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .is_some_and(|mask| mask & 1 == 1)
}
