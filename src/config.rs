//! What was typed means: flags before environment before file before default, checked once.

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, Deserializer, de::Error as _};
use toml::Table;

use crate::{
    chat::Moderation,
    cli::{GlobalArgs, MOST_STREAMS, Output, ServeArgs, parse_loopback, parse_title},
    server::loopback::LoopbackAddr,
};

/// The example of the configuration file, every key explained.
pub const EXAMPLE: &str = include_str!("config/example.toml");

/// Transcripts open at once when nothing is said; the seed's number.
const DEFAULT_MAX_STREAMS: usize = 100;

/// About how often the room fetches its own page when nothing is said: often enough to notice a
/// loss before most visitors do, at a few kilobytes an hour.
const DEFAULT_CHECK_EVERY: Duration = Duration::from_mins(10);

/// The least that `check_every` may be: a fetch takes some seconds by itself.
const LEAST_CHECK_EVERY: u64 = 5;

/// How much of a configuration file is read: a hundred times the example, in case something else was
/// named by mistake.
const MAX_FILE: u64 = 256 * 1024;

/// Everything that the program is asked for.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own, as the host sets it"
)]
pub struct Config {
    /// The keys folder.
    pub keys: PathBuf,
    /// The cache folder; `None` for the platform's.
    pub cache: Option<PathBuf>,
    /// Whether the address is new and forgotten at the end.
    pub ephemeral: bool,
    /// The room's title.
    pub title: String,
    /// Transcripts open at once.
    pub max_streams: usize,
    /// The loopback address to serve plain HTTP on.
    pub listen: Option<LoopbackAddr>,
    /// Whether there is an onion service.
    pub with_tor: bool,
    /// What stdout is for.
    pub output: Output,
    /// About how often the room fetches its own page.
    pub check_every: Duration,
    /// Whether a token is printed that makes the host operator in every room.
    pub operator_token: bool,
    /// Who may remove people.
    pub moderation: Moderation,
    /// Whether messages may be formatted.
    pub formatting: bool,
    /// Whether addresses in messages are links.
    pub links: bool,
    /// Whether cookies are ever set.
    pub cookies: bool,
    /// Arti's own configuration.
    pub tor: Table,
    /// The onion service's own configuration.
    pub onion_service: Table,
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("The configuration file {} cannot be read: {error}. Check --config.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The file does not say what it should.
    #[error("The configuration file {} cannot be used: {what}.", path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        what: String,
    },
}

/// The configuration file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own, as the host sets it"
)]
struct Settings {
    /// As `--keys`.
    keys: Option<PathBuf>,
    /// As `--cache`.
    cache: Option<PathBuf>,
    /// As `--ephemeral`.
    #[serde(default)]
    ephemeral: bool,
    /// As `--title`.
    #[serde(default, deserialize_with = "title")]
    title: Option<String>,
    /// As `--max-streams`.
    #[serde(default, deserialize_with = "max_streams")]
    max_streams: Option<usize>,
    /// As `--listen`.
    #[serde(default, deserialize_with = "loopback")]
    listen: Option<LoopbackAddr>,
    /// As `--no-tor`.
    #[serde(default)]
    no_tor: bool,
    /// As `--output`.
    output: Option<Output>,
    /// Seconds between two fetches of the room's own page, about.
    #[serde(default, deserialize_with = "check_every")]
    check_every: Option<Duration>,
    /// As `--operator-token`.
    #[serde(default)]
    operator_token: bool,
    /// Who may remove people.
    #[serde(default, deserialize_with = "moderation")]
    moderation: Moderation,
    /// Whether messages may be formatted.
    #[serde(default)]
    formatting: bool,
    /// Whether addresses in messages are links.
    #[serde(default)]
    links: bool,
    /// Whether cookies are ever set.
    cookies: Option<bool>,
    /// Handed to Arti as it stands.
    #[serde(default)]
    tor: Table,
    /// Handed to Arti's onion service as it stands.
    #[serde(default)]
    onion_service: Table,
}

