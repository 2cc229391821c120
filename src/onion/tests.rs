//! Addresses and signatures; and somebody with an address, for the tests of others.

use ed25519_dalek::{Signer as _, SigningKey};

use super::*;

/// Somebody with an address.
pub(crate) struct Key(SigningKey);

impl Key {
    /// A different one for each seed.
    pub(crate) fn new(seed: u8) -> Self {
        Self(SigningKey::from_bytes(&[seed; KEY]))
    }
}

impl Sign for Key {
    fn address(&self) -> OnionAddress {
        OnionAddress::of(self.0.verifying_key().to_bytes())
    }

    fn sign(&self, what: &[u8]) -> [u8; SIGNATURE] {
        self.0.sign(what).to_bytes()
    }
}

/// The Tor Project's own address, as it is published.
const KNOWN: &str = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion";

/// An address reads back as itself, however it is written, and Debug shows nothing of it.
#[test]
fn addresses_read_back() {
    let address: OnionAddress = KNOWN.parse().unwrap();
    assert_eq!(address.reveal(), KNOWN);
    assert_eq!(KNOWN.to_uppercase().parse(), Ok(address.clone()));
    assert_eq!(KNOWN[..LETTERS].parse(), Ok(address.clone()));
    assert_eq!(OnionAddress::of(*address.key()), address);
    assert!(!format!("{address:?}").contains("2gzy"));
}

/// A signature holds for one key and one text. A key of low order, for which one signature holds for every text,
/// is nobody's.
#[test]
fn signatures_are_checked() {
    let keys = [1, 2].map(Key::new);
    let [one, two] = keys.each_ref().map(Key::address);
    let signature = keys[0].sign(b"text");
    assert!(one.has_signed(b"text", &signature));
    assert!(!one.has_signed(b"other", &signature));
    assert!(!two.has_signed(b"text", &signature));
    let mut identity = [0; KEY];
    identity[0] = 1;
    let mut anything = [0; SIGNATURE];
    anything[0] = 1;
    assert!(!OnionAddress::of(identity).has_signed(b"text", &anything));
}

/// What is no address is told apart by what is wrong with it.
#[test]
fn what_is_none_is_refused() {
    let changed = KNOWN.replacen("2gzy", "2gzz", 1);
    let foreign = KNOWN.replacen('2', "1", 1);
    let wide = KNOWN.replacen('2', "é", 1);
    for (typed, why) in [
        ("", NoAddress::Length),
        (".onion", NoAddress::Length),
        ("ld74fqvoxpu5yi73.onion", NoAddress::Old),
        ("2gzyxa.onion", NoAddress::Length),
        (changed.as_str(), NoAddress::Checksum),
        (foreign.as_str(), NoAddress::Letter),
        (wide.as_str(), NoAddress::Letter),
        (&KNOWN[1..], NoAddress::Length),
        (&format!("x.{KNOWN}"), NoAddress::Length),
    ] {
        assert_eq!(typed.parse::<OnionAddress>(), Err(why), "{typed}");
    }
}
