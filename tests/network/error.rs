//! Why a network could not be started or steered.

use std::fmt;
use std::io;
use std::time::Duration;

/// What went wrong, and what was being done at that moment.
#[derive(Debug)]
pub enum NetworkError {
    /// A program that the network is made of is missing.
    NotInstalled {
        /// The program.
        program: &'static str,
        /// The Debian package that has it.
        package: &'static str,
    },
    /// The layout can't work.
    Layout {
        /// What is wrong with it.
        problem: String,
    },
    /// The operating system refused something.
    Io {
        /// What was being done, with the file or the program.
        doing: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// A command ended with a failure, or with output that makes no sense.
    Command {
        /// The command line.
        command: String,
        /// What it printed.
        output: String,
    },
    /// A tor process ended by itself.
    Died {
        /// The node's name.
        node: String,
        /// The last lines of its log.
        log: String,
    },
    /// A tor process lives, but did not come so far in time.
    Late {
        /// The node's name.
        node: String,
        /// What was waited for.
        waiting_for: String,
        /// How long.
        limit: Duration,
        /// The last lines of its log.
        log: String,
    },
}

impl NetworkError {
    /// The operating system refused something while this was being done.
    pub(super) fn io(doing: impl Into<String>, source: io::Error) -> Self {
        Self::Io {
            doing: doing.into(),
            source,
        }
    }
}

impl fmt::Display for NetworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInstalled { program, package } => {
                write!(
                    f,
                    "`{program}` is not installed: install Debian's package `{package}`"
                )
            }
            Self::Layout { problem } => write!(f, "this network can't work: {problem}"),
            Self::Io { doing, source } => write!(f, "{doing}: {source}"),
            Self::Command { command, output } => {
                write!(f, "`{command}` failed and printed:\n{output}")
            }
            Self::Died { node, log } => write!(
                f,
                "tor node {node} ended by itself; the end of its log:\n{log}"
            ),
            Self::Late {
                node,
                waiting_for,
                limit,
                log,
            } => write!(
                f,
                "tor node {node}: waited {} s in vain for {waiting_for}; the end of its log:\n{log}",
                limit.as_secs()
            ),
        }
    }
}

impl std::error::Error for NetworkError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
