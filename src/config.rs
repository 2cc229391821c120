//! What was typed means: flags before environment before file before default, checked once.

mod file;

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
    time::Duration,
};

use toml::Table;

use crate::{
    chat::Moderation,
    cli::{GlobalArgs, Output, ServeArgs},
    peer::Admission,
    server::loopback::LoopbackAddr,
    service::{Privacy, ServiceName},
    timer::Asked,
    tor::{Route, RouteError, Typed},
};
use file::{ServiceTable, Settings};

/// The example of the configuration file, every key explained.
pub const EXAMPLE: &str = include_str!("config/example.toml");

/// Transcripts open at once when nothing is said; the seed's number.
const DEFAULT_MAX_STREAMS: usize = 100;

/// About how often the room fetches its own page when nothing is said: often enough to notice a
/// loss before most visitors do, at a few kilobytes an hour.
const DEFAULT_CHECK_EVERY: Duration = Duration::from_mins(10);

/// How much of a configuration file is read: a hundred times the example, in case something else was
/// named by mistake.
const MAX_FILE: u64 = 256 * 1024;

/// Rooms of one process: each has introduction points of its own, so that more would weigh on Tor.
const MOST_SERVICES: usize = 16;

/// Everything that the program is asked for.
#[derive(Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own, as the host sets it"
)]
pub struct Config {
    /// The keys folder.
    pub keys: PathBuf,
    /// Whether that folder is used also where Tor does not need it: because the host has named it.
    pub has_keys: bool,
    /// The cache folder; `None` for the platform's.
    pub cache: Option<PathBuf>,
    /// Whether addresses are new and forgotten at the end.
    pub ephemeral: bool,
    /// Whether there are onion services.
    pub with_tor: bool,
    /// Where the passphrase for messages is that wait when the room closes, if they are to be kept.
    pub keep_outbox: Option<PassphraseFrom>,
    /// What stdout is for.
    pub output: Output,
    /// About how often a room fetches its own page.
    pub check_every: Duration,
    /// Whether a token is printed that makes the host operator in every room.
    pub operator_token: bool,
    /// When the rooms open and close; what that means depends on when they are opened.
    pub timers: Asked,
    /// How the Tor network is reached.
    pub route: Route,
    /// Arti's own configuration.
    pub tor: Table,
    /// The services, at least one.
    pub services: Vec<Service>,
}

/// One room under an address of its own.
#[derive(Debug, Clone)]
pub struct Service {
    /// What the host calls it.
    pub name: ServiceName,
    /// The room's title.
    pub title: String,
    /// Transcripts open at once.
    pub max_streams: usize,
    /// The loopback address to serve plain HTTP on.
    pub listen: Option<LoopbackAddr>,
    /// Who finds it, where the host has said so.
    pub privacy: Option<Privacy>,
    /// Whose messages its mailbox takes.
    pub peers: Admission,
    /// Who may remove people.
    pub moderation: Moderation,
    /// Whether messages may be formatted.
    pub formatting: bool,
    /// Whether addresses in messages are links.
    pub links: bool,
    /// Whether cookies are ever set.
    pub cookies: bool,
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
    /// What was typed does not go together.
    #[error("The command line cannot be used: {what}.")]
    Typed {
        /// What is wrong.
        what: String,
    },
    /// The file does not say what it should.
    #[error("The configuration file {} cannot be used: {what}.", path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        what: String,
    },
    /// The file of bridges cannot be read.
    #[error("The file of bridges {} cannot be read: {error}. Check --bridges-file.", path.display())]
    Bridges {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A bridge, a transport or the proxy cannot be used.
    #[error(transparent)]
    Route(#[from] RouteError),
}

impl Config {
    /// Puts together what was typed and what the file says. Without options of the room no room is opened, and how
    /// the Tor network is reached does not matter: a room must also close where a bridge or its program is gone.
    ///
    /// # Errors
    /// Where the file cannot be read or does not say what it should.
    pub fn load(global: GlobalArgs, serve: Option<&ServeArgs>) -> Result<Self, ConfigError> {
        let nothing = ServeArgs::default();
        let (opens, serve) = (serve.is_some(), serve.unwrap_or(&nothing));
        let path = global.config;
        let file = path.as_deref().map(read).transpose()?.unwrap_or_default();
        let with_tor = !(serve.no_tor || file.no_tor);
        let services = services(serve, &file, with_tor).map_err(|what| match path {
            Some(path) => ConfigError::Wrong { path, what },
            None => ConfigError::Typed { what },
        })?;
        let timers = timers(serve, &file);
        let keep_outbox = keep_outbox(serve, &file);
        let route = if opens {
            Route::parse(&typed_route(serve, &file)?)?
        } else {
            Route::default()
        };
        let keys = global.keys.or(file.keys);
        Ok(Self {
            has_keys: keys.is_some(),
            keys: keys.unwrap_or_else(|| "keys".into()),
            cache: global.cache.or(file.cache),
            ephemeral: serve.ephemeral || file.ephemeral,
            with_tor,
            keep_outbox,
            output: global.output.or(file.output).unwrap_or(Output::Human),
            check_every: file.check_every.unwrap_or(DEFAULT_CHECK_EVERY),
            operator_token: serve.operator_token || file.operator_token,
            timers,
            route,
            tor: file.tor,
            services,
        })
    }
}

/// Where a passphrase comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassphraseFrom {
    /// From whoever sits at the terminal.
    Terminal,
    /// From the first line of a file.
    File(PathBuf),
}

