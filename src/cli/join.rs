//! What was typed to join somebody else's room.

use std::path::PathBuf;

use clap::Args;

use super::RouteArgs;
use crate::{client::RoomAddress, service::ServiceName};

/// Which room is joined, and how.
#[derive(Debug, Clone, Args)]
pub struct JoinArgs {
    /// The room: 56 letters and digits with .onion, and with /r/ and a code behind it for a room in it. Also
    /// 127.0.0.1:PORT, for a room on this computer that was opened with --no-tor.
    pub address: RoomAddress,
    /// The nick to ask for.
    #[arg(long, value_name = "NICK")]
    pub nick: Option<String>,
    /// Line by line instead of the whole screen: what is said comes out on stdout, what is piped in is said. So
    /// it is where stdin or stdout is no terminal.
    #[arg(long)]
    pub plain: bool,
    /// The key of a guest of a private room: a file with the key alone, or with the line of C tor's for it. Where
    /// there is none, the environment's `ONIONCHAT_GUEST_KEY` counts, and the screen asks.
    #[arg(long, value_name = "FILE")]
    pub guest_key_file: Option<PathBuf>,
    /// The passphrase of a room, in a file. Where there is none, the environment's `ONIONCHAT_PASSPHRASE` counts,
    /// and the screen asks.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Which mailbox is shown beside the room on the whole screen, where the onionchat on this computer has several: the
    /// name of its room among the `[[service]]` tables.
    #[arg(long, value_name = "NAME", conflicts_with = "plain")]
    pub mailbox: Option<ServiceName>,
    /// The way to Tor.
    #[command(flatten)]
    pub route: RouteArgs,
}
