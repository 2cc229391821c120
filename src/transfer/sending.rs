//! One download of an offered file, as a body that is sent.

use std::{
    fmt, io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use super::{FileNumber, NoFile, Transfers, source::Source};

/// What is sent of a file: a piece is read from the disk when the one before was taken.
pub struct Sending {
    /// The files.
    files: Arc<Transfers>,
    /// Which one it is.
    number: FileNumber,
    /// Its place among those that are sent.
    place: u64,
    /// The file.
    source: Arc<Source>,
    /// Where it begins.
    from: u64,
    /// Where the next piece is.
    at: u64,
    /// The piece that is being read.
    reading: Option<JoinHandle<io::Result<Bytes>>>,
    /// When it ends early.
    stop: Pin<Box<WaitForCancellationFutureOwned>>,
}

impl fmt::Debug for Sending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sending")
    }
}

impl Sending {
    /// What is sent of a file from there on; from its beginning, where that is behind its end.
    pub(super) fn new(
        files: &Arc<Transfers>,
        (number, place): (FileNumber, u64),
        source: Arc<Source>,
        (from, stop): (u64, CancellationToken),
    ) -> Self {
        let from = if from < source.size() { from } else { 0 };
        Self {
            files: Arc::clone(files),
            number,
            place,
            source,
            from,
            at: from,
            reading: None,
            stop: Box::pin(stop.cancelled_owned()),
        }
    }

    /// Where it begins.
    #[must_use]
    pub fn from(&self) -> u64 {
        self.from
    }

    /// How long the whole file is.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.source.size()
    }

    /// How much is still to be sent.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.size() - self.at
    }

    /// The next piece. Where the file cannot be read or has changed, it ends too soon, which the other side sees.
    pub fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        if self.left() == 0 || self.stop.as_mut().poll(cx).is_ready() {
            return Poll::Ready(None);
        }
        let (source, at) = (&self.source, self.at);
        let reading = self.reading.get_or_insert_with(|| {
            let source = Arc::clone(source);
            spawn_blocking(move || source.piece(at))
        });
        let piece = ready!(Pin::new(reading).poll(cx));
        self.reading = None;
        let why = match piece {
            Ok(Ok(piece)) => {
                self.at += piece.len() as u64;
                self.files.table().sent((self.number, self.place), self.at);
                return Poll::Ready(Some(piece));
            }
            Ok(Err(_)) if self.source.is_changed() => NoFile::Changed.to_string(),
            Ok(Err(error)) => format!("it cannot be read any more: {error}"),
            // The process ends.
            Err(_) => return Poll::Ready(None),
        };
        self.files.table().spoil(self.number, why);
        Poll::Ready(None)
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.files.table().end_sending(self.number, self.place);
    }
}
