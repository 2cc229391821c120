//! Sessions: an unforgeable token that says which member a request comes from.
//!
//! A token is a member's random number and its authentication code under a key that is drawn at
//! each start and stored nowhere. So a token costs the room no memory, and none outlives the
//! process.

use std::fmt::{self, Write as _};

use hmac::{Hmac, Mac};
use rand::{Rng, RngExt as _};
use sha2::Sha256;

use crate::chat::MemberId;

/// The length of each half of a token in hexadecimal digits: 128 bits, beyond any guessing.
const HALF: usize = 32;

/// Mints and checks session tokens.
#[derive(Clone)]
pub struct Sessions {
    /// The authentication code, keyed.
    code: Hmac<Sha256>,
}

/// A session token as it stands in a cookie: 64 lower-case hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

impl Sessions {
    /// Sessions under a fresh key.
    ///
    /// # Panics
    /// Never: the code takes keys of every length (RFC 2104, section 2).
    #[must_use]
    pub fn new(rng: &mut impl Rng) -> Self {
        let key: [u8; 32] = rng.random();
        let code = Hmac::new_from_slice(&key).expect("HMAC takes keys of every length");
        Self { code }
    }

    /// A new member and the token that proves it.
    pub fn mint(&self, rng: &mut impl Rng) -> (MemberId, SessionToken) {
        let member = MemberId(rng.random());
        let mut token = format!("{:032x}", member.0);
        for byte in &self.code_of(member).finalize().into_bytes()[..HALF / 2] {
            // Writing to a string cannot fail.
            let _ = write!(token, "{byte:02x}");
        }
        (member, SessionToken(token))
    }

    /// The member that a cookie proves, compared in constant time; `None` for anything forged.
    #[must_use]
    pub fn verify(&self, cookie: &str) -> Option<MemberId> {
        if cookie.len() != 2 * HALF || !cookie.bytes().all(is_lower_hex) {
            return None;
        }
        let (member, code) = cookie.split_at(HALF);
        let member = MemberId(u128::from_str_radix(member, 16).ok()?);
        let code = u128::from_str_radix(code, 16).ok()?.to_be_bytes();
        self.code_of(member)
            .verify_truncated_left(&code)
            .is_ok()
            .then_some(member)
    }

    /// The authentication code over a member's number, not yet finished.
    fn code_of(&self, member: MemberId) -> Hmac<Sha256> {
        self.code.clone().chain_update(member.0.to_be_bytes())
    }
}

impl SessionToken {
    /// The token, for the visitor whose it is and for nobody else.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// Whether a byte is a hexadecimal digit as tokens are written.
fn is_lower_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions([scrubbed])")
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken([scrubbed])")
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    /// A token proves the member that it was minted for, in this process only.
    #[test]
    fn a_token_proves_its_member() {
        let mut rng = StdRng::seed_from_u64(3);
        let sessions = Sessions::new(&mut rng);
        let (member, token) = sessions.mint(&mut rng);
        assert_eq!(sessions.verify(token.reveal()), Some(member));
        assert_eq!(Sessions::new(&mut rng).verify(token.reveal()), None);
    }

    /// A token with any digit changed, cut, padded or written otherwise proves nothing.
    #[test]
    fn a_changed_token_proves_nothing() {
        let mut rng = StdRng::seed_from_u64(4);
        let sessions = Sessions::new(&mut rng);
        let (_, token) = sessions.mint(&mut rng);
        let token = token.reveal();
        for index in 0..token.len() {
            let mut bytes = token.as_bytes().to_vec();
            bytes[index] = if bytes[index] == b'0' { b'1' } else { b'0' };
            assert_eq!(sessions.verify(std::str::from_utf8(&bytes).unwrap()), None);
        }
        for other in [
            "",
            "+",
            &token[1..],
            &format!("{token}0"),
            &token.to_uppercase(),
        ] {
            assert_eq!(sessions.verify(other), None);
        }
    }
}
