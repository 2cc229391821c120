//! Chromium without JavaScript, in a profile of its own that is deleted in the end.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep, timeout};

use super::base64;
use super::chromedriver::Chromedriver;
use super::display::Display;
use super::page::{self, Page};
use crate::support::within;

/// How long a page may take until its first byte is there.
const ANSWER: Duration = Duration::from_secs(30);

/// How long a script is tried again whose page went away under it.
const SETTLE: Duration = Duration::from_secs(5);

/// The name of the world of scripts that the page cannot see, and whose rules do not bind.
const WORLD: &str = "test";

/// Timers, for scripts beside a page that may run none: the browser runs no timer there, so their time is
/// over at once.
const TIMERS: &str = "
globalThis.setTimeout = (task, _, ...rest) => (Promise.resolve().then(() => task(...rest)), 0);
globalThis.clearTimeout = () => {};
";

/// Chromium's own number for a setting that blocks.
const BLOCKED: u8 = 2;

/// How long a script may take.
const SCRIPT: Duration = Duration::from_mins(1);

/// What a Chromium is told. Nothing but loopback can be reached, as the proxy is a port on which nothing
/// listens.
const ARGUMENTS: [&str; 12] = [
    "--no-sandbox",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--password-store=basic",
    "--proxy-server=socks5://127.0.0.1:9",
];

/// A running Chromium. It ends when this is dropped.
pub struct Chromium {
    /// Its remote control.
    driver: Chromedriver,
    /// What was read of its logs so far, as reading empties them.
    logs: Mutex<Logs>,
    /// Its profile.
    _profile: TempDir,
}

/// What was read of the logs.
#[derive(Default)]
struct Logs {
    /// Complaints about pages.
    problems: Vec<String>,
    /// Addresses asked for.
    requests: Vec<String>,
}

impl Chromium {
    /// Starts Chromium on a display, or without any, with pages of this size in CSS pixels.
    pub async fn start(display: Option<&Display>, size: (u32, u32)) -> Self {
        let profile = tempfile::Builder::new()
            .prefix("onionchat-chromium-")
            .tempdir()
            .expect("a temporary folder");
        let folder = profile.path().display();
        let mut arguments: Vec<String> = ARGUMENTS.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={folder}"));
        arguments.push(format!("--window-size={},{}", size.0, size.1));
        let mut environment = vec![("HOME", OsString::from(profile.path()))];
        match display {
            Some(display) => environment.push(("DISPLAY", display.name().into())),
            None => arguments.push("--headless=new".to_owned()),
        }
        let capabilities = json!({
            "pageLoadStrategy": "none",
            "unhandledPromptBehavior": "ignore",
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            "goog:chromeOptions": {
                "args": arguments,
                "prefs": {"profile.default_content_setting_values.javascript": BLOCKED},
            },
        });
        let driver = Chromedriver::start(environment, capabilities).await;
        let chromium = Self {
            driver,
            logs: Mutex::default(),
            _profile: profile,
        };
        chromium.open("about:blank").await;
        chromium.resize(size.0, size.1).await;
        chromium
    }

    /// Opens an address, and returns when the first byte of its page is there. For what is in the page, await
    /// what should be seen.
    pub async fn open(&self, url: &str) {
        self.navigate(url, "url", json!({"url": url})).await;
    }

    /// Reloads the page as F5 does, and returns when the new one is there.
    pub async fn reload(&self) {
        self.navigate("reload", "refresh", json!({})).await;
    }

    /// Gives the page another size in CSS pixels, narrower than a window could be too.
    pub async fn resize(&self, width: u32, height: u32) {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.driver
            .devtools("Emulation.setDeviceMetricsOverride", size)
            .await;
    }

    /// Photographs the page alone, without the bars of the browser.
    pub async fn screenshot(&self, png: &Path) {
        let image = self.driver.get("screenshot").await;
        let image = image.as_str().expect("an image");
        std::fs::write(png, base64::decode(image)).expect("the image can be written");
    }

    /// Runs the body of an async function beside a document, although the page itself may run nothing, and
    /// waits for what it returns. What it leaves in `globalThis` is there for the next one in the same
    /// document, and the page does not see it. `setTimeout` does not wait.
    pub async fn execute(&self, path: &[&str], script: &str, arguments: Value) -> Value {
        let start = Instant::now();
        loop {
            match self.attempt(path, script, &arguments).await {
                Ok(value) => return value,
                Err(error) if passing(&error) && start.elapsed() < SETTLE => {
                    sleep(Duration::from_millis(20)).await;
                }
                Err(error) => panic!("a script in {path:?}: {error}"),
            }
        }
    }

