//! Waiting for the times that the host has asked for.

use std::time::Duration;

use crate::{clock, timer::Deadline};

/// How often the clocks are looked at: a computer that was suspended has not counted that as waiting, and finds
/// out so how late it is.
pub(super) const LOOK: Duration = Duration::from_secs(1);

/// Waits until the rooms open, which is at once where no time is set.
pub(super) async fn until_open(opens: Option<Deadline>) {
    if opens.is_some() {
        until(opens).await;
    }
}

/// Waits until a time has come; for ever where there is none.
pub(super) async fn until(deadline: Option<Deadline>) {
    let Some(deadline) = deadline else {
        return std::future::pending().await;
    };
    loop {
        let left = deadline.left(clock::reading());
        if left.is_zero() {
            return;
        }
        tokio::time::sleep(left.min(LOOK)).await;
    }
}
