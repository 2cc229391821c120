//! The signals that ask for an end.

use std::{io, time::Duration};

use tokio::{
    signal::unix::{SignalKind, signal},
    sync::mpsc,
};

/// Hears the signals that ask for an end. Some time after the first of them the process ends, whatever it still waits
/// for; `before` is done then.
///
/// # Errors
/// Where the system does not let them be heard.
pub(super) fn ends(at_most: Duration, before: fn()) -> io::Result<mpsc::Receiver<()>> {
    let (tell, heard) = mpsc::channel(1);
    for kind in [
        SignalKind::terminate(),
        SignalKind::hangup(),
        SignalKind::interrupt(),
    ] {
        let mut one = signal(kind)?;
        let tell = tell.clone();
        tokio::spawn(async move {
            while one.recv().await.is_some() {
                // One is enough.
                let _ = tell.try_send(());
                std::thread::spawn(move || {
                    std::thread::sleep(at_most);
                    before();
                    std::process::exit(0);
                });
            }
        });
    }
    Ok(heard)
}
