//! Where one request on the control socket ends and the next begins.
//!
//! A request is a JSON object. It may stand alone, since its end can be seen; end with a line end, as `onionchat` itself
//! writes it; or have its length before it in four decimal digits, as later clients of TORchat write it.

use serde::de::IgnoredAny;

/// How many digits the length before an object has.
const DIGITS: usize = 4;

/// How a request was framed, and so how its reply is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// It stood alone, or in a line.
    Bare,
    /// Its length stood before it.
    Prefixed,
}

/// What came is no request, and nothing after it can be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoRequest;

/// Takes bytes as they come, and gives the requests in them.
#[derive(Debug)]
pub struct Frames {
    /// What has come and was not given yet.
    bytes: Vec<u8>,
    /// The most bytes of one request.
    most: usize,
}

impl Frames {
    /// Nothing yet; a request may have so many bytes.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self {
            bytes: Vec::new(),
            most,
        }
    }

    /// Whether nothing has come that was not given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.iter().all(u8::is_ascii_whitespace)
    }

    /// Takes what has come.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next request, if all of it is there.
    ///
    /// # Errors
    /// Where what is there is no request, or is too long.
    pub fn pull(&mut self) -> Result<Option<(Framing, Vec<u8>)>, NoRequest> {
        let blank = self
            .bytes
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace());
        let blank = blank.count();
        self.bytes.drain(..blank);
        let found = match self.bytes.first() {
            None => return Ok(None),
            Some(b'{') => self.bare()?.map(|end| (Framing::Bare, 0, end)),
            Some(_) => {
                let end = self.prefixed()?;
                end.map(|end| (Framing::Prefixed, DIGITS, end))
            }
        };
        let Some((framing, begin, end)) = found else {
            let fits = self.bytes.len() <= self.most;
            return if fits { Ok(None) } else { Err(NoRequest) };
        };
        if end - begin > self.most {
            return Err(NoRequest);
        }
        let request = self.bytes[begin..end].to_vec();
        self.bytes.drain(..end);
        Ok(Some((framing, request)))
    }

    /// Where the object ends with which the bytes begin.
    fn bare(&self) -> Result<Option<usize>, NoRequest> {
        let mut values =
            serde_json::Deserializer::from_slice(&self.bytes).into_iter::<IgnoredAny>();
        match values.next() {
            Some(Ok(_)) => Ok(Some(values.byte_offset())),
            Some(Err(error)) if error.is_eof() => Ok(None),
            Some(Err(_)) => Err(NoRequest),
            None => Ok(None),
        }
    }

    /// Where the object ends before which its length stands.
    fn prefixed(&self) -> Result<Option<usize>, NoRequest> {
        let digits = &self.bytes[..self.bytes.len().min(DIGITS)];
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(NoRequest);
        }
        if digits.len() < DIGITS {
            return Ok(None);
        }
        let digit = |value: usize, byte: &u8| value * 10 + usize::from(byte - b'0');
        let end = DIGITS + digits.iter().fold(0, digit);
        Ok((self.bytes.len() >= end).then_some(end))
    }
}

impl Framing {
    /// A reply in the framing of its request.
    #[must_use]
    pub fn wrap(self, json: &[u8]) -> Vec<u8> {
        match self {
            Self::Bare => [json, b"\n"].concat(),
            Self::Prefixed => {
                let length = format!("{:0width$}", json.len(), width = DIGITS);
                [length.as_bytes(), json].concat()
            }
        }
    }

    /// The most bytes of a reply, where a request may have so many.
    #[must_use]
    pub fn most(self, most: usize) -> usize {
        match self {
            Self::Bare => most,
            Self::Prefixed => most.min(9999),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    /// What is found in bytes that come in pieces of this size.
    fn find(bytes: &[u8], piece: usize) -> Result<Vec<(Framing, String)>, NoRequest> {
        let mut frames = Frames::new(100);
        let mut found = Vec::new();
        for piece in bytes.chunks(piece) {
            frames.push(piece);
            while let Some((framing, request)) = frames.pull()? {
                found.push((framing, String::from_utf8(request).unwrap()));
            }
        }
        Ok(found)
    }

    /// Both framings are found, one after the other and mixed, however the bytes come.
    #[test]
    fn requests_are_found() {
        let bytes = br#"{"a":"}{"}{"b":1}
 0007{"c":2}0000 {"d":{}}"#;
        let expected = [
            (Framing::Bare, r#"{"a":"}{"}"#),
            (Framing::Bare, r#"{"b":1}"#),
            (Framing::Prefixed, r#"{"c":2}"#),
            (Framing::Prefixed, ""),
            (Framing::Bare, r#"{"d":{}}"#),
        ];
        let expected = expected.map(|(framing, text)| (framing, text.to_owned()));
        for piece in 1..bytes.len() {
            assert_eq!(find(bytes, piece).unwrap(), expected, "{piece}");
        }
    }

    /// What is no request is found out before more than one of it is kept.
    #[test]
    fn garbage_is_found_out() {
        let endless = format!("{{\"a\":\"{}", "x".repeat(200));
        let deep = "{\"a\":".repeat(200);
        for bad in ["x", "[]", "12x4{}", "\0", "{]", "0200", &endless, &deep] {
            let long = [bad.as_bytes(), &[b' '; 200]].concat();
            for piece in [1, 50, 400] {
                assert_eq!(find(&long, piece), Err(NoRequest), "{bad}");
            }
        }
    }

    /// A reply reads as a request of the same framing.
    #[test]
    fn replies_are_framed_alike() {
        for framing in [Framing::Bare, Framing::Prefixed] {
            let found = find(&framing.wrap(b"{\"cmd\":\"END\"}"), 3).unwrap();
            assert_eq!(found, [(framing, "{\"cmd\":\"END\"}".to_owned())]);
        }
    }

    proptest! {
        /// Whatever comes, it is bounded and breaks nothing.
        #[test]
        fn anything_may_come(bytes in vec(any::<u8>(), 0..500), piece in 1_usize..40) {
            let mut frames = Frames::new(100);
            for piece in bytes.chunks(piece) {
                frames.push(piece);
                loop {
                    match frames.pull() {
                        Ok(Some((_, request))) => prop_assert!(request.len() <= 100),
                        Ok(None) => break,
                        Err(NoRequest) => return Ok(()),
                    }
                }
                prop_assert!(frames.bytes.len() <= 100 + DIGITS);
            }
        }
    }
}
