//! How a file that goes from one appliance to another is told while somebody waits for it.

use std::io::{self, IsTerminal as _};

use indicatif::{ProgressBar, ProgressStyle};

use super::{Voice, print, terminal};
use crate::{
    cli::Output,
    exit::Exit,
    host::{Answer, PeerAnswer, PeerFile, in_words},
    transfer::{Direction, FileNumber, FileState},
};

/// Where there is no terminal, progress is told every so many percent.
const STEP: u64 = 25;

/// Tells how a file goes.
#[derive(Debug)]
pub struct FileProgress {
    /// How people and programs are spoken to.
    voice: Voice,
    /// The bar on a terminal.
    bar: Option<ProgressBar>,
    /// What was told last, where there is no bar.
    told: Option<(u64, Option<String>)>,
}

impl FileProgress {
    /// Nothing is told yet.
    #[must_use]
    pub fn new(voice: Voice) -> Self {
        Self {
            voice,
            bar: None,
            told: None,
        }
    }

    /// Tells how a file stands that is not settled, or what has become of it.
    pub fn tell(&mut self, file: &PeerFile) {
        if self.voice.output == Output::Json {
            let answer = Answer::Peer(PeerAnswer::PeerFile(file.clone()));
            // It fails only for maps whose keys are no strings, and there are none.
            print(&serde_json::to_string(&answer).unwrap_or_default());
        } else if !file.is_settled() {
            self.progress(file);
        }
    }

    /// Tells people how far it is.
    fn progress(&mut self, file: &PeerFile) {
        if self.voice.quiet {
            return;
        }
        let reason = match &file.state {
            FileState::Waiting { reason } => reason.clone(),
            _ => None,
        };
        if io::stderr().is_terminal() {
            let bar = self.bar.get_or_insert_with(|| bar(file.size));
            bar.set_position(file.bytes);
            bar.set_message(reason.unwrap_or_default());
            return;
        }
        let news = (file.percent / STEP, reason);
        if self.told.as_ref() == Some(&news) {
            return;
        }
        let why = match &news.1 {
            Some(reason) => format!(", waiting: {reason}"),
            None => String::new(),
        };
        self.voice
            .people(&format!("{}: {} %{why}", file.file, file.percent));
        self.told = Some(news);
    }

    /// Tells what has become of it, and how the command ends.
    #[must_use]
    pub fn end(mut self, file: &PeerFile) -> Exit {
        if let Some(bar) = self.bar.take() {
            terminal::end_progress(&bar);
        }
        let (name, is_incoming) = (&file.file, file.direction == Direction::In);
        let failed = |why: &str| {
            self.voice.failed(why, Exit::Refused);
            Exit::Refused
        };
        match &file.state {
            FileState::Failed { reason } if is_incoming => {
                return failed(&format!("{name} did not come: {reason}."));
            }
            FileState::Failed { reason } => {
                return failed(&format!("{name} is not offered: {reason}."));
            }
            FileState::Cancelled => return failed(&format!("{name} was stopped, as asked.")),
            // The exit code and the last event say it to programs.
            _ if self.voice.output == Output::Json => {}
            FileState::Done { path: Some(path) } => self.voice.product(path),
            _ => {
                let (FileNumber(number), size) = (file.number, in_words(file.size));
                self.voice.people(&format!(
                    "Number {number}: {name} ({size}) is offered for four days, as long as this room is open. See \
                     what becomes of it: onionchat peer files"
                ));
            }
        }
        Exit::Done
    }
}

/// A bar for so many bytes.
fn bar(size: u64) -> ProgressBar {
    let template = "{spinner} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left  {wide_msg}";
    let bar = ProgressBar::new(size);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
