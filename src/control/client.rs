//! The other shell's side of the control socket.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    os::unix::net::UnixStream,
    path::Path,
    thread::sleep,
    time::Duration,
};

#[cfg(target_os = "linux")]
use nix::{
    sys::socket::{getsockopt, sockopt::PeerCredentials},
    unistd::Uid,
};

use super::{MAX_LINE, PATIENCE, Refused, Reply, socket::Way};
use crate::{
    host::{Answer, FIRST_ATTEMPT, Order},
    keys::is_in_use,
};

/// How long the end of a process may take: it ends by itself before that.
const END: Duration = Duration::from_secs(15);

/// How long to wait before looking anew whether the folder is free: nobody notices that, and it costs nothing.
const GLANCE: Duration = Duration::from_millis(5);

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// No process runs on the folder.
    #[error("No onionchat runs on the keys folder {folder}.")]
    NotRunning {
        /// The folder.
        folder: String,
    },
    /// One runs, but cannot be asked.
    #[error(
        "An onionchat runs on the keys folder {folder}, but cannot be asked: {error}. It said why when it \
         began; Ctrl-C or SIGTERM closes it."
    )]
    Unreachable {
        /// The folder.
        folder: String,
        /// What the system says.
        error: io::Error,
    },
    /// One runs, but does not answer.
    #[error(
        "The onionchat on the keys folder {folder} does not answer: it may have been stopped (kill -CONT lets it go \
         on). What was asked may still be done."
    )]
    Silent {
        /// The folder.
        folder: String,
    },
    /// Another user's process runs there.
    #[error("The onionchat on the keys folder {folder} is another user's: ask as that user.")]
    Denied {
        /// The folder.
        folder: String,
    },
    /// One runs, and does not understand, or is not understood.
    #[error(
        "The onionchat on the keys folder {folder} is of another version than this one: close it, and open it with this \
         one."
    )]
    OtherVersion {
        /// The folder.
        folder: String,
    },
    /// The process said no.
    #[error("{}", .0.reason)]
    Refused(Refused),
}

impl AskError {
    /// Whether what was asked may have been done all the same.
    #[must_use]
    pub fn may_be_done(&self) -> bool {
        match self {
            Self::NotRunning { .. } | Self::Denied { .. } | Self::Refused(_) => false,
            Self::Unreachable { .. } | Self::Silent { .. } | Self::OtherVersion { .. } => true,
        }
    }
}

/// Gives an order to the process that runs on a keys folder; for the order to stop, waits until it has let
/// go of the folder.
///
/// # Errors
/// Where none runs, or it says no.
pub fn ask(keys: &Path, order: &Order) -> Result<Answer, AskError> {
    ask_of(keys, order, Owner::Trusted)
}

/// The same, of a process of this very user alone: for who asks again and again without being told to.
///
/// # Errors
/// Where none runs, or it says no.
pub fn ask_own(keys: &Path, order: &Order) -> Result<Answer, AskError> {
    ask_of(keys, order, Owner::Own)
}

/// Whose process is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// This user's; the administrator may ask everybody's.
    Trusted,
    /// This user's.
    Own,
}

/// Gives an order to the process that runs on a keys folder, if it is of such a user.
fn ask_of(keys: &Path, order: &Order, owner: Owner) -> Result<Answer, AskError> {
    let folder = || keys.display().to_string();
    let reply = converse(keys, order, owner).map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => AskError::Denied { folder: folder() },
        io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused if !is_in_use(keys) => {
            AskError::NotRunning { folder: folder() }
        }
        io::ErrorKind::InvalidData => AskError::OtherVersion { folder: folder() },
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => {
            AskError::Silent { folder: folder() }
        }
        _ => AskError::Unreachable {
            folder: folder(),
            error,
        },
    })?;
    match reply {
        Reply::Yes(answer) => Ok(answer),
        Reply::No { no } => Err(AskError::Refused(no)),
    }
}

/// Whether a process answers at the socket of a keys folder.
#[must_use]
pub fn is_answered(keys: &Path) -> bool {
    let way = Way::into(keys);
    way.is_ok_and(|way| UnixStream::connect(&way.path).is_ok())
}

/// Sends an order and reads what comes back.
fn converse(keys: &Path, order: &Order, owner: Owner) -> io::Result<Reply> {
    let way = Way::into(keys)?;
    let mut stream = UnixStream::connect(&way.path)?;
    check(&stream, owner)?;
    let patience = if order.waits() {
        FIRST_ATTEMPT + PATIENCE
    } else {
        PATIENCE
    };
    stream.set_read_timeout(Some(patience))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut line = serde_json::to_vec(order)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    let mut reading = BufReader::new(stream.take(MAX_LINE as u64));
    let mut answer = String::new();
    reading.read_line(&mut answer)?;
    if answer.is_empty() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let reply = serde_json::from_str(&answer)?;
    if matches!(reply, Reply::Yes(Answer::Closing)) {
        wait_for_end(reading.get_ref().get_ref(), keys)?;
    }
    Ok(reply)
}

/// Checks whose process is at the other end: in a folder that others can write, it may be one that only pretends.
#[cfg(target_os = "linux")]
fn check(stream: &UnixStream, owner: Owner) -> io::Result<()> {
    let peer = getsockopt(stream, PeerCredentials)?.uid();
    let own = Uid::effective();
    let is_trusted = peer == own.as_raw() || (own.is_root() && owner == Owner::Trusted);
    if is_trusted {
        Ok(())
    } else {
        Err(io::ErrorKind::PermissionDenied.into())
    }
}

/// Elsewhere the system tells only who owns the socket.
#[cfg(not(target_os = "linux"))]
fn check(_: &UnixStream, _: Owner) -> io::Result<()> {
    Ok(())
}

/// Waits until the process lets go of the connection, and then of the folder, which is the last thing that it does.
fn wait_for_end(mut stream: &UnixStream, keys: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(END))?;
    match stream.read(&mut [0]) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::ConnectionReset => {}
        Err(error) => return Err(error),
    }
    // Another process may have taken the folder at once; that one answers.
    let mut left = END;
    while is_in_use(keys) && !is_answered(keys) {
        left = left.checked_sub(GLANCE).ok_or(io::ErrorKind::TimedOut)?;
        sleep(GLANCE);
    }
    Ok(())
}
