//! Firefox with the preferences of Tor Browser, in a profile of its own that is deleted in the end.

mod profile; // preferences
pub mod window; // what is outside the page: history, requests, complaints, cookies, the tab itself

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::{Instant, sleep};

use super::base64;
use super::display::Display;
use super::marionette::{Context, Marionette, Refusal};
use super::page::{self, Page};
use super::processes;
use crate::support::within;

/// How long Firefox may take to start, on a busy machine.
const START: Duration = Duration::from_mins(1);

/// How long a page may take until its first byte is there.
const ANSWER: Duration = Duration::from_secs(30);

/// How long a script is tried again whose page went away under it.
const SETTLE: Duration = Duration::from_secs(5);

/// Where Firefox writes which port its remote control has.
const PORT_FILE: &str = "MarionetteActivePort";

/// The security levels of Tor Browser that matter here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// No JavaScript, no SVG, no `MathML`.
    Safest,
    /// All that a browser has.
    Standard,
}

/// A running Firefox. It ends when this is dropped.
pub struct Firefox {
    /// Its first process.
    process: Child,
    /// The number of that process.
    pid: u32,
    /// Its remote control.
    marionette: Mutex<Marionette>,
    /// Its profile.
    _profile: TempDir,
}

impl Firefox {
    /// Starts Firefox on a display. All that it asks for goes through the SOCKS proxy, if there is one; if
    /// there is none, only loopback can be reached.
    pub async fn start(display: &Display, level: Level, proxy: Option<SocketAddr>) -> Self {
        let profile = profile::create(level, proxy);
        let process = Command::new("firefox-esr")
            .args(["--marionette", "--remote-allow-system-access"])
            .args(["--no-remote", "--new-instance", "--profile"])
            .arg(profile.path())
            .env("DISPLAY", display.name())
            .env("HOME", profile.path())
            .env("TZ", "UTC")
            .env("MOZ_CRASHREPORTER_DISABLE", "1")
            // Only with this it heeds the preference that names no server for remote settings.
            .env("MOZ_REMOTE_SETTINGS_DEVTOOLS", "1")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("firefox-esr is installed");
        let pid = process.id().expect("a process that just started");
        let port_file = profile.path().join(PORT_FILE);
        let mut port = None;
        within(START, "Firefox says its Marionette port", async || {
            let said = std::fs::read_to_string(&port_file).unwrap_or_default();
            port = said.trim().parse().ok();
            port.is_some()
        })
        .await;
        let marionette = Marionette::connect(port.expect("it is known now")).await;
        let firefox = Self {
            process,
            pid,
            marionette: Mutex::new(marionette),
            _profile: profile,
        };
        firefox.watch().await;
        firefox
    }

    /// Opens an address as if it was typed, and returns when the first byte of its page is there. For what is
    /// in the page, await what should be seen.
    pub async fn open(&self, url: &str) {
        let before = self.shown().await;
        {
            let mut marionette = self.marionette().await;
            marionette.enter(Context::Content).await;
            let parameters = json!({"url": url});
            marionette.command("WebDriver:Navigate", parameters).await;
        }
        within(ANSWER, &format!("a page comes: {url}"), async || {
            self.shown().await.replaces(&before)
        })
        .await;
    }

    /// Reloads the page as F5 does, and returns when the new one is there.
    pub async fn reload(&self) {
        let before = self.shown().await;
        self.menu("Browser:Reload").await;
        within(ANSWER, "the page comes again", async || {
            self.shown().await.replaces(&before)
        })
        .await;
    }

    /// Goes back as the button does, and returns when the page or one of its frames has done so.
    pub async fn back(&self) {
        self.travel("Browser:Back").await;
    }

    /// Photographs the page alone, without the bars of the browser.
    pub async fn screenshot(&self, png: &Path) {
        let mut marionette = self.marionette().await;
        marionette.enter(Context::Content).await;
        let parameters = json!({"full": false, "hash": false});
        let image = marionette
            .command("WebDriver:TakeScreenshot", parameters)
            .await;
        let image = image["value"].as_str().expect("an image");
        std::fs::write(png, base64::decode(image)).expect("the image can be written");
    }

    /// Runs the body of an async function beside the page, with all rights, at every level, and waits for
    /// what it returns.
    pub async fn execute(&self, script: &str, arguments: Value) -> Value {
        let script = format!("return (async function () {{{script}\n}}).apply(null, arguments);");
        self.script(Context::Content, &script, arguments).await
    }

    /// Clock ticks of 10 ms each that all its processes have used until now.
    pub fn cpu_ticks(&self) -> u64 {
        processes::cpu_ticks(self.pid)
    }

    /// Goes through the history, where a step may be one of a frame.
    async fn travel(&self, command: &str) {
        let before = self.shown().await;
        self.menu(command).await;
        within(ANSWER, &format!("a page comes: {command}"), async || {
            let now = self.shown().await;
            now.replaces(&before) || now.index != before.index
        })
        .await;
    }

    /// Runs a script. A page that went away under it has it run again in the next one.
    async fn script(&self, context: Context, script: &str, arguments: Value) -> Value {
        let start = Instant::now();
        loop {
            let outcome = self
                .marionette()
                .await
                .script(context, script, arguments.clone())
                .await;
            match outcome {
                Ok(value) => return value,
                Err(refusal) if passing(&refusal) && start.elapsed() < SETTLE => {
                    sleep(Duration::from_millis(20)).await;
                }
                Err(refusal) => panic!("Firefox refused {arguments}: {refusal}"),
            }
        }
    }

    /// The remote control, for one command after the other.
    async fn marionette(&self) -> MutexGuard<'_, Marionette> {
        self.marionette.lock().await
    }
}

impl Drop for Firefox {
    fn drop(&mut self) {
        if self.process.try_wait().is_ok_and(|ended| ended.is_none()) {
            processes::kill(self.pid);
        }
    }
}

impl Page for Firefox {
    async fn ask(&self, question: &str, arguments: Value) -> Value {
        self.execute(&page::question(), json!([question, arguments]))
            .await
    }

    async fn perform(&self, actions: Value) {
        let mut marionette = self.marionette().await;
        marionette.enter(Context::Content).await;
        marionette
            .command("WebDriver:PerformActions", json!({"actions": actions}))
            .await;
        marionette
            .command("WebDriver:ReleaseActions", json!({}))
            .await;
    }
}

/// Whether a script failed only because a page was just being replaced.
fn passing(refusal: &Refusal) -> bool {
    refusal.error == "no such window"
        || ["AbortError", "destroyed", "unloaded"]
            .iter()
            .any(|sign| refusal.message.contains(sign))
}
