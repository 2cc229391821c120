//! Exit codes, so that programs know what went wrong; as in sysexits.h where that has one.

/// How the program ends. `--help` lists the codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// The room was closed as asked.
    Closed = 0,
    /// The running process does not do what it was asked to.
    Refused = 1,
    /// The command line cannot be understood; clap's own code.
    Usage = 2,
    /// No process runs on the keys folder; as programs of the system say for a service.
    NotRunning = 3,
    /// The `--listen` address cannot be used.
    Listen = 69,
    /// Something went wrong that should not.
    Internal = 70,
    /// A folder cannot be used, the disk is full, or a file is damaged.
    Storage = 74,
    /// Another process uses the same keys folder.
    Busy = 75,
    /// Others could get at the keys folder, or this user cannot.
    Permission = 77,
    /// The configuration file cannot be used.
    Config = 78,
}

impl Exit {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Closed,
        Self::Refused,
        Self::Usage,
        Self::NotRunning,
        Self::Listen,
        Self::Internal,
        Self::Storage,
        Self::Busy,
        Self::Permission,
        Self::Config,
    ];

    /// The number that the system is told.
    #[must_use]
    pub fn code(self) -> i32 {
        self as i32
    }
}
