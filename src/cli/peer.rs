//! What was typed about messages between appliances.

use clap::Subcommand;

use super::{FileCommand, WhichService};
use crate::peer::PeerName;

/// What to do with messages between appliances. A room has to be open for all of it.
#[derive(Debug, Subcommand)]
pub enum PeerCommand {
    /// Send a message; it waits where the peer is away, and is delivered when they are back.
    Send {
        /// To whom: a name from the list of peers, or an onion address.
        to: String,
        /// What to say; "-" reads it from stdin, where no list of processes shows it.
        #[arg(required = true)]
        text: Vec<String>,
        /// Do not wait to see how the first attempt goes, which takes up to a quarter of a minute.
        #[arg(long)]
        no_wait: bool,
        /// From which room.
        #[command(flatten)]
        which: WhichService,
    },
    /// Print what has come and was not read yet.
    Inbox(WhichService),
    /// Print what was said with a peer.
    History {
        /// With whom: a name, or an onion address.
        peer: String,
        /// How many lines at most.
        #[arg(default_value_t = 20)]
        lines: usize,
        /// Which room.
        #[command(flatten)]
        which: WhichService,
    },
    /// List everybody who is known, has written or asks to be let in.
    List(WhichService),
    /// Let a peer in, and give it a name.
    Add {
        /// What you call the peer; nobody else sees it.
        name: PeerName,
        /// Its onion address.
        address: String,
        /// Which room.
        #[command(flatten)]
        which: WhichService,
    },
    /// Forget a peer, what was said with it and what waits for it.
    Remove {
        /// What you call the peer.
        name: PeerName,
        /// Which room.
        #[command(flatten)]
        which: WhichService,
    },
    /// Open a room for some peers, and invite them into it.
    Group {
        /// What the room is called.
        name: String,
        /// Whom to invite: names, or onion addresses.
        #[arg(required = true)]
        peers: Vec<String>,
        /// Of which appliance, where there are several.
        #[command(flatten)]
        which: WhichService,
    },
    /// Invite more peers into a room.
    Invite {
        /// The room's code.
        code: String,
        /// Whom to invite.
        #[arg(required = true)]
        peers: Vec<String>,
        /// Of which appliance, where there are several.
        #[command(flatten)]
        which: WhichService,
    },
    /// End a room that was opened for peers.
    Disband {
        /// The room's code.
        code: String,
        /// Of which appliance, where there are several.
        #[command(flatten)]
        which: WhichService,
    },
    /// List the messages that wait, and what has become of the last ones.
    Outbox(WhichService),
    /// What concerns files.
    #[command(flatten)]
    File(FileCommand),
}
