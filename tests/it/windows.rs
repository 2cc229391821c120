//! Windows: pages whose frames find each other by a ticket in their addresses, so that they need neither
//! cookies nor scripts, come back by themselves after a lost connection, and do not come back where they
//! should not.

mod alone; //     the pages beside the window: what counts the unread, and the room without frames
mod ends; //      what a window shows whose transcript has ended for good
mod faults; //    what is still wrong
mod fixation; //  tickets that somebody else made
mod gate; //      when a window's transcript lasts, and when it ends
mod languages; // who reads which language
mod mark; //      where somebody stopped reading
mod settings; //  how somebody likes to see the room
mod table; //     how many windows are remembered, and what happens to the others

use std::time::Duration;

use libtest_mimic::Trial;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    let parts = [
        alone::trials(),
        ends::trials(),
        faults::trials(),
        fixation::trials(),
        gate::trials(),
        languages::trials(),
        mark::trials(),
        settings::trials(),
        table::trials(),
    ];
    parts.into_iter().flatten().collect()
}

/// How long an answer is watched that shall not end: a frame asks again a second after an end.
const WATCHED: Duration = Duration::from_secs(3);

/// A little more than the second that must lie between two messages.
const RATE: Duration = Duration::from_millis(1100);

/// What stands before the lines that are new to somebody who was away.
const MARK: &str = "<div class=\"news\"";
