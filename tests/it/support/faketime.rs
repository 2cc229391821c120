//! A wrong clock for a process, by Debian's package `faketime`.

use std::path::{Path, PathBuf};

use super::process::Program;

/// The library of the package that shifts a process's clock.
const FAKETIME: &str = "faketime/libfaketime.so.1";

/// Finds that library.
pub fn faketime() -> PathBuf {
    let folders = [
        "/usr/lib",
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
    ];
    folders
        .iter()
        .map(|folder| Path::new(folder).join(FAKETIME))
        .find(|path| path.exists())
        .expect("Debian's package faketime is installed; tests/run installs it")
}

/// What sets the wall clock of a running process. Its other clock, which no one can set, goes on as it does.
pub struct WallClock(PathBuf);

impl WallClock {
    /// Lets a program have a clock that is right until it is set.
    pub fn of(program: Program) -> (Program, Self) {
        let file = program.file("clock", "+0");
        let program = program
            .env("LD_PRELOAD", faketime())
            .env("FAKETIME_TIMESTAMP_FILE", &file)
            .env("FAKETIME_NO_CACHE", "1")
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        (program, Self(file))
    }

    /// Sets it: by how much it is wrong, such as `+2h`.
    pub fn set(&self, shift: &str) {
        // A file that is replaced is never seen half-written.
        let new = self.0.with_extension("new");
        std::fs::write(&new, shift).expect("the temporary folder takes a file");
        std::fs::rename(&new, &self.0).expect("the temporary folder takes a file");
    }
}
