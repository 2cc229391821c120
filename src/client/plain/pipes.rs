//! stdin and stdout. Both may block, so each has a thread of its own, and a bound.

use std::{
    io::{self, BufRead as _, Read as _, Write as _},
    time::Duration,
};

use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};

/// How many lines may wait to be written; after that, the room's stream waits.
const LINES: usize = 64;

/// How long whoever reads stdout may take for the last lines: who has stopped reading must not hold up the end.
const LAST_LINES: Duration = Duration::from_secs(2);

/// The most bytes of a line that is read: the room refuses what is longer than 500 characters, and says so.
const MAX_READ: u64 = 16 * 1024;

/// Where lines are written.
#[derive(Debug)]
pub(super) struct Out {
    /// Takes lines.
    lines: mpsc::Sender<String>,
    /// Told when all are written.
    done: oneshot::Receiver<()>,
}

impl Out {
    /// Writes a line; says whether somebody still reads.
    pub(super) async fn write(&self, line: String) -> bool {
        self.lines.send(line).await.is_ok()
    }

    /// Waits until all lines are written, if somebody reads them.
    pub(super) async fn close(self) {
        drop(self.lines);
        // Whether they were, or nobody reads any more, it is over.
        let _ = timeout(LAST_LINES, self.done).await;
    }
}

/// Writes to stdout. The second half tells when nobody reads any more.
pub(super) fn stdout() -> (Out, mpsc::Receiver<()>) {
    let (out, mut lines) = mpsc::channel::<String>(LINES);
    let (tell, closed) = mpsc::channel(1);
    let (written, done) = oneshot::channel();
    std::thread::spawn(move || {
        while let Some(line) = lines.blocking_recv() {
            let mut stdout = io::stdout().lock();
            if writeln!(stdout, "{line}")
                .and_then(|()| stdout.flush())
                .is_err()
            {
                let _ = tell.try_send(());
                return;
            }
        }
        // Nobody may wait for it.
        let _ = written.send(());
    });
    (Out { lines: out, done }, closed)
}

/// A line that is no text, which is UTF-8 here as everywhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct NoText;

/// Reads lines from stdin, one ahead. A line that is far too long is cut, and the room refuses what is left of it.
pub(super) fn stdin() -> mpsc::Receiver<Result<String, NoText>> {
    let (tell, lines) = mpsc::channel(1);
    std::thread::spawn(move || {
        let mut stdin = io::stdin().lock();
        loop {
            let mut bytes = Vec::new();
            let read = stdin.by_ref().take(MAX_READ).read_until(b'\n', &mut bytes);
            if !read.is_ok_and(|read| read > 0) {
                return;
            }
            if !bytes.ends_with(b"\n")
                && bytes.len() as u64 == MAX_READ
                && skip(&mut stdin).is_err()
            {
                return;
            }
            let line = String::from_utf8(bytes).map_err(|_| NoText);
            let line = line.map(|line| line.trim_end_matches(['\n', '\r']).to_owned());
            if tell.blocking_send(line).is_err() {
                return;
            }
        }
    });
    lines
}

/// Passes over the rest of a line.
fn skip(stdin: &mut io::StdinLock<'_>) -> io::Result<()> {
    loop {
        let buffer = stdin.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(buffer.len(), |end| end + 1);
        stdin.consume(length);
        if end.is_some() || length == 0 {
            return Ok(());
        }
    }
}
