//! What looks at a page: in every window that people have, measuring what can be measured, and photographing
//! the rest into `target/screenshots`, for a person to look at.

use std::path::PathBuf;

use serde_json::json;

use super::{loaded, url};
use crate::drive::chromium::Chromium;
use crate::support::process::Room;

/// What measures a page, and answers with what is wrong.
pub const LOOK: &str = include_str!("look.js");

/// The windows that people have: a desktop, one at a zoom of 200 %, a phone, and the narrowest that has to do
/// (WCAG 2.2, 1.4.10).
pub const WINDOWS: [(&str, u32, u32); 4] = [
    ("desktop", 1200, 800),
    ("zoomed", 600, 400),
    ("phone", 360, 640),
    ("narrow", 320, 568),
];

/// What browsers say about pages that are well: that two ways to put the cursor into the line agree, and that
/// of two headers the newer one counts.
pub const KNOWN: [&str; 2] = [
    "Autofocus processing was blocked because a document already has a focused element",
    "Ignoring ‘x-frame-options’ because of ‘frame-ancestors’",
];

/// Chooses a view by its cookie, for the next page.
pub async fn choose(chromium: &Chromium, view: &str) {
    let script = "document.cookie = `view=${arguments[0]}; path=/`;";
    chromium.execute(&[], script, json!([view])).await;
}

/// Where a photograph goes.
pub fn photograph(name: &str) -> PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/screenshots");
    std::fs::create_dir_all(folder).expect("a folder for photographs");
    PathBuf::from(folder).join(format!("{name}.png"))
}

/// A Chromium whose page is looked at in all windows. What is wrong is told in the end, so that there are
/// photographs of all of it.
pub struct Gallery {
    /// The browser.
    pub chromium: Chromium,
    /// What was wrong, and where.
    faults: Vec<String>,
}

impl Gallery {
    /// A browser in the lobby of a room.
    pub async fn of(room: &Room) -> Self {
        let (_, width, height) = WINDOWS[0];
        let chromium = Chromium::start(None, (width, height)).await;
        chromium.open(&url(room)).await;
        loaded(&chromium).await;
        Self {
            chromium,
            faults: Vec::new(),
        }
    }

    /// Measures the page in every window, and photographs it.
    pub async fn look(&mut self, name: &str) {
        for (window, width, height) in WINDOWS {
            let name = format!("{name}-{window}");
            self.chromium.resize(width, height).await;
            self.chromium.screenshot(&photograph(&name)).await;
            let faults = self.chromium.execute(&[], LOOK, json!([])).await;
            let faults: Vec<String> = serde_json::from_value(faults).expect("a list of faults");
            self.faults
                .extend(faults.iter().map(|fault| format!("{name}: {fault}")));
        }
        let (_, width, height) = WINDOWS[0];
        self.chromium.resize(width, height).await;
    }

    /// The same for a page with frames, in these views.
    pub async fn look_in(&mut self, name: &str, views: &[&str]) {
        for view in views {
            choose(&self.chromium, view).await;
            self.chromium.reload().await;
            loaded(&self.chromium).await;
            self.look(&format!("{name}-{view}")).await;
        }
    }

    /// Tells what was wrong. The browser may have complained of nothing, but for what holds one of these
    /// words, and asked nobody but the room.
    pub async fn close(self, room: &Room, complaints: &[&str]) {
        let mut faults = self.faults;
        let problems = self.chromium.console_problems().await;
        let is_known = |problem: &String| {
            let mut known = KNOWN.iter().chain(complaints);
            known.any(|known| problem.contains(known))
        };
        faults.extend(problems.into_iter().filter(|problem| !is_known(problem)));
        let room = format!("{}/", url(room));
        for request in self.chromium.requests().await {
            let is_ours = [room.as_str(), "data:", "about:"]
                .iter()
                .any(|one| request.starts_with(one));
            if !is_ours {
                faults.push(format!("asks for {request}"));
            }
        }
        assert!(faults.is_empty(), "{faults:#?}");
    }
}
