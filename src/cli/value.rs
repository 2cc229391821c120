//! What may stand behind an option.

use std::{fmt, net::SocketAddr, path::PathBuf};

use serde::Deserialize;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::{peer::Admission, server::loopback::LoopbackAddr};

/// What must not be shown again by accident: `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Hidden(pub String);

impl From<&str> for Hidden {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden([scrubbed])")
    }
}

/// Reads a loopback address.
///
/// # Errors
/// In words, where it is none.
pub fn parse_loopback(raw: &str) -> Result<LoopbackAddr, String> {
    let address: SocketAddr = raw
        .parse()
        .map_err(|_| format!("{raw} is not an address with a port, like 127.0.0.1:8181"))?;
    LoopbackAddr::try_from(address).map_err(|error| error.to_string())
}

/// Reads a transport and its program.
pub(super) fn parse_transport(raw: &str) -> Result<(String, PathBuf), String> {
    match raw.split_once('=') {
        Some((name, path)) if !name.is_empty() && !path.is_empty() => {
            Ok((name.to_owned(), path.into()))
        }
        _ => Err("it is not like obfs4=/usr/bin/obfs4proxy".into()),
    }
}

/// Reads whose messages a mailbox takes.
pub(super) fn parse_admission() -> impl TypedValueParser<Value = Admission> {
    PossibleValuesParser::new(["nobody", "known", "anyone"]).map(|typed| match typed.as_str() {
        "anyone" => Admission::Anyone,
        "known" => Admission::Known,
        _ => Admission::Nobody,
    })
}

/// How long a title may be, in characters: a line of a browser's tab holds less.
pub(super) const MAX_TITLE: usize = 100;

/// Reads a title.
///
/// # Errors
/// In words, where it is empty, too long or holds control characters.
pub fn parse_title(raw: &str) -> Result<String, String> {
    let title = raw.trim();
    let fits = (1..=MAX_TITLE).contains(&title.chars().count());
    if !fits || title.chars().any(char::is_control) {
        return Err(format!(
            "a title has 1 to {MAX_TITLE} characters and no control characters"
        ));
    }
    Ok(title.to_owned())
}

/// Reads the number of transcripts; with none, nobody could read.
pub(super) fn parse_max_streams(raw: &str) -> Result<usize, String> {
    match raw.parse() {
        Ok(number) if (1..=MOST_STREAMS).contains(&number) => Ok(number),
        _ => Err(format!("not a number from 1 to {MOST_STREAMS}")),
    }
}

/// The most transcripts that can be asked for: ten times what one process has been measured with.
pub const MOST_STREAMS: usize = 100_000;
