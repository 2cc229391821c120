//! The signals that ask the process to end.

use std::{io, time::Duration};

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::{console, exit::Exit, hub::Hub};

/// When the process ends in any case after it was told to, whatever it still waits for.
const LAST_RESORT: Duration = Duration::from_millis(4500);

/// The signals that ask the process to end.
pub(super) struct Signals {
    /// Ctrl-C.
    interrupt: Signal,
    /// What service managers send.
    terminate: Signal,
    /// The terminal is closed.
    hangup: Signal,
}

impl Signals {
    /// Hears them from now on.
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// Closes the rooms at the first one, or when the host orders it otherwise, and sees to it that the process ends in time; whoever asks
    /// twice does not want to wait.
    pub(super) async fn obey(
        mut self,
        hubs: Vec<Hub>,
        stop: CancellationToken,
        closing: CancellationToken,
        hurry: CancellationToken,
    ) {
        tokio::select! {
            () = self.recv() => {}
            () = stop.cancelled() => {}
        }
        hubs.iter().for_each(Hub::close);
        closing.cancel();
        std::thread::spawn(|| {
            std::thread::sleep(LAST_RESORT);
            console::restore();
            std::process::exit(Exit::Closed.code());
        });
        self.recv().await;
        hurry.cancel();
    }

    /// Waits for one.
    async fn recv(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.hangup.recv() => {}
        }
    }
}
