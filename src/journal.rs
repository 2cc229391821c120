//! The log where stderr is systemd's journal: each line says how serious it is in the way that the journal reads
//! (`sd-daemon(3)`), and does not say again what the journal notes by itself.

use std::{fmt, fs::File, io, os::fd::AsFd as _, os::unix::fs::MetadataExt as _};

use tracing::{Event, Level, Subscriber};
use tracing_subscriber::{
    fmt::{
        FmtContext, FormatEvent, FormatFields,
        format::{Format, Full, Writer},
    },
    registry::LookupSpan,
};

/// Whether what is said on stderr goes to the journal and nowhere else, such as a file to which it was redirected.
#[must_use]
pub fn is_stderr() -> bool {
    let Ok(journal) = std::env::var("JOURNAL_STREAM") else {
        return false;
    };
    let stderr = || {
        File::from(io::stderr().as_fd().try_clone_to_owned().ok()?)
            .metadata()
            .ok()
    };
    stderr().is_some_and(|stderr| journal == format!("{}:{}", stderr.dev(), stderr.ino()))
}

/// What stands in front of a line for the journal; nothing where stderr is something else.
#[must_use]
pub fn mark(level: Level) -> String {
    if is_stderr() {
        format!("<{}>", priority(level))
    } else {
        String::new()
    }
}

/// A line for the journal, with its level in front.
#[derive(Debug)]
pub struct ForJournal(Format<Full, ()>);

impl ForJournal {
    /// The format of all lines.
    #[must_use]
    pub fn new() -> Self {
        let format = tracing_subscriber::fmt::format();
        Self(
            format
                .without_time()
                .with_level(false)
                .with_target(false)
                .with_ansi(false),
        )
    }
}

impl Default for ForJournal {
    fn default() -> Self {
        Self::new()
    }
}

impl<S, N> FormatEvent<S, N> for ForJournal
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        write!(writer, "<{}>", priority(*event.metadata().level()))?;
        self.0.format_event(context, writer, event)
    }
}

/// What syslog calls a level.
fn priority(level: Level) -> u8 {
    match level {
        Level::ERROR => 3,
        Level::WARN => 4,
        Level::INFO => 6,
        Level::DEBUG | Level::TRACE => 7,
    }
}
