//! Hostile bytes. What comes through Tor was written by anybody; here it is written to be misread, to be
//! slow, to be too much, or to vanish in between. Every answer is checked for the fixed headers, whoever
//! makes it.

mod malformed; // heads and bodies that are no HTTP
mod oversize; //  too much of a good thing
mod slow; //      bytes that take their time
mod turns; //     pipelines, chunks, old versions, half-open and vanished clients

use libtest_mimic::Trial;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    [
        malformed::trials(),
        oversize::trials(),
        slow::trials(),
        turns::trials(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
