//! Sessions: a secret of the visitor's browser that says which member a request comes from.
//!
//! A token is 128 random bits; the member whose it is, is its authentication code under a key that is
//! drawn at each start and stored nowhere. So a token costs the room no memory, nobody can name the
//! member of a token that they do not hold, and the members of one process have nothing to do with
//! those of another one. A token of an earlier process is a new member of this one: the frames of a
//! page that outlives a restart still belong together.

use std::fmt;

use hmac::{Hmac, Mac};
use rand::{Rng, RngExt as _};
use sha2::Sha256;

use crate::chat::MemberId;

/// The length of a token in hexadecimal digits: 128 bits, beyond any guessing.
const DIGITS: usize = 32;

/// What the name of a process is made from; no token looks like it.
const RUN: &[u8] = b"run";

/// How many bytes that name has: enough that no two runs of a room share one.
const RUN_BYTES: usize = 8;

/// Knows whose a session token is.
#[derive(Clone)]
pub struct Sessions {
    /// The authentication code, keyed.
    code: Hmac<Sha256>,
}

/// A session token as it stands in a cookie or in a path: 32 lower-case hexadecimal digits.
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

    /// A name for this process, by which programs see that a room was started anew. It tells nothing of the key.
    #[must_use]
    pub fn run(&self) -> String {
        let code = self.code.clone().chain_update(RUN).finalize();
        let code = code.into_bytes();
        let short = code.iter().take(RUN_BYTES);
        short.fold(String::new(), |name, byte| format!("{name}{byte:02x}"))
    }

    /// The member whose token this is.
    #[must_use]
    pub fn member(&self, token: &SessionToken) -> MemberId {
        let code = self.code.clone().chain_update(token.0.as_bytes());
        let code = code.finalize().into_bytes();
        let (half, _) = code.split_at(size_of::<u128>());
        // Half of a SHA-256 code has 16 bytes, so all of them are taken.
        let number = half
            .iter()
            .fold(0, |number, &byte| number << 8 | u128::from(byte));
        MemberId(number)
    }
}

impl SessionToken {
    /// A new token.
    pub fn random(rng: &mut impl Rng) -> Self {
        Self(format!("{:032x}", rng.random::<u128>()))
    }

    /// Reads a token; `None` for what is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == DIGITS && text.bytes().all(is_lower_hex);
        fits.then(|| Self(text.to_owned()))
    }

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

    /// A token is of one member, in this process only, and nobody else's.
    #[test]
    fn a_token_is_of_one_member() {
        let mut rng = StdRng::seed_from_u64(3);
        let (here, there) = (Sessions::new(&mut rng), Sessions::new(&mut rng));
        let (token, other) = (
            SessionToken::random(&mut rng),
            SessionToken::random(&mut rng),
        );
        let read = SessionToken::parse(token.reveal()).unwrap();
        assert_eq!(here.member(&read), here.member(&token));
        assert_ne!(here.member(&other), here.member(&token));
        assert_ne!(there.member(&token), here.member(&token));
        assert_eq!(here.run(), here.clone().run());
        assert_ne!(here.run(), there.run(), "another process");
        let digits = format!("{:032x}", here.member(&token).0);
        assert_ne!(
            digits,
            token.reveal(),
            "the number tells nothing of the token"
        );
    }

    /// What is cut, padded or written otherwise is no token.
    #[test]
    fn what_is_no_token_is_refused() {
        let mut rng = StdRng::seed_from_u64(4);
        let token = SessionToken::random(&mut rng);
        let token = token.reveal();
        for other in [
            "",
            "+",
            &token[1..],
            &format!("{token}0"),
            &token.to_uppercase().replace('0', "A"),
            &token.replace(|c: char| c.is_ascii_digit(), "g"),
        ] {
            assert!(SessionToken::parse(other).is_none(), "{other}");
        }
    }
}
