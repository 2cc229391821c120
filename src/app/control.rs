//! What lets the host reach into the running process: the control socket and the console.

use std::sync::Arc;

use crate::{
    console,
    control::{self, SocketFile},
    host::{Host, Reach},
    keys::KeysFolder,
    report::{Reporter, say},
    tor::Event,
};

/// Opens the control socket. Where that is not possible, the room goes on without, and says so.
pub(super) fn open(folder: &KeysFolder, host: &Arc<Host>) -> Option<SocketFile> {
    match control::bind(folder.path()) {
        Ok((listener, file)) => {
            tokio::spawn(control::serve(listener, Arc::clone(host)));
            Some(file)
        }
        Err(error) => {
            say(&format!(
                "The room cannot be controlled from another shell, since there can be no socket in the \
                 keys folder: {error}. Everything else works."
            ));
            None
        }
    }
}

/// Notes how the services are, for whoever asks.
pub(super) fn note(host: &Host, event: &Event) {
    match event {
        Event::Bootstrap(progress) => {
            let reason = progress.blocked.clone();
            for service in host.names() {
                let reason = reason.clone();
                host.note_reach(service, Reach::Starting { reason });
            }
        }
        Event::Reachable { service, .. } => host.note_reach(service, Reach::Reachable),
        Event::Unreachable { service, reason } => {
            let reason = reason.clone();
            host.note_reach(service, Reach::Unreachable { reason });
        }
    }
}

/// The console, which waits until the progress of the bootstrap has left the terminal.
pub(super) struct Waiting {
    /// Who carries out what is ordered there.
    host: Arc<Host>,
    /// Whether it has yet to begin.
    waits: bool,
    /// Whether the rooms open only later, so that there is nothing to watch once Tor works.
    opens_later: bool,
}

impl Waiting {
    /// A console that has yet to begin, if somebody sits there.
    pub(super) fn new(host: &Arc<Host>, opens_later: bool) -> Self {
        Self {
            host: Arc::clone(host),
            waits: console::is_wanted(),
            opens_later,
        }
    }

    /// Begins, once.
    pub(super) fn begin(&mut self, reporter: &mut Reporter) {
        // Somebody may have sent the process into the background meanwhile.
        if std::mem::take(&mut self.waits) && console::is_wanted() {
            reporter.end_progress();
            console::start(Arc::clone(&self.host));
        }
    }

    /// Hears what the host is told. The console begins when the room is reachable, or when something
    /// is in the way: then nobody watches a progress any more.
    pub(super) fn hear(&mut self, event: &Event, reporter: &mut Reporter) {
        match event {
            Event::Bootstrap(progress) => {
                let is_over = self.opens_later && progress.percent == 100;
                if progress.blocked.is_none() && !is_over {
                    return;
                }
            }
            Event::Reachable { .. } | Event::Unreachable { .. } => {}
        }
        self.begin(reporter);
    }
}
