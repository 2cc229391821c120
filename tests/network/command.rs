//! Runs a program to its end, and turns every way in which that can fail into a plain sentence.

use std::io::{self, Write};
use std::process::{Child, Command, Stdio};

use super::NetworkError;

/// The program that every node is.
pub(super) const TOR: &str = "tor";
/// The program that makes an authority's certificate.
pub(super) const TOR_GENCERT: &str = "tor-gencert";
/// The program that sends signals.
pub(super) const KILL: &str = "kill";

/// Starts a program; when it is missing, says which Debian package has it.
pub(super) fn spawn(command: &mut Command, program: &'static str) -> Result<Child, NetworkError> {
    command.spawn().map_err(|failure| match failure.kind() {
        io::ErrorKind::NotFound => NetworkError::NotInstalled {
            program,
            package: if program == KILL { "procps" } else { "tor" },
        },
        _ => NetworkError::io(format!("starting `{program}`"), failure),
    })
}

/// Runs a program to its end with this text as its input; a failure carries what it printed.
pub(super) fn run(
    command: &mut Command,
    program: &'static str,
    input: &str,
) -> Result<(), NetworkError> {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut process = spawn(command, program)?;
    if let Some(mut stdin) = process.stdin.take() {
        // A program that ends without reading its input has said why, which is read below.
        let _ = stdin.write_all(input.as_bytes());
    }
    let output = process
        .wait_with_output()
        .map_err(|failure| NetworkError::io(format!("waiting for `{program}`"), failure))?;
    if output.status.success() {
        return Ok(());
    }
    let mut printed = output.stdout;
    printed.extend(output.stderr);
    Err(NetworkError::Command {
        command: format!("{command:?}"),
        output: String::from_utf8_lossy(&printed).into_owned(),
    })
}
