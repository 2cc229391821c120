//! The program in a terminal: a real pseudo-terminal, and what is to be seen on it.

use std::io::{Read as _, Write};
use std::num::NonZero;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::time::timeout;

use super::PATIENCE;
use super::process::{Program, passed_on};

/// Lines of a terminal: all that a test looks at fits without scrolling.
const ROWS: u16 = 60;

/// The program as its host sees it. It is killed when this is dropped.
pub struct Terminal {
    /// What is to be seen.
    screen: Arc<Mutex<vt100::Parser>>,
    /// Told whenever that changes; closed when the program has let go of the terminal.
    changed: watch::Receiver<()>,
    /// What is typed goes here.
    keys: Box<dyn Write + Send>,
    /// The terminal, open for as long as the test looks at it.
    master: Box<dyn MasterPty + Send>,
    /// The process.
    child: Box<dyn Child + Send + Sync>,
    /// Its home, deleted when the test is over.
    _home: TempDir,
}

impl Terminal {
    /// Starts a program in a terminal with so many columns.
    pub fn open(program: Program, columns: u16) -> Self {
        let size = PtySize {
            rows: ROWS,
            cols: columns,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let (binary, arguments, environment, home) = program.into_parts();
        let mut command = CommandBuilder::new(binary);
        command.args(arguments);
        command.env_clear();
        for (name, value) in passed_on() {
            command.env(name, value);
        }
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        for (name, value) in environment {
            command.env(name, value);
        }
        command.cwd(home.path());
        let child = pair.slave.spawn_command(command).expect("it starts");
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader().expect("a reader");
        let screen = Arc::new(Mutex::new(vt100::Parser::new(
            nonzero(ROWS),
            nonzero(columns),
            0,
        )));
        let (tell, changed) = watch::channel(());
        let shown = Arc::clone(&screen);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // The system ends a terminal that nobody has open any more with an error.
            while let Ok(read @ 1..) = output.read(&mut bytes) {
                shown.lock().expect("no panic").process(&bytes[..read]);
                tell.send_replace(());
            }
        });
        Self {
            screen,
            changed,
            keys: pair.master.take_writer().expect("a writer"),
            master: pair.master,
            child,
            _home: home,
        }
    }

    /// What is to be seen: the lines, without the blanks at their ends and the empty lines below.
    pub fn shown(&self) -> String {
        let screen = self.screen.lock().expect("no panic");
        let (_, columns) = screen.screen().size();
        let lines: Vec<String> = screen
            .screen()
            .rows(0, columns.get())
            .map(|line| line.trim_end().to_owned())
            .collect();
        lines.join("\n").trim_end().to_owned()
    }

    /// Whether anything to be seen is coloured.
    pub fn is_coloured(&self) -> bool {
        let screen = self.screen.lock().expect("no panic");
        let screen = screen.screen();
        let (rows, columns) = screen.size();
        (0..rows.get())
            .flat_map(|row| (0..columns.get()).map(move |column| (row, column)))
            .filter_map(|(row, column)| screen.cell(row, column))
            .any(|cell| cell.fgcolor() != vt100::Color::Default)
    }

    /// Waits until this is true of what is to be seen, and gives that.
    pub async fn until(&mut self, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        self.until_within(PATIENCE, what, is_so).await
    }

    /// The same with a limit of its own.
    pub async fn until_within(
        &mut self,
        limit: Duration,
        what: &str,
        is_so: impl Fn(&str) -> bool,
    ) -> String {
        let waiting = async {
            loop {
                let shown = self.shown();
                if is_so(&shown) {
                    return shown;
                }
                if self.changed.changed().await.is_err() {
                    let shown = self.shown();
                    assert!(is_so(&shown), "it ended without {what}:\n{shown}");
                    return shown;
                }
            }
        };
        let waited = timeout(limit, waiting).await;
        waited.unwrap_or_else(|_| panic!("no {what} in {limit:?}:\n{}", self.shown()))
    }

    /// Waits until a text is to be seen.
    pub async fn until_shown(&mut self, text: &str) -> String {
        self.until(text, |shown| shown.contains(text)).await
    }

    /// Presses these keys.
    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("it takes keys");
        self.keys.flush().expect("it takes keys");
    }

    /// Whether the terminal takes lines and shows what is typed, as a shell expects to find it.
    pub fn is_as_it_was(&self) -> bool {
        let modes = self.master.get_termios().expect("a terminal").local_flags;
        let modes = format!("{modes:?}");
        modes.contains("ICANON") && modes.contains("ECHO")
    }

    /// Waits until the process has ended; gives its exit code.
    pub async fn end(&mut self) -> (u32, String) {
        let gone = async { while self.changed.changed().await.is_ok() {} };
        let _ = timeout(PATIENCE, gone).await;
        let status = self.child.wait().expect("a status");
        (status.exit_code(), self.shown())
    }
}

/// A size as the parser takes it.
fn nonzero(size: u16) -> NonZero<u16> {
    NonZero::new(size).expect("a terminal has lines and columns")
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