impl Config {
    /// Puts together what was typed and what the file says.
    ///
    /// # Errors
    /// Where the file cannot be read or does not say what it should.
    pub fn load(global: GlobalArgs, serve: ServeArgs) -> Result<Self, ConfigError> {
        let file = global
            .config
            .as_deref()
            .map(read)
            .transpose()?
            .unwrap_or_default();
        let with_tor = !(serve.no_tor || file.no_tor);
        let listen = serve.listen.or(file.listen);
        let default_listen = (!with_tor).then_some(LoopbackAddr::DEFAULT);
        Ok(Self {
            keys: global.keys.or(file.keys).unwrap_or_else(|| "keys".into()),
            cache: global.cache.or(file.cache),
            ephemeral: serve.ephemeral || file.ephemeral,
            title: serve
                .title
                .or(file.title)
                .unwrap_or_else(|| "onionchat".into()),
            max_streams: serve
                .max_streams
                .or(file.max_streams)
                .unwrap_or(DEFAULT_MAX_STREAMS),
            listen: listen.or(default_listen),
            with_tor,
            output: global.output.or(file.output).unwrap_or(Output::Human),
            check_every: file.check_every.unwrap_or(DEFAULT_CHECK_EVERY),
            operator_token: serve.operator_token || file.operator_token,
            moderation: file.moderation,
            formatting: file.formatting,
            links: file.links,
            cookies: file.cookies.unwrap_or(true),
            tor: file.tor,
            onion_service: file.onion_service,
        })
    }
}

/// Reads the configuration file.
fn read(path: &Path) -> Result<Settings, ConfigError> {
    let read = || {
        let mut text = String::new();
        File::open(path)?.take(MAX_FILE).read_to_string(&mut text)?;
        Ok(text)
    };
    let text = read().map_err(|error| ConfigError::Unreadable {
        path: path.to_owned(),
        error,
    })?;
    toml::from_str(&text).map_err(|error| {
        let line = error
            .span()
            .map(|span| text[..span.start].lines().count().max(1));
        let place = line
            .map(|line| format!("line {line}: "))
            .unwrap_or_default();
        let message = error.message().trim_end_matches('.');
        ConfigError::Wrong {
            path: path.to_owned(),
            what: format!("{place}{message}"),
        }
    })
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
fn moderation<'de, D: Deserializer<'de>>(from: D) -> Result<Moderation, D::Error> {
    match String::deserialize(from)?.as_str() {
        "operators" => Ok(Moderation::Operators),
        "everyone" => Ok(Moderation::Everyone),
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The example says what holds when nothing is said, and every key of the file is in it.
    #[test]
    fn the_example_is_read_and_complete() {
        let plain: Settings = toml::from_str(EXAMPLE).unwrap();
        assert!(plain.keys.is_none() && plain.tor.is_empty());
        // A line that begins with "#" and no space is a key that is switched off.
        let on: String = EXAMPLE
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(rest) if !rest.starts_with(' ') => format!("{rest}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        let file: Settings = toml::from_str(&on).unwrap();
        assert!(file.keys.is_some() && file.cache.is_some() && file.title.is_some());
        assert_eq!(file.max_streams, Some(DEFAULT_MAX_STREAMS));
        assert!(file.listen.is_some() && file.output == Some(Output::Human));
        assert_eq!(file.check_every, Some(DEFAULT_CHECK_EVERY));
        assert_eq!(file.moderation, Moderation::default());
        assert!(EXAMPLE.contains("\n#moderation = \"operators\"\n"));
        assert!(!file.tor.is_empty() && !file.onion_service.is_empty());
        for key in [
            "ephemeral",
            "no_tor",
            "operator_token",
            "formatting",
            "links",
        ] {
            assert!(
                EXAMPLE.contains(&format!("\n#{key} = false\n")),
                "{key} is not in the example"
            );
        }
    }

    /// A wrong key or value is named with its line.
    #[test]
    fn what_is_wrong_is_named() {
        for (text, named) in [
            ("titel = 'x'", "titel"),
            ("title = ''", "title"),
            ("listen = '0.0.0.0:80'", "loopback"),
            ("max_streams = 0", "max_streams"),
            ("check_every = 1", "check_every"),
            ("output = 'xml'", "xml"),
            ("moderation = 'nobody'", "nobody"),
        ] {
            let error = toml::from_str::<Settings>(text).unwrap_err();
            assert!(error.to_string().contains(named), "{error}");
        }
    }
}