    /// All that the browser has complained about in pages since it was started.
    pub async fn console_problems(&self) -> Vec<String> {
        let entries = self.log("browser").await;
        let mut logs = self.logs.lock().await;
        let new = entries.iter().map(|entry| {
            let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
            format!("{}: {}: {}", text("source"), text("level"), text("message"))
        });
        logs.problems.extend(new);
        logs.problems.clone()
    }

    /// All addresses that pages have asked for over the network since the browser was started, the icon
    /// of a page included.
    pub async fn requests(&self) -> Vec<String> {
        let entries = self.log("performance").await;
        let mut logs = self.logs.lock().await;
        let new = entries.iter().filter_map(|entry| {
            let event: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let event = &event["message"];
            let asked = event["method"] == "Network.requestWillBeSent";
            let url = event["params"]["request"]["url"].as_str()?;
            // The start page of the browser is made of such parts.
            (asked && !url.starts_with("chrome:")).then(|| url.to_owned())
        });
        logs.requests.extend(new);
        logs.requests.clone()
    }

    /// Navigates, and waits until another document is the page.
    async fn navigate(&self, what: &str, command: &str, parameters: Value) {
        let before = self.top("loaderId").await;
        self.driver.post(command, parameters).await;
        within(ANSWER, &format!("a page comes: {what}"), async || {
            self.top("loaderId").await != before
        })
        .await;
    }

    /// What the browser says of the topmost frame.
    async fn top(&self, key: &str) -> Value {
        let mut tree = self.driver.devtools("Page.getFrameTree", json!({})).await;
        tree["frameTree"]["frame"][key].take()
    }

    /// Takes what is new in a log.
    async fn log(&self, kind: &str) -> Vec<Value> {
        let entries = self.driver.post("se/log", json!({"type": kind})).await;
        serde_json::from_value(entries).expect("a log is a list")
    }

    /// Runs a script once.
    async fn attempt(
        &self,
        path: &[&str],
        script: &str,
        arguments: &Value,
    ) -> Result<Value, String> {
        let top = self.top("id").await;
        let frame = if path.is_empty() {
            top
        } else {
            self.frame(&top, path).await?
        };
        let expression =
            format!("(async function () {{{TIMERS}{script}\n}}).apply(null, {arguments})");
        let mut result = timeout(SCRIPT, self.evaluate(&frame, &expression, true))
            .await
            .map_err(|_| format!("it was not over after {SCRIPT:?}"))??;
        Ok(result["value"].take())
    }

    /// Finds a frame by its path.
    async fn frame(&self, top: &Value, path: &[&str]) -> Result<Value, String> {
        let expression = page::frame_element(path);
        let element = self.evaluate(top, &expression, false).await?;
        let object = json!({"objectId": element["objectId"]});
        let mut node = self.driver.try_devtools("DOM.describeNode", object).await?;
        Ok(node["node"]["frameId"].take())
    }

    /// Evaluates an expression in the test's own world beside a document, as its value or as a reference.
    async fn evaluate(&self, frame: &Value, script: &str, value: bool) -> Result<Value, String> {
        let world = json!({"frameId": frame, "worldName": WORLD, "grantUniveralAccess": true});
        let world = self.driver.try_devtools("Page.createIsolatedWorld", world);
        let parameters = json!({
            "expression": script,
            "contextId": world.await?["executionContextId"],
            "returnByValue": value,
            "awaitPromise": true,
        });
        let mut answer = self
            .driver
            .try_devtools("Runtime.evaluate", parameters)
            .await?;
        match answer["exceptionDetails"].take() {
            Value::Null => Ok(answer["result"].take()),
            details => Err(details["exception"]["description"].to_string()),
        }
    }
}

impl Page for Chromium {
    async fn ask(&self, question: &str, arguments: Value) -> Value {
        self.execute(&[], &page::question(), json!([question, arguments]))
            .await
    }

    async fn perform(&self, actions: Value) {
        self.driver
            .post("actions", json!({"actions": actions}))
            .await;
        self.driver.delete("actions").await;
    }
}

/// Whether a script failed only because a page was just being replaced.
fn passing(error: &str) -> bool {
    [
        "Cannot find context",
        "No frame",
        "context was destroyed",
        "navigated",
        "Target",
    ]
    .iter()
    .any(|sign| error.contains(sign))
}
