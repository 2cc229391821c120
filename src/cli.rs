//! What was typed: the command line and the environment.

mod file; //  files between appliances
mod join; //  what somebody else's room is joined with
mod peer; //  commands about other appliances
mod value; // what may stand behind an option

use std::{ffi::OsString, path::PathBuf};

use clap::{
    Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum,
    error::ErrorKind, parser::ValueSource,
};
use clap_complete::Shell;
use serde::Deserialize;

use crate::{
    guests::GuestName,
    peer::Admission,
    server::loopback::LoopbackAddr,
    service::{Privacy, ServiceName},
};
use value::{parse_admission, parse_max_streams, parse_transport};

pub use file::FileCommand;
pub use join::JoinArgs;
pub use peer::PeerCommand;
pub use value::{Hidden, MOST_STREAMS, parse_loopback, parse_title};

/// What `--help` shows below the options.
const AFTER_HELP: &str = "\
Examples:
  onionchat                        open the room; its address stays in ./keys
  onionchat --title 'Night shift'  give it a title
  onionchat --ephemeral            a new address, gone when the room closes
  onionchat --bridges-file FILE    reach Tor through bridges, where it is blocked
  onionchat --stop-after 2h        close it by itself; readers see the time left
  onionchat --private              only guests with a key find it
  onionchat invite anna            make a key for a guest
  onionchat --no-tor               try it on this computer only, without Tor
  onionchat address                tell the address
  onionchat status                 tell how the room is, from another shell
  onionchat say 'Back at nine'     tell everybody who reads
  onionchat stop                   close it, and wait until it is closed
  onionchat join ADDRESS           join a room at somebody else's address
  echo hi | onionchat join ADDRESS say something there, and leave
  onionchat config                 print an example of the configuration file

Exit codes:
  0   what was asked for was done; the room was closed as asked
  2   the command line cannot be understood
  3   no onionchat runs on the keys folder (status, stop, say)
  65  what was asked for does not fit what is there, and nothing was changed
  68  join: nobody answers at the address, or something else is there
  69  the --listen address cannot be used
  70  something went wrong that should not
  74  a folder cannot be used, the disk is full, or a file in it is damaged
  75  another onionchat runs on the same keys folder
  76  the Tor network no longer accepts this version: get a newer one
  77  other users could get at the keys folder, or this user cannot; join: the
      room does not let you in
  78  the configuration file, a bridge, the proxy or a time cannot be used";

/// An anonymous chat room at its own .onion address, in one file, without JavaScript.
#[derive(Parser)]
#[command(version, about, after_help = AFTER_HELP)]
pub struct Cli {
    /// Options that every command takes.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// Options of the room, also without `serve`.
    #[command(flatten)]
    pub serve: ServeArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Open the room (the same as no command).
    Serve(ServeArgs),
    /// Print the room's address.
    Address(WhichService),
    /// Bring the room's address along, take it away, or get a new one.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Make a key for a guest of a private room.
    Invite {
        /// What you call the guest; nobody else sees it.
        name: GuestName,
        /// Which room.
        #[command(flatten)]
        which: WhichService,
    },
    /// List the guests of a private room.
    Guests(WhichService),
    /// Take a guest's key back.
    Revoke {
        /// What you called the guest.
        name: GuestName,
        /// Which room.
        #[command(flatten)]
        which: WhichService,
    },
    /// Tell how a running room is.
    Status,
    /// Close a running room.
    Stop,
    /// Say something to everybody in a running room.
    Say {
        /// What to say; "-" reads it from stdin, where no list of processes shows it.
        #[arg(required = true)]
        text: Vec<String>,
        /// Which room.
        #[command(flatten)]
        which: WhichService,
    },
    /// Write to other appliances, and read what they write.
    #[command(subcommand)]
    Peer(PeerCommand),
    /// Join a room from this terminal, at an onion address and over Tor.
    Join(Box<JoinArgs>),
    /// Print an example of the configuration file, every key explained.
    Config,
    /// Print what a shell needs to complete this program's command lines.
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Write the manual, a page for each command.
    Man {
        /// A folder that exists.
        dir: PathBuf,
    },
}

/// What to do with the room's identity keys.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Take over the address of a C tor onion service.
    Import {
        /// Its `HiddenServiceDir`.
        dir: PathBuf,
        /// Set aside the address that the room has; else that is in the way.
        #[arg(long)]
        set_aside: bool,
        /// For which room.
        #[command(flatten)]
        which: WhichService,
    },
    /// Write the address as a `HiddenServiceDir` that C tor takes.
    Export {
        /// A folder that does not exist yet.
        dir: PathBuf,
        /// Of which room.
        #[command(flatten)]
        which: WhichService,
    },
    /// Get a new address; the old one is set aside.
    New(WhichService),
}

