//! How files between appliances stand, in words for a terminal.

use super::{
    super::files::{PeerFile, in_words},
    peers::{brief, called},
};
use crate::{
    peer::State,
    transfer::{Direction, FileNumber, FileState},
};

impl PeerFile {
    /// The file in a line.
    pub(super) fn line(&self) -> String {
        let peer = called(self.name.as_ref(), &self.onion);
        let FileNumber(number) = self.number;
        let (file, size) = (&self.file, in_words(self.size));
        let way = match self.direction {
            Direction::In => "from",
            Direction::Out => "to",
        };
        format!("{number}. {way} {peer}: {file}, {size} ({})", self.how())
    }

    /// How it stands, in a few words.
    fn how(&self) -> String {
        let FileNumber(number) = self.number;
        match (&self.state, self.direction) {
            (FileState::Reading, _) => format!("being read, {} %", self.percent),
            (FileState::Offered, Direction::In) => {
                format!("waiting for you: onionchat peer accept {number} --to FOLDER")
            }
            (FileState::Offered, Direction::Out) => match &self.offer {
                None | Some(State::Delivered) => "offered".to_owned(),
                Some(state) => format!("offered, and that is {}", brief(state)),
            },
            (FileState::Waiting { reason: None }, _) => "begins soon".to_owned(),
            (
                FileState::Waiting {
                    reason: Some(reason),
                },
                _,
            ) => {
                format!("{} %, waiting: {reason}", self.percent)
            }
            (FileState::Running, _) => format!("{} %", self.percent),
            (FileState::Done { path: Some(path) }, _) => format!("done: {path}"),
            (FileState::Done { path: None }, _) => "done, all of it was sent".to_owned(),
            (FileState::Failed { reason }, _) => format!("failed: {reason}"),
            (FileState::Cancelled, Direction::In) => "cancelled".to_owned(),
            (FileState::Cancelled, Direction::Out) => match &self.offer {
                Some(State::TakenBack) => "taken back before the offer was delivered".to_owned(),
                Some(State::Waiting { .. }) => {
                    "taken back while the offer was being delivered".to_owned()
                }
                _ => "taken back".to_owned(),
            },
        }
    }
}
