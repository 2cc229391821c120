//! A service manager as the program sees it: a socket that takes its messages.

use std::time::Duration;

use tempfile::TempDir;
use tokio::net::UnixDatagram;
use tokio::time::timeout;

use super::process::Program;

/// How long a message may take on a machine that is busy with seven other tests.
const MESSAGE: Duration = Duration::from_secs(20);

/// More than any message of the program.
const LONGEST: usize = 4096;

/// The manager's end.
pub struct Manager {
    /// What takes the messages.
    socket: UnixDatagram,
    /// Where the socket is.
    folder: TempDir,
}

impl Manager {
    /// One that listens from now on.
    pub fn listen() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let socket = UnixDatagram::bind(folder.path().join("notify")).expect("a socket");
        Self { socket, folder }
    }

    /// The same program, started by this manager.
    pub fn over(&self, program: Program) -> Program {
        program.env("NOTIFY_SOCKET", self.folder.path().join("notify"))
    }

    /// The lines of the next message.
    pub async fn next(&self) -> Vec<String> {
        self.next_within(MESSAGE)
            .await
            .expect("the program tells something")
    }

    /// The lines of the next message, if one comes within this time.
    pub async fn next_within(&self, limit: Duration) -> Option<Vec<String>> {
        let mut message = [0; LONGEST];
        let length = timeout(limit, self.socket.recv(&mut message))
            .await
            .ok()?
            .expect("a message");
        assert!(length < LONGEST, "a message may be longer");
        let text = str::from_utf8(&message[..length]).expect("UTF-8");
        Some(text.lines().map(str::to_owned).collect())
    }

    /// Forgets all messages that have come already.
    pub fn drain(&self) {
        while self.socket.try_recv(&mut [0; LONGEST]).is_ok() {}
    }
}
