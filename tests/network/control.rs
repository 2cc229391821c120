//! Questions to a running tor through its control socket, in the language of Tor's control-spec.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

/// How long an answer may take. Tor answers at once unless it is paused, and then it must not hold
/// us for ever.
const ANSWER_LIMIT: Duration = Duration::from_secs(5);

/// Sends one command and returns everything that tor answered to it.
///
/// The permissions of the folder that the socket is in are all the authentication there is. Tor
/// closes the connection after the answer, so that the end of the stream is the end of the answer.
pub(super) fn ask(socket: &Path, command: &str) -> io::Result<String> {
    let mut stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(ANSWER_LIMIT))?;
    stream.set_write_timeout(Some(ANSWER_LIMIT))?;
    write!(stream, "AUTHENTICATE\r\n{command}\r\nQUIT\r\n")?;
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply)?;
    // What relays say of themselves need not be UTF-8.
    let reply = String::from_utf8_lossy(&reply);
    let answer = reply.strip_prefix("250 OK\r\n").unwrap_or(&reply);
    if answer.starts_with("250") {
        Ok(answer.to_owned())
    } else {
        Err(io::Error::other(format!(
            "tor answered to {command}: {answer}"
        )))
    }
}
