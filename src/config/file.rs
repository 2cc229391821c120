//! The configuration file, key by key.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use serde::{Deserialize, Deserializer, de::Error as _};
use toml::Table;

use crate::{
    chat::Moderation,
    cli::{Hidden, MOST_STREAMS, Output, parse_loopback, parse_title},
    peer::Admission,
    server::loopback::LoopbackAddr,
    service::{Privacy, ServiceName},
};

/// The least that `check_every` may be: a fetch takes some seconds by itself.
const LEAST_CHECK_EVERY: u64 = 5;

/// Defines a table of the file: keys of its own, and those that say something of a room, which the top of
/// the file and each `[[service]]` have alike. Flattening one struct into two would do the same, but serde
/// then neither refuses unknown keys nor knows the line of a wrong one.
macro_rules! table {
    ($(#[$about:meta])* $name:ident { $($(#[$attribute:meta])* $key:ident: $kind:ty,)* }) => {
        $(#[$about])*
        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            $($(#[$attribute])* pub $key: $kind,)*
            /// As `--title`.
            #[serde(default, deserialize_with = "title")]
            pub title: Option<String>,
            /// As `--max-streams`.
            #[serde(default, deserialize_with = "max_streams")]
            pub max_streams: Option<usize>,
            /// As `--listen`.
            #[serde(default, deserialize_with = "loopback")]
            pub listen: Option<LoopbackAddr>,
            /// `true` as `--private`, `false` as `--public`.
            pub private: Option<bool>,
            /// As `--peers`.
            pub peers: Option<Admission>,
            /// Who may remove people.
            #[serde(default, deserialize_with = "moderation")]
            pub moderation: Option<Moderation>,
            /// Whether messages may be formatted.
            pub formatting: Option<bool>,
            /// Whether addresses in messages are links.
            pub links: Option<bool>,
            /// Whether cookies are ever set.
            pub cookies: Option<bool>,
            /// Handed to Arti's onion service as it stands.
            #[serde(default)]
            pub onion_service: Table,
        }

        impl $name {
            /// What this table says of a room.
            pub(super) fn said(&self) -> Said<'_> {
                Said {
                    title: self.title.as_deref(),
                    max_streams: self.max_streams,
                    listen: self.listen,
                    privacy: self.private.map(Privacy::of),
                    peers: self.peers,
                    moderation: self.moderation,
                    formatting: self.formatting,
                    links: self.links,
                    cookies: self.cookies,
                    onion_service: &self.onion_service,
                }
            }
        }
    };
}

/// What one table says of a room.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'a> {
    /// `title`.
    pub title: Option<&'a str>,
    /// `max_streams`.
    pub max_streams: Option<usize>,
    /// `listen`.
    pub listen: Option<LoopbackAddr>,
    /// `private`.
    pub privacy: Option<Privacy>,
    /// `peers`.
    pub peers: Option<Admission>,
    /// `moderation`.
    pub moderation: Option<Moderation>,
    /// `formatting`.
    pub formatting: Option<bool>,
    /// `links`.
    pub links: Option<bool>,
    /// `cookies`.
    pub cookies: Option<bool>,
    /// `onion_service`.
    pub onion_service: &'a Table,
}

table! {
    /// The configuration file. What it says of a room holds for every service that does not say otherwise.
    Settings {
        /// As `--keys`.
        keys: Option<PathBuf>,
        /// As `--cache`.
        cache: Option<PathBuf>,
        /// As `--ephemeral`.
        #[serde(default)]
        ephemeral: bool,
        /// As `--no-tor`.
        #[serde(default)]
        no_tor: bool,
        /// As `--output`.
        output: Option<Output>,
        /// Seconds between two fetches of the room's own page, about.
        #[serde(default, deserialize_with = "check_every")]
        check_every: Option<Duration>,
        /// As `--keep-outbox`.
        #[serde(default)]
        keep_outbox: bool,
        /// As `--outbox-passphrase-file`.
        outbox_passphrase_file: Option<PathBuf>,
        /// As `--start-at`.
        start_at: Option<String>,
        /// As `--stop-after`.
        stop_after: Option<String>,
        /// As `--stop-at`.
        stop_at: Option<String>,
        /// As `--operator-token`.
        #[serde(default)]
        operator_token: bool,
        /// As `--bridge`.
        #[serde(default, deserialize_with = "lines")]
        bridges: Vec<Hidden>,
        /// As `--bridges-file`.
        bridges_file: Option<PathBuf>,
        /// As `--transport`.
        #[serde(default)]
        transports: BTreeMap<String, PathBuf>,
        /// As `--proxy`.
        proxy: Option<Hidden>,
        /// Handed to Arti as it stands.
        #[serde(default)]
        tor: Table,
        /// The services; without any there is one of which nothing more is said.
        #[serde(default)]
        service: Vec<ServiceTable>,
    }
}

table! {
    /// A `[[service]]`.
    ServiceTable {
        /// What the host calls it.
        #[serde(default, deserialize_with = "name")]
        name: Option<ServiceName>,
    }
}

/// Reads the `name` of a service.
fn name<'de, D: Deserializer<'de>>(from: D) -> Result<Option<ServiceName>, D::Error> {
    let name = String::deserialize(from)?;
    name.parse().map(Some).map_err(D::Error::custom)
}

/// Reads `bridges`: a list of lines, or one text of several. Whatever it is, an error must not repeat it.
fn lines<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Hidden>, D::Error> {
    let wrong = || D::Error::custom("bridges is no list of lines");
    match toml::Value::deserialize(from)? {
        toml::Value::String(text) => Ok(bridge_lines(&text).map(Hidden::from).collect()),
        toml::Value::Array(list) => {
            let lines = list.iter().map(|line| line.as_str().map(Hidden::from));
            lines.collect::<Option<_>>().ok_or_else(wrong)
        }
        _ => Err(wrong()),
    }
}

/// The lines of a text that are no comments.
pub(super) fn bridge_lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Reads `title`.
fn title<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    parse_title(&String::deserialize(from)?)
        .map(Some)
        .map_err(D::Error::custom)
}

/// Reads `listen`.
fn loopback<'de, D: Deserializer<'de>>(from: D) -> Result<Option<LoopbackAddr>, D::Error> {
    parse_loopback(&String::deserialize(from)?)
        .map(Some)
        .map_err(D::Error::custom)
}

/// Reads `moderation`.
fn moderation<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Moderation>, D::Error> {
    match String::deserialize(from)?.as_str() {
        "operators" => Ok(Some(Moderation::Operators)),
        "everyone" => Ok(Some(Moderation::Everyone)),
        other => Err(D::Error::custom(format!(
            "moderation is \"operators\" or \"everyone\", and not \"{other}\""
        ))),
    }
}

/// Reads `max_streams`.
fn max_streams<'de, D: Deserializer<'de>>(from: D) -> Result<Option<usize>, D::Error> {
    let number = usize::deserialize(from)?;
    if (1..=MOST_STREAMS).contains(&number) {
        Ok(Some(number))
    } else {
        Err(D::Error::custom(format!(
            "max_streams is not a number from 1 to {MOST_STREAMS}"
        )))
    }
}

/// Reads `check_every`.
fn check_every<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    let seconds = u64::deserialize(from)?;
    if seconds < LEAST_CHECK_EVERY {
        return Err(D::Error::custom(format!(
            "check_every is less than {LEAST_CHECK_EVERY} seconds"
        )));
    }
    Ok(Some(Duration::from_secs(seconds)))
}
