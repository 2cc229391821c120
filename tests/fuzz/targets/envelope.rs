//! Whatever an appliance is sent, it takes no message that nobody has signed, and reads again what it has read.
#![no_main]

use std::{sync::Mutex, time::Duration};

use libfuzzer_sys::fuzz_target;
use onionchat_fuzz::{
    onion::OnionAddress,
    peer::{Admission, Contacts, Mailbox, Now, Signed},
};
use rand::{SeedableRng as _, rngs::StdRng};

/// The mailbox, which takes messages of everybody.
static MAILBOX: Mutex<Option<Mailbox>> = Mutex::new(None);

fuzz_target!(|bytes: &[u8]| {
    let Ok(signed) = Signed::parse(bytes) else {
        return;
    };
    let again = Signed::parse(&signed.to_json());
    assert_eq!(again.as_ref(), Ok(&signed));
    let mut mailbox = MAILBOX.lock().expect("no panic before");
    let mailbox = mailbox.get_or_insert_with(|| {
        let own = OnionAddress::of([7; 32]);
        let mut rng = StdRng::seed_from_u64(1);
        Mailbox::new(own, Admission::Anyone, Contacts::default(), &mut rng)
    });
    let now = Now {
        uptime: Duration::ZERO,
        wall: 0,
        minute: 0,
    };
    assert!(mailbox.receive(now, &signed).is_err());
    assert!(mailbox.peers(now).is_empty());
});
