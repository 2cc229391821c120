//! Guest keys: x25519, in the forms that C tor and Tor Browser read.

use std::{fmt, str::FromStr};

use data_encoding::BASE32_NOPAD;
use rand::{CryptoRng, RngExt as _};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

/// What a public key begins with in a file of `authorized_clients`.
const AUTH: &str = "descriptor:x25519:";

/// The ending of an onion address, which is no part of it in a line of C tor's.
const ONION: &str = ".onion";

/// The public half of a guest's key. It tells the guests of one host's rooms apart, so it is hidden from `Debug`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct GuestKey([u8; 32]);

/// Why something is no guest key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not \"{AUTH}\" and 52 letters and digits of base32")]
pub struct KeyError;

/// Why something is no private half of a guest key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a guest's key has 52 letters and digits, as the invitation shows it")]
pub struct NoSecret;

/// The private half of a guest's key. It is in memory only, and overwritten there when it is dropped.
pub struct GuestSecret(StaticSecret);

impl GuestKey {
    /// The key's bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// As it stands in a file of `authorized_clients`.
impl fmt::Display for GuestKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{AUTH}{}", BASE32_NOPAD.encode(&self.0))
    }
}

impl fmt::Debug for GuestKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GuestKey([scrubbed])")
    }
}

/// From a file of `authorized_clients`. C tor takes small letters in base32 too, and white space after it.
impl FromStr for GuestKey {
    type Err = KeyError;

    fn from_str(raw: &str) -> Result<Self, KeyError> {
        let encoded = raw.trim_end().strip_prefix(AUTH).ok_or(KeyError)?;
        let bytes = BASE32_NOPAD
            .decode(encoded.to_ascii_uppercase().as_bytes())
            .map_err(|_| KeyError)?;
        bytes.try_into().map(Self).map_err(|_| KeyError)
    }
}

impl GuestSecret {
    /// A new key.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        Self(StaticSecret::from(rng.random::<[u8; 32]>()))
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> GuestKey {
        GuestKey(PublicKey::from(&self.0).to_bytes())
    }

    /// The private half's bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The private half in base32, as Tor Browser asks for it.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE32_NOPAD.encode(self.0.as_bytes()))
    }

    /// The line of a file `.auth_private`, in a folder that C tor's `ClientOnionAuthDir` names; `onion` is
    /// the address, with or without its `.onion`.
    #[must_use]
    pub fn auth_private(&self, onion: &str) -> Zeroizing<String> {
        let label = onion.strip_suffix(ONION).unwrap_or(onion);
        Zeroizing::new(format!("{label}:{AUTH}{}", *self.reveal()))
    }
}

/// As an invitation shows it: the key in base32, or the line of a file `.auth_private`, whose address is another
/// matter.
impl FromStr for GuestSecret {
    type Err = NoSecret;

    fn from_str(typed: &str) -> Result<Self, NoSecret> {
        let typed = typed.trim();
        let encoded = typed.rsplit_once(':').map_or(typed, |(_, key)| key);
        let encoded = Zeroizing::new(encoded.to_ascii_uppercase());
        let bytes = Zeroizing::new(
            BASE32_NOPAD
                .decode(encoded.as_bytes())
                .map_err(|_| NoSecret)?,
        );
        let bytes: [u8; 32] = bytes.as_slice().try_into().map_err(|_| NoSecret)?;
        Ok(Self(StaticSecret::from(bytes)))
    }
}

impl fmt::Debug for GuestSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GuestSecret([scrubbed])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bob's pair in RFC 7748, section 6.1: the public half is x25519's and no other curve's.
    #[test]
    fn the_public_half_is_that_of_x25519() {
        let bytes = |hex: &[u8]| data_encoding::HEXLOWER.decode(hex).unwrap();
        let private = bytes(b"5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        let public = bytes(b"de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        let private: [u8; 32] = private.try_into().unwrap();
        let secret = GuestSecret(StaticSecret::from(private));
        assert_eq!(secret.public().as_bytes()[..], public);
    }

    /// A public key comes back from its file as it was, and in small letters too; anything else is refused.
    #[test]
    fn public_keys_are_read() {
        let key = GuestSecret::random(&mut rand::rng()).public();
        let text = key.to_string();
        let small = text.to_ascii_lowercase();
        for good in [&text, &small, &format!("{text}\n")] {
            assert_eq!(good.parse(), Ok(key));
        }
        let cut = &text[..text.len() - 1];
        let long = format!("{text}AA");
        for bad in ["", "descriptor:x25519:", "x25519:AAAA", cut, &long] {
            assert_eq!(bad.parse::<GuestKey>(), Err(KeyError), "{bad}");
        }
    }

    /// The line for C tor has the address without its ending.
    #[test]
    fn the_line_for_c_tor() {
        let secret = GuestSecret::random(&mut rand::rng());
        let line = format!("abc:descriptor:x25519:{}", *secret.reveal());
        assert_eq!(*secret.auth_private("abc.onion"), line);
        assert_eq!(secret.reveal().len(), 52);
    }

    /// Nothing of a key is seen by accident.
    #[test]
    fn keys_hide_themselves() {
        let secret = GuestSecret::random(&mut rand::rng());
        let shown = format!("{secret:?} {:?}", secret.public());
        assert_eq!(shown, "GuestSecret([scrubbed]) GuestKey([scrubbed])");
    }
}