/// Which of several rooms is meant.
#[derive(Debug, Clone, Default, Args)]
pub struct WhichService {
    /// The room's name among the `[[service]]` tables of the configuration file.
    #[arg(long, value_name = "NAME")]
    pub service: Option<ServiceName>,
}

/// Options that every command takes.
#[derive(Debug, Args)]
pub struct GlobalArgs {
    /// Identity and Tor state: copy it to move the room, delete it to forget it [default: keys].
    #[arg(long, value_name = "DIR", env = "ONIONCHAT_KEYS", global = true)]
    pub keys: Option<PathBuf>,
    /// Tor's directory cache, safe to delete [default: the platform's cache folder].
    #[arg(long, value_name = "DIR", env = "ONIONCHAT_CACHE", global = true)]
    pub cache: Option<PathBuf>,
    /// A configuration file (TOML); the command line and the environment come before it.
    #[arg(long, value_name = "FILE", env = "ONIONCHAT_CONFIG", global = true)]
    pub config: Option<PathBuf>,
    /// What stdout is for: a person, or programs (one JSON object a line) [default: human].
    #[arg(long, value_enum, value_name = "FORMAT", global = true)]
    pub output: Option<Output>,
    /// Say more on stderr; twice for everything.
    #[arg(short, long, action = clap::ArgAction::Count, global = true, conflicts_with = "quiet")]
    pub verbose: u8,
    /// Say only what goes wrong.
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// Options of the room; with several rooms, of each.
#[derive(Default, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of its own, as it is typed"
)]
pub struct ServeArgs {
    /// A new address each run; nothing of it is left behind.
    #[arg(long)]
    pub ephemeral: bool,
    /// The room's title [default: onionchat].
    #[arg(long, value_name = "TEXT", value_parser = parse_title)]
    pub title: Option<String>,
    /// Transcripts open at once [default: 100].
    #[arg(long, value_name = "N", env = "MAX_STREAMS", value_parser = parse_max_streams)]
    pub max_streams: Option<usize>,
    /// Also serve plain HTTP there; only a loopback address is taken.
    #[arg(long, value_name = "ADDR:PORT", value_parser = parse_loopback)]
    pub listen: Option<LoopbackAddr>,
    /// Only guests with a key find the room: onionchat invite NAME. A room that was private stays so.
    #[arg(long, conflicts_with = "public")]
    pub private: bool,
    /// Everybody with the address finds the room (the default where nobody was invited).
    #[arg(long)]
    pub public: bool,
    /// Whose messages the mailbox takes: onionchat peer --help [default: nobody].
    #[arg(long, value_name = "WHO", value_parser = parse_admission())]
    pub peers: Option<Admission>,
    /// Keep messages to peers that wait when the room closes, encrypted under a passphrase, which is asked for.
    #[arg(long, conflicts_with = "ephemeral")]
    pub keep_outbox: bool,
    /// The first line of this file is that passphrase.
    #[arg(long, value_name = "FILE", env = "ONIONCHAT_OUTBOX_PASSPHRASE_FILE")]
    pub outbox_passphrase_file: Option<PathBuf>,
    /// When to open: 18:00, "2026-11-21 18:00" or with an offset. The address is told at once.
    #[arg(long, value_name = "TIME")]
    pub start_at: Option<String>,
    /// How long the room stays open: 2h, 90m or "1h 30m". Readers see the time left.
    #[arg(long, value_name = "SPAN", conflicts_with = "stop_at")]
    pub stop_after: Option<String>,
    /// When to close, written like --start-at.
    #[arg(long, value_name = "TIME")]
    pub stop_at: Option<String>,
    /// Print a token that makes you operator in every room: type /op TOKEN there.
    #[arg(long)]
    pub operator_token: bool,
    /// The way to Tor.
    #[command(flatten)]
    pub route: RouteArgs,
    /// No Tor at all: only the loopback listener [default then: 127.0.0.1:8181].
    #[arg(long)]
    pub no_tor: bool,
}

impl ServeArgs {
    /// Who finds the room, where that was typed. Of both, the one that lets in fewer holds.
    #[must_use]
    pub fn privacy(&self) -> Option<Privacy> {
        match (self.private, self.public) {
            (true, _) => Some(Privacy::Private),
            (false, true) => Some(Privacy::Public),
            (false, false) => None,
        }
    }
}

