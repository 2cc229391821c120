//! Waits for what takes long in the running process.

use std::{path::Path, thread::sleep, time::Duration};

use super::{AskError, ask};
use crate::{
    host::{Answer, FileOrder, Order, PeerAnswer, PeerFile, PeerOrder},
    service::ServiceName,
};

/// How often it is looked how far a file is: often enough to see it move.
const LOOK: Duration = Duration::from_millis(500);

/// Gives an order about one file, and waits until nothing more comes of it by itself; tells whatever is news meanwhile.
///
/// # Errors
/// Where nobody can be asked, or says no.
pub fn follow(
    keys: &Path,
    service: Option<&ServiceName>,
    what: FileOrder,
    mut tell: impl FnMut(&PeerFile),
) -> Result<Option<PeerFile>, AskError> {
    let mut order = Order::Peer {
        service: service.cloned(),
        what: PeerOrder::File { what },
    };
    let mut last = None;
    while let Answer::Peer(PeerAnswer::PeerFile(file)) = ask(keys, &order)? {
        if last.as_ref() != Some(&file) {
            tell(&file);
        }
        let number = file.number;
        let is_settled = file.is_settled();
        last = Some(file);
        if is_settled {
            break;
        }
        let what = FileOrder::Look { number };
        order = Order::Peer {
            service: service.cloned(),
            what: PeerOrder::File { what },
        };
        sleep(LOOK);
    }
    Ok(last)
}
