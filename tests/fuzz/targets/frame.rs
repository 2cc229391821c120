//! Whatever comes over the control socket and in whatever pieces, the same requests are found in it, and no more is
//! kept than one of them may have.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onionchat_fuzz::control::frame::{Frames, Framing};

/// The most bytes of a request here.
const MOST: usize = 200;

/// The requests in bytes that come in pieces of this size; what came after them was garbage, or not.
fn find(bytes: &[u8], piece: usize) -> (Vec<(Framing, Vec<u8>)>, bool) {
    let mut frames = Frames::new(MOST);
    let mut found = Vec::new();
    for piece in bytes.chunks(piece) {
        frames.push(piece);
        loop {
            match frames.pull() {
                Ok(Some(request)) => found.push(request),
                Ok(None) => break,
                Err(_) => return (found, true),
            }
        }
    }
    (found, false)
}

fuzz_target!(|bytes: &[u8]| {
    let (found, _) = find(bytes, 1);
    assert!(found.iter().all(|(_, request)| request.len() <= MOST));
    let piece = bytes.first().map_or(1, |&byte| usize::from(byte).max(1));
    let (same, _) = find(bytes, piece);
    // Where a request is too long, that may be seen before all of it was there or after.
    let least = found.len().min(same.len());
    assert_eq!(found[..least], same[..least]);
});
