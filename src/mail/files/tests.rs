//! Offers and the messages that make them.

use std::{future::pending, time::Duration};

use tempfile::NamedTempFile;
use tokio::io::DuplexStream;

use super::*;
use crate::{
    clock::Clock,
    dial::{Destination, DialError},
    onion::{Sign as _, tests::Key},
    peer::{Admission, State},
    transfer::FileState,
};

/// Leads nowhere, and takes its time to find that out.
#[derive(Clone)]
struct Away;

impl Dial for Away {
    type Stream = DuplexStream;

    async fn dial(&self, _: &Destination) -> Result<DuplexStream, DialError> {
        tokio::time::sleep(Duration::from_secs(30)).await;
        Err(DialError::NotFound)
    }
}

/// An offer that is taken back while its peer is away leaves the outbox, at once or as soon as the attempt is over that
/// is under way; the host sees that of both.
#[tokio::test(start_paused = true)]
async fn an_offer_leaves_the_outbox() {
    for is_under_way in [false, true] {
        let clock = Clock::start(&mut rand::rng());
        let mail = Mail::open(Arc::new(Key::new(1)), Admission::Anyone, clock, None).unwrap();
        let file = NamedTempFile::new().unwrap();
        let mut changes = mail.changes.subscribe();
        let number = mail
            .offer_file(&Key::new(2).address(), file.path())
            .unwrap();
        let carrying = tokio::spawn(carry(Arc::clone(&mail), Away, pending::<()>()));
        changes.changed().await.unwrap();
        let [message] = &mail.outbox()[..] else {
            panic!("one message");
        };
        let id = message.id;
        while mail.file(number).unwrap().message.is_none() {
            tokio::task::yield_now().await;
        }
        if is_under_way {
            assert_eq!(mail.due(1).len(), 1);
        }
        mail.cancel_file(number).unwrap();
        if is_under_way {
            assert!(matches!(mail.state(id), Some(State::Waiting { .. })));
            mail.done(id, crate::peer::Outcome::Later("nobody".to_owned().into()));
        }
        assert_eq!(mail.state(id), Some(State::TakenBack));
        assert!(mail.file(number).unwrap().state == FileState::Cancelled);
        let again = tokio::time::timeout(
            Duration::from_hours(1),
            crate::mail::deliver(Arc::clone(&mail), Away),
        );
        assert!(again.await.is_err());
        assert_eq!(mail.state(id), Some(State::TakenBack));
        carrying.abort();
    }
}
