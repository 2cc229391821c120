//! What the seed `onionchat.txt` describes, as a contract.
//!
//! The cases of its two test suites are ported one by one; a doc line names the case (`py 6` is the sixth
//! of the Python suite, `go 8` the eighth of the Go one). Where both suites were weak or blind, the case is
//! here as it should have been. Where the seed itself is at fault, the test tells the story of the fault
//! and holds the cure.
//!
//! Three cases can't be seen from outside and are left to the unit tests: the purge of the table of rates
//! (`py 24`), that a waiting task wakes (`py 29`, here: an open transcript shows a new message), and the
//! rendering of a given time (`py 35`, `go 29`, here: a transcript shows hours and minutes, and no year).

mod api; //     the JSON
mod compose; // the form in a frame of its own, and refusals in words
mod i18n; //    500 characters in every script, and characters that would disturb others
mod limits; //  the rate, the duplicates, the ring
mod nick; //    who may speak under which name
mod page; //    the pages: what is in them, and where they lead
mod paths; //   paths and methods
mod post; //    what a form may hold
mod session; // who a visitor is, by cookies and by addresses
mod slots; //   how many transcripts, and whose
mod stream; //  the endless page
mod times; //   what the times shown tell, and what they don't

use libtest_mimic::Trial;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    let parts = [
        api::trials(),
        compose::trials(),
        i18n::trials(),
        limits::trials(),
        nick::trials(),
        page::trials(),
        paths::trials(),
        post::trials(),
        session::trials(),
        slots::trials(),
        stream::trials(),
        times::trials(),
    ];
    parts.into_iter().flatten().collect()
}
