//! What was typed about files between appliances.

use clap::Subcommand;

use super::WhichService;

/// What to do with files between appliances. The texts of folders and files are as they were typed.
#[derive(Debug, Subcommand)]
pub enum FileCommand {
    /// Offer a file of at most 1 GiB; the peer decides whether to take it, and where to.
    Offer {
        /// To whom: a name from the list of peers, or an onion address.
        to: String,
        /// The file.
        path: String,
        /// From which room.
        #[command(flatten)]
        which: WhichService,
    },
    /// List the files that are offered, on both sides, and how each stands.
    Files(WhichService),
    /// Fetch a file that a peer offers, and wait until it is there; Ctrl-C ends the waiting only.
    Accept {
        /// Its number, from the inbox or from `onionchat peer files`.
        number: u64,
        /// A folder that exists; nothing in it is overwritten.
        #[arg(long, value_name = "FOLDER")]
        to: String,
        /// Of which room.
        #[command(flatten)]
        which: WhichService,
    },
    /// Stop a file that is being fetched, decline one, or take an own offer back.
    Cancel {
        /// Its number.
        number: u64,
        /// Of which room.
        #[command(flatten)]
        which: WhichService,
    },
}
