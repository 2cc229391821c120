//! The identity key of an onion service, in C tor's form.

use std::fmt;

use tor_hscrypto::pk::HsIdKeypair;
use tor_llcrypto::pk::ed25519::ExpandedKeypair;
use zeroize::Zeroizing;

use crate::onion::{OnionAddress, SIGNATURE, Sign};

/// What a file with a private key begins with.
const SECRET_HEADER: &[u8; 32] = b"== ed25519v1-secret: type0 ==\0\0\0";

/// What a file with a public key begins with.
const PUBLIC_HEADER: &[u8; 32] = b"== ed25519v1-public: type0 ==\0\0\0";

/// The order of the curve's base point, little end first (RFC 8032, section 5.1).
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// How often the order fits between a number and the next multiple of 8 that differs from it by multiples of the
/// order.
const COFACTOR: u8 = 8;

/// The identity of an onion service: whoever has it is the service.
pub struct IdentityKey(ExpandedKeypair);

impl fmt::Debug for IdentityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityKey([scrubbed])")
    }
}

impl From<HsIdKeypair> for IdentityKey {
    fn from(pair: HsIdKeypair) -> Self {
        Self(pair.into())
    }
}

impl From<IdentityKey> for HsIdKeypair {
    fn from(key: IdentityKey) -> Self {
        key.0.into()
    }
}

impl IdentityKey {
    /// Reads C tor's `hs_ed25519_secret_key`; `None` where it is damaged.
    #[must_use]
    pub fn from_secret_file(file: &[u8]) -> Option<Self> {
        let secret: [u8; 64] = file.strip_prefix(SECRET_HEADER)?.try_into().ok()?;
        let secret = Zeroizing::new(secret);
        // What a computer leaves of a file that it lost power over.
        if secret.iter().all(|&byte| byte == 0) {
            return None;
        }
        ExpandedKeypair::from_secret_key_bytes(*secret).map(Self)
    }

    /// C tor's `hs_ed25519_secret_key`.
    ///
    /// Arti keeps the number in it reduced by the curve's order, which is as good but not the same bytes; they are
    /// given back as C tor makes them.
    #[must_use]
    pub fn to_secret_file(&self) -> Zeroizing<Vec<u8>> {
        let secret = Zeroizing::new(self.0.to_secret_key_bytes());
        let (scalar, prefix) = secret.split_at(ORDER.len());
        let mut file = Zeroizing::new(Vec::with_capacity(SECRET_HEADER.len() + secret.len()));
        file.extend_from_slice(SECRET_HEADER);
        file.extend_from_slice(&clamped(scalar));
        file.extend_from_slice(prefix);
        file
    }

    /// C tor's `hs_ed25519_public_key`.
    #[must_use]
    pub fn to_public_file(&self) -> Vec<u8> {
        [&PUBLIC_HEADER[..], self.0.public().as_bytes()].concat()
    }

    /// The address that is made from it.
    #[must_use]
    pub fn address(&self) -> OnionAddress {
        OnionAddress::of(self.0.public().to_bytes())
    }
}

impl Sign for IdentityKey {
    fn address(&self) -> OnionAddress {
        self.address()
    }

    fn sign(&self, what: &[u8]) -> [u8; SIGNATURE] {
        self.0.sign(what).to_bytes()
    }
}

/// The number that was reduced to this one: a multiple of 8 whose highest bit but one is set, as RFC 8032 makes them
/// from seeds. One multiple of the order, of 8 in a row, leads to a multiple of 8. A number that was made in another
/// way stays as it is.
fn clamped(scalar: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut number = Zeroizing::new(scalar.to_vec());
    for _ in 1..COFACTOR {
        if number[0].is_multiple_of(COFACTOR) {
            break;
        }
        let mut carry = 0;
        for (digit, order) in number.iter_mut().zip(ORDER) {
            carry += u16::from(*digit) + u16::from(order);
            *digit = carry.to_le_bytes()[0];
            carry >>= 8;
        }
    }
    let is_clamped = number[0].is_multiple_of(COFACTOR) && number[31] & 0xc0 == 0x40;
    if is_clamped {
        number
    } else {
        Zeroizing::new(scalar.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use rand::RngExt as _;

    use super::*;

    /// A file as C tor writes it, of a random key.
    fn file() -> Vec<u8> {
        let mut secret: [u8; 64] = rand::rng().random();
        secret[0] &= 0xf8;
        secret[31] = secret[31] & 0x3f | 0x40;
        [&SECRET_HEADER[..], &secret].concat()
    }

    /// What C tor wrote comes back byte for byte, although Arti keeps another number.
    #[test]
    fn c_tors_bytes_come_back() {
        for _ in 0..200 {
            let file = file();
            let key = IdentityKey::from_secret_file(&file).unwrap();
            assert_ne!(key.0.to_secret_key_bytes()[..], file[32..]);
            assert_eq!(key.to_secret_file()[..], file);
        }
    }

    /// A number that was not made in the usual way stays the same number, and so the address the same address.
    #[test]
    fn unusual_numbers_stay() {
        let mut file = file();
        file[32..64].fill(0);
        file[32] = 9;
        let key = IdentityKey::from_secret_file(&file).unwrap();
        let back = key.to_secret_file();
        assert_eq!(back[..], file);
        let again = IdentityKey::from_secret_file(&back).unwrap();
        assert!(again.address() == key.address());
    }

    /// A damaged file is none.
    #[test]
    fn damaged_files_are_refused() {
        let good = file();
        let mut foreign = good.clone();
        foreign[5] = b'x';
        let zero = [&SECRET_HEADER[..], &[0; 64]].concat();
        let long = [&good[..], b"\n"].concat();
        for bad in [&[][..], &good[..95], &long, &foreign, &zero, &good[32..]] {
            assert!(IdentityKey::from_secret_file(bad).is_none());
        }
    }
}