/// Where the passphrase for kept messages is, if there are to be any.
fn keep_outbox(serve: &ServeArgs, file: &Settings) -> Option<PassphraseFrom> {
    let path = serve
        .outbox_passphrase_file
        .as_ref()
        .or(file.outbox_passphrase_file.as_ref());
    let from = path.cloned().map(PassphraseFrom::File);
    (serve.keep_outbox || file.keep_outbox).then(|| from.unwrap_or(PassphraseFrom::Terminal))
}

/// When the rooms open and close.
fn timers(serve: &ServeArgs, file: &Settings) -> Asked {
    let typed = Asked {
        start_at: serve.start_at.clone(),
        stop_after: serve.stop_after.clone(),
        stop_at: serve.stop_at.clone(),
    };
    typed.or(Asked {
        start_at: file.start_at.clone(),
        stop_after: file.stop_after.clone(),
        stop_at: file.stop_at.clone(),
    })
}

/// The services: what was typed holds for each of them, then what its table says, then what the top of
/// the file says.
fn services(serve: &ServeArgs, file: &Settings, with_tor: bool) -> Result<Vec<Service>, String> {
    let alone = [ServiceTable::default()];
    let several = !file.service.is_empty();
    let tables = if several { &file.service[..] } else { &alone };
    if tables.len() > MOST_SERVICES {
        return Err(format!(
            "there are more than {MOST_SERVICES} [[service]] tables"
        ));
    }
    if several && (serve.listen.or(file.listen)).is_some() {
        return Err("with [[service]] tables, listen belongs into one of them".into());
    }
    let default_listen = (!with_tor && !several).then_some(LoopbackAddr::DEFAULT);
    let mut services: Vec<Service> = Vec::new();
    for table in tables {
        let name = match &table.name {
            Some(name) => name.clone(),
            None if several => return Err("a [[service]] has no name".into()),
            None => ServiceName::default(),
        };
        if services.iter().any(|other| other.name == name) {
            return Err(format!("two [[service]] tables have the name {name}"));
        }
        let (own, all) = (table.said(), file.said());
        let listen = serve
            .listen
            .or(own.listen)
            .or(all.listen)
            .or(default_listen);
        if !with_tor && listen.is_none() {
            return Err(format!("without Tor, the service {name} needs listen"));
        }
        let title = serve.title.as_deref().or(own.title).or(all.title);
        let max_streams = serve.max_streams.or(own.max_streams).or(all.max_streams);
        let mut onion_service = all.onion_service.clone();
        onion_service.extend(own.onion_service.clone());
        services.push(Service {
            title: title.unwrap_or("onionchat").into(),
            max_streams: max_streams.unwrap_or(DEFAULT_MAX_STREAMS),
            listen,
            privacy: serve.privacy().or(own.privacy).or(all.privacy),
            peers: serve.peers.or(own.peers).or(all.peers).unwrap_or_default(),
            moderation: own.moderation.or(all.moderation).unwrap_or_default(),
            formatting: own.formatting.or(all.formatting).unwrap_or(false),
            links: own.links.or(all.links).unwrap_or(false),
            cookies: own.cookies.or(all.cookies).unwrap_or(true),
            onion_service,
            name,
        });
    }
    Ok(services)
}

/// How the Tor network is to be reached: what was typed, or else what the file says.
fn typed_route(serve: &ServeArgs, file: &Settings) -> Result<Typed, ConfigError> {
    let (lines, path) = if serve.route.bridges.is_empty() && serve.route.bridges_file.is_none() {
        (&file.bridges, &file.bridges_file)
    } else {
        (&serve.route.bridges, &serve.route.bridges_file)
    };
    let mut bridges: Vec<String> = lines.iter().map(|line| line.0.clone()).collect();
    if let Some(path) = path {
        let text = read_text(path).map_err(|error| ConfigError::Bridges {
            path: path.clone(),
            error,
        })?;
        bridges.extend(file::bridge_lines(&text).map(ToOwned::to_owned));
    }
    let mut transports = file.transports.clone();
    transports.extend(serve.route.transports.iter().cloned());
    let proxy = serve.route.proxy.as_ref().or(file.proxy.as_ref());
    Ok(Typed {
        bridges,
        transports,
        proxy: proxy.map(|proxy| proxy.0.clone()),
    })
}

/// The text of a file, of which no more is read than such a file can have.
fn read_text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(MAX_FILE).read_to_string(&mut text)?;
    Ok(text)
}

/// Reads the configuration file.
fn read(path: &Path) -> Result<Settings, ConfigError> {
    let text = read_text(path).map_err(|error| ConfigError::Unreadable {
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
        assert_eq!(file.moderation, Some(Moderation::default()));
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

    /// Every key that the file may have, at its top and in a `[[service]]`, is in the example.
    #[test]
    fn every_key_is_in_the_example() {
        for unknown in ["nope = 1", "[[service]]\nnope = 1"] {
            let error = toml::from_str::<Settings>(unknown).unwrap_err();
            let expected = error.message().split_once("expected one of").unwrap().1;
            let keys: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
            assert!(keys.len() > 5, "{error}");
            for key in keys {
                let forms = [
                    format!("\n#{key} = "),
                    format!("\n#{key}."),
                    format!("\n[{key}]\n"),
                    format!("\n#[[{key}]]\n"),
                    format!("\n#[{key}]\n"),
                ];
                assert!(
                    forms.iter().any(|form| EXAMPLE.contains(form)),
                    "{key} is not in the example"
                );
            }
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
            ("[[service]]\nname = 'A'", "a-z"),
            ("[[service]]\nnmae = 'a'", "nmae"),
        ] {
            let error = toml::from_str::<Settings>(text).unwrap_err();
            assert!(error.to_string().contains(named), "{error}");
        }
    }
}