/// How the Tor network is reached.
#[derive(Debug, Clone, Default, Args)]
pub struct RouteArgs {
    /// A bridge to reach Tor through, where Tor is blocked; may be given several times. Others on
    /// this computer can see it in the list of processes: use --bridges-file there.
    #[arg(long = "bridge", value_name = "LINE")]
    pub bridges: Vec<Hidden>,
    /// Bridges, one a line, as bridges.torproject.org gives them.
    #[arg(long, value_name = "FILE", env = "ONIONCHAT_BRIDGES_FILE")]
    pub bridges_file: Option<PathBuf>,
    /// The program of a transport that bridges use [default: lyrebird or obfs4proxy, if installed].
    #[arg(long = "transport", value_name = "NAME=PATH", value_parser = parse_transport)]
    pub transports: Vec<(String, PathBuf)>,
    /// Reach Tor through a proxy: the scheme is socks5, socks4 or http (for CONNECT).
    #[arg(
        long,
        value_name = "SCHEME://IP:PORT",
        env = "ONIONCHAT_PROXY",
        hide_env_values = true
    )]
    pub proxy: Option<Hidden>,
}

impl RouteArgs {
    /// What was typed before the name of a command and behind it.
    fn or(self, other: Self) -> Self {
        Self {
            bridges: other.bridges.into_iter().chain(self.bridges).collect(),
            bridges_file: self.bridges_file.or(other.bridges_file),
            transports: other
                .transports
                .into_iter()
                .chain(self.transports)
                .collect(),
            proxy: self.proxy.or(other.proxy),
        }
    }
}

/// What stdout is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Output {
    /// The address as one line; everything else is on stderr.
    Human,
    /// One JSON object a line.
    Json,
}

impl Cli {
    /// Reads the command line; where it cannot be understood, says so and ends the program.
    #[must_use]
    pub fn read() -> Self {
        Self::try_read_from(std::env::args_os()).unwrap_or_else(|error| error.exit())
    }

    /// Reads a command line. An option of the room beside a command that opens none would do nothing, and whoever
    /// typed it, such as `--private` or `--ephemeral`, would rely on it.
    fn try_read_from<T: Into<OsString> + Clone>(
        typed: impl IntoIterator<Item = T>,
    ) -> Result<Self, clap::Error> {
        let mut definition = Self::command();
        let matches = definition.try_get_matches_from_mut(typed)?;
        let command = matches.subcommand_name().unwrap_or("serve");
        let room = ServeArgs::augment_args(clap::Command::new(""));
        // Whoever joins a room goes over Tor as well.
        let route = RouteArgs::augment_args(clap::Command::new(""));
        let is_shared = |option: &clap::Arg| {
            command == "join"
                && route
                    .get_arguments()
                    .any(|own| own.get_id() == option.get_id())
        };
        let is_typed = |option: &&clap::Arg| {
            matches.value_source(option.get_id().as_str()) == Some(ValueSource::CommandLine)
                && !is_shared(option)
        };
        if command != "serve"
            && let Some(option) = room.get_arguments().find(is_typed)
        {
            let option = option.get_long().unwrap_or_default();
            let what = format!("--{option} is for opening the room, and {command} opens none");
            return Err(definition.error(ErrorKind::ArgumentConflict, what));
        }
        Self::from_arg_matches(&matches).map_err(|error| error.format(&mut definition))
    }

    /// What every command takes, and what to do. The room's options count wherever they stood.
    #[must_use]
    pub fn into_parts(self) -> (GlobalArgs, Command) {
        let top = self.serve;
        let command = match self.command {
            None => Command::Serve(top),
            Some(Command::Serve(inner)) => Command::Serve(ServeArgs {
                ephemeral: top.ephemeral || inner.ephemeral,
                title: inner.title.or(top.title),
                max_streams: inner.max_streams.or(top.max_streams),
                listen: inner.listen.or(top.listen),
                private: top.private || inner.private,
                public: top.public || inner.public,
                peers: inner.peers.or(top.peers),
                keep_outbox: top.keep_outbox || inner.keep_outbox,
                outbox_passphrase_file: inner.outbox_passphrase_file.or(top.outbox_passphrase_file),
                start_at: inner.start_at.or(top.start_at),
                stop_after: inner.stop_after.or(top.stop_after),
                stop_at: inner.stop_at.or(top.stop_at),
                route: inner.route.or(top.route),
                operator_token: top.operator_token || inner.operator_token,
                no_tor: top.no_tor || inner.no_tor,
            }),
            Some(Command::Join(join)) => Command::Join(Box::new(JoinArgs {
                route: join.route.or(top.route),
                ..*join
            })),
            Some(other) => other,
        };
        (self.global, command)
    }
}

#[cfg(test)]
mod tests;
