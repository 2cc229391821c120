//! A terminal, as a person sees it: tmux draws what a program writes, and types what the test presses.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;
use tokio::process::Command;
use tokio::time::{Instant, sleep};

use super::PATIENCE;

/// How tmux is told to find one of these terminals.
const SOCKET: &str = "tmux";

/// The file in the home of a terminal that takes all that was ever written to it.
const RECORDING: &str = "recording";

/// A terminal with a program in it. Both end when this is dropped.
pub struct Terminal {
    /// Its home, with the socket of tmux.
    home: TempDir,
}

impl Terminal {
    /// Starts a program in a terminal of so many columns and lines.
    pub async fn start(columns: u16, lines: u16, program: &[&str]) -> Self {
        let home = tempfile::Builder::new()
            .prefix("onionchat-terminal-")
            .tempdir()
            .expect("a temporary folder");
        let terminal = Self { home };
        let (columns, lines) = (columns.to_string(), lines.to_string());
        let size = ["-x", &columns, "-y", &lines];
        let start = ["-f", "/dev/null", "-u", "new-session", "-d"];
        // In the same breath as the start, so that nothing is missed.
        let record = format!("cat > '{}'", terminal.home.path().join(RECORDING).display());
        let record = [";", "pipe-pane", &record];
        terminal
            .tmux(&[&start[..], &size, program, &record].concat())
            .await;
        terminal
    }

    /// Presses keys, by the names that tmux has for them.
    pub async fn press(&self, keys: &[&str]) {
        self.tmux(&[&["send-keys"], keys].concat()).await;
    }

    /// Types a text.
    pub async fn type_text(&self, text: &str) {
        self.tmux(&["send-keys", "-l", text]).await;
    }

    /// Makes the terminal larger or smaller.
    pub async fn resize(&self, columns: u16, lines: u16) {
        let (columns, lines) = (columns.to_string(), lines.to_string());
        self.tmux(&["resize-window", "-x", &columns, "-y", &lines])
            .await;
    }

    /// Pastes a text, as a terminal does that was asked to say where it begins and ends.
    pub async fn paste(&self, text: &str) {
        self.tmux(&["set-buffer", text, ";", "paste-buffer", "-p"])
            .await;
    }

    /// What tmux knows of the terminal, in its own language of formats.
    pub async fn format(&self, format: &str) -> String {
        let told = self.tmux(&["display-message", "-p", format]).await;
        told.trim_end().to_owned()
    }

    /// What the terminal shows.
    pub async fn screen(&self) -> String {
        self.tmux(&["capture-pane", "-p"]).await
    }

    /// All that was ever written to it, as it was written: also what is no longer to be seen.
    pub fn recording(&self) -> String {
        let bytes = std::fs::read(self.home.path().join(RECORDING)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The number of the process that runs in it.
    pub async fn pid(&self) -> String {
        let pid = self.tmux(&["display-message", "-p", "#{pane_pid}"]).await;
        pid.trim().to_owned()
    }

    /// Whether anything is coloured.
    pub async fn is_coloured(&self) -> bool {
        let screen = self.tmux(&["capture-pane", "-p", "-e"]).await;
        let foregrounds = 31..=37;
        foregrounds
            .map(|color| format!("\x1b[{color}m"))
            .chain(["\x1b[38;5;".to_owned()])
            .any(|color| screen.contains(&color))
    }

    /// Waits until the terminal shows something.
    pub async fn shows(&self, text: &str) {
        self.shows_within(PATIENCE, text).await;
    }

    /// The same with a limit of its own.
    pub async fn shows_within(&self, limit: Duration, text: &str) {
        let mut screen = String::new();
        let end = Instant::now() + limit;
        while !screen.contains(text) {
            assert!(
                Instant::now() < end,
                "the terminal does not show {text:?}:\n{screen}"
            );
            // No event tells that a terminal has changed.
            sleep(Duration::from_millis(50)).await;
            screen = self.screen().await;
        }
    }

    /// Runs a command of tmux.
    async fn tmux(&self, arguments: &[&str]) -> String {
        let home = self.home.path();
        let mut tmux = Command::new("tmux");
        tmux.arg("-S").arg(home.join(SOCKET)).args(arguments);
        output(tmux, home).await
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Whether it had ended before does not matter.
        let _ = std::process::Command::new("tmux")
            .arg("-S")
            .arg(self.home.path().join(SOCKET))
            .arg("kill-server")
            .stderr(Stdio::null())
            .status();
    }
}

/// Runs a program with a home of its own, and gives what it says.
pub async fn output(mut command: Command, home: &Path) -> String {
    let output = command
        .env_remove("TMUX")
        .env("HOME", home)
        .env("LC_ALL", "C.UTF-8")
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap_or_else(|error| panic!("{command:?} is installed: {error}"));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {error}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
