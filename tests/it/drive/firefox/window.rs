//! What is outside the page: the tab and its throbber, history, requests, complaints and cookies.

use std::time::Duration;

use serde_json::{Value, json};

use super::Firefox;
use crate::drive::marionette::Context;
use crate::support::within;

/// What runs in the window of the browser to answer these questions.
const SCRIPT: &str = include_str!("window.js");

/// How long the page may take to have another size.
const RESIZE: Duration = Duration::from_secs(10);

/// A request that the browser has made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The address.
    pub url: String,
    /// Whether the browser asked for itself, and no page.
    pub internal: bool,
}

/// A complaint of the browser about a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Who complains, such as `CSP` or `content javascript`.
    pub category: String,
    /// What is wrong and where.
    pub text: String,
}

/// What shows people that a page is loading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy {
    /// The tab has its moving throbber.
    pub throbber: bool,
    /// The browser says that a document is loading.
    pub loading: bool,
    /// The Stop button is there, and Escape would stop the page.
    pub stop: bool,
}

/// What is the page at one moment.
pub(super) struct Shown {
    /// The number of the document, which is another one after each navigation. There is none in a process
    /// that waits for its first page.
    document: Option<u64>,
    /// Which entry of the history is shown. A frame that navigates has entries too.
    pub(super) index: u64,
}

impl Shown {
    /// Whether a page has come that was not there before.
    pub(super) fn replaces(&self, before: &Self) -> bool {
        self.document.is_some() && self.document != before.document
    }
}

impl Firefox {
    /// The address in the address bar.
    pub async fn url(&self) -> String {
        text(&self.window("url", json!([])).await)
    }

    /// The title of the page.
    pub async fn title(&self) -> String {
        text(&self.window("title", json!([])).await)
    }

    /// Whether anything shows that the page is loading.
    pub async fn is_busy(&self) -> bool {
        let busy = self.busy().await;
        busy.throbber || busy.loading || busy.stop
    }

    /// What shows that the page is loading.
    pub async fn busy(&self) -> Busy {
        let busy = self.window("busy", json!([])).await;
        Busy {
            throbber: busy["throbber"] == true,
            loading: busy["loading"] == true,
            stop: busy["stop"] == true,
        }
    }

    /// Carries out a command of the window, such as `Browser:Stop`. One that is disabled fails the test.
    pub async fn menu(&self, command: &str) {
        self.window("command", json!([command])).await;
    }

    /// How many entries the history of the tab has.
    pub async fn history_length(&self) -> u64 {
        let count = self.window("historyLength", json!([])).await;
        count.as_u64().expect("a count")
    }

    /// Refuses all cookies from now on.
    pub async fn refuse_cookies(&self) {
        self.window("refuseCookies", json!([])).await;
    }

    /// All that the browser has complained about in pages since it was started.
    pub async fn console_problems(&self) -> Vec<Problem> {
        let problems = self.window("problems", json!([])).await;
        list(&problems)
            .map(|problem| Problem {
                category: text(&problem["category"]),
                text: text(&problem["text"]),
            })
            .collect()
    }

    /// All that the browser has asked for since it was started.
    pub async fn requests(&self) -> Vec<Request> {
        let requests = self.window("requests", json!([])).await;
        list(&requests)
            .map(|request| Request {
                url: text(&request["url"]),
                internal: request["internal"] == true,
            })
            .collect()
    }

    /// All cookies of all sites, each with its `name`, `value`, `host`, `path`, `isSecure`, `isHttpOnly`,
    /// `sameSite` (2 is `Strict`) and `isSession`.
    pub async fn cookies(&self) -> Vec<Value> {
        let cookies = self.window("cookies", json!([])).await;
        list(&cookies).cloned().collect()
    }

    /// Gives the page another size in CSS pixels within the window, as narrow as that of a telephone.
    pub async fn resize_page(&self, width: u32, height: u32) {
        self.window("frame", json!([width, height])).await;
        let wanted = (f64::from(width), f64::from(height));
        within(RESIZE, "the page has its new size", async || {
            self.viewport().await == wanted
        })
        .await;
    }

    /// The size of the page in CSS pixels.
    async fn viewport(&self) -> (f64, f64) {
        let size = self.execute("return [innerWidth, innerHeight];", json!([]));
        serde_json::from_value(size.await).expect("a width and a height")
    }

    /// What is the page at this moment.
    pub(super) async fn shown(&self) -> Shown {
        let shown = self.window("shown", json!([])).await;
        Shown {
            document: shown[0].as_u64(),
            index: shown[1].as_u64().expect("an index"),
        }
    }

    /// Begins to note down requests and complaints.
    pub(super) async fn watch(&self) {
        self.window("watch", json!([])).await;
    }

    /// Answers a question of `window.js`.
    async fn window(&self, question: &str, arguments: Value) -> Value {
        let script = format!("{SCRIPT}\nreturn chrome[arguments[0]](...arguments[1]);");
        self.script(Context::Chrome, &script, json!([question, arguments]))
            .await
    }
}

/// An answer that is a text, or none.
fn text(answer: &Value) -> String {
    answer.as_str().unwrap_or_default().to_owned()
}

/// The parts of an answer that is a list.
fn list(answer: &Value) -> impl Iterator<Item = &Value> {
    answer.as_array().into_iter().flatten()
}
