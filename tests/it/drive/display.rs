//! A screen that nobody looks at: an X server in memory, so that a browser has a real window with its own
//! bars and buttons, which can be photographed and typed at.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// How long the server may take to say which number it has, on a busy machine.
const START: Duration = Duration::from_secs(20);

/// A running X server. It ends when this is dropped.
pub struct Display {
    /// The server.
    _server: Child,
    /// Its number, which is free until the server takes it.
    number: u32,
}

impl Display {
    /// Starts a server with one screen of this size in pixels.
    pub async fn start(width: u32, height: u32) -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset"])
            .args(["-screen", "0", &format!("{width}x{height}x24")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("Xvfb is installed");
        let stdout = server.stdout.take().expect("its stdout is a pipe");
        let mut line = String::new();
        timeout(START, BufReader::new(stdout).read_line(&mut line))
            .await
            .expect("Xvfb says its number in time")
            .expect("the stdout of Xvfb can be read");
        let number = line
            .trim()
            .parse()
            .unwrap_or_else(|_| panic!("Xvfb says a number, not {line:?}"));
        Self {
            _server: server,
            number,
        }
    }

    /// What the variable `DISPLAY` holds for a program that shall appear here.
    pub fn name(&self) -> String {
        format!(":{}", self.number)
    }

    /// Photographs the whole screen, with all that a browser draws around a page.
    pub async fn screenshot(&self, png: &Path) {
        let mut import = Command::new("import");
        import
            .args(["-silent", "-window", "root", "-display", &self.name()])
            .arg(format!("png:{}", png.display()));
        finish(import, "import").await;
    }

    /// Presses a key on the keyboard of the screen, by its X name such as `Escape`, `F5` or `ctrl+plus`. It
    /// goes to the window under the pointer, and to the browser before its page.
    pub async fn press(&self, key: &str) {
        let mut xdotool = Command::new("xdotool");
        xdotool
            .env("DISPLAY", self.name())
            .args(["key", "--clearmodifiers", key]);
        finish(xdotool, "xdotool").await;
    }
}

/// Runs a program to its end and fails with what it says.
async fn finish(mut command: Command, name: &str) {
    let output = command
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap_or_else(|error| panic!("{name} is installed: {error}"));
    assert!(
        output.status.success(),
        "{name}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}
