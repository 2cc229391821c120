//! People with browsers: Firefox with Tor Browser's preferences, each with a Tor of its own, at the room's onion
//! address. What is asserted is what they see.

mod back; //  what was cut off comes back by itself
mod people;
mod terminal; // somebody in a terminal beside somebody with a browser // two people: all that one does in a room

use std::path::Path;
use std::time::Duration;

use libtest_mimic::Trial;
use serde_json::json;
use tokio::task::spawn_blocking;
use tokio::time::Instant;

use super::{OnionRoom, SharedNetwork};
use crate::browser::{CHAT, loaded, sees};
use crate::drive::display::Display;
use crate::drive::firefox::{Firefox, Level};
use crate::drive::page::Page;
use crate::network::Client;

/// The tests of this part.
pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    let parts = [
        people::trials(network),
        back::trials(network),
        terminal::trials(network),
    ];
    parts.into_iter().flatten().collect()
}

/// Somebody at a computer.
struct Person {
    /// Their screen.
    display: Display,
    /// Their browser.
    firefox: Firefox,
    /// Their Tor, which shares no circuit with that of anybody else.
    tor: Client,
}

impl Person {
    /// Somebody who has just started their browser.
    async fn start(network: &SharedNetwork, level: Level) -> Self {
        let network = network.clone();
        let tor = spawn_blocking(move || network.get().new_client());
        let (tor, display) = tokio::join!(tor, Display::start(1100, 800));
        let tor = tor
            .expect("no panic")
            .unwrap_or_else(|error| panic!("{error}"));
        let firefox = Firefox::start(&display, level, Some(tor.socks())).await;
        Self {
            display,
            firefox,
            tor,
        }
    }

    /// Types the room's address, and returns when its page is there and its transcript is live: after how long
    /// the first message was seen, and after how long the rest was there.
    async fn come(&self, room: &OnionRoom, first: &str) -> (Duration, Duration) {
        let start = Instant::now();
        self.firefox.open(&format!("http://{}", room.address)).await;
        sees(&self.firefox, first).await;
        let seen = start.elapsed();
        loaded(&self.firefox).await;
        (seen, start.elapsed())
    }
}

/// Fails if the browser has complained about the page, or has asked anybody but the room for anything.
async fn is_quiet(firefox: &Firefox, onion: &str) {
    let problems = firefox.console_problems().await;
    let problems: Vec<_> = problems
        .iter()
        .filter(|problem| problem.category != HARMLESS)
        .collect();
    assert!(problems.is_empty(), "{problems:#?}");
    let requests = firefox.requests().await;
    let home = format!("http://{onion}/");
    let foreign: Vec<_> = requests
        .iter()
        .filter(|request| !request.url.starts_with(&home))
        .collect();
    assert!(!requests.is_empty() && foreign.is_empty(), "{foreign:#?}");
}

/// What Firefox says of a header that only older browsers need.
const HARMLESS: &str = "CSP_IgnoringSrcBecauseOfDirective";

/// Photographs a person's screen, with all that the browser draws around the page.
async fn photograph(display: &Display, firefox: &Firefox, name: &str) {
    // What a page holds is on the screen some frames later.
    firefox.execute(PAINTED, json!([])).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
    std::fs::create_dir_all(&folder).expect("a folder for screenshots");
    let png = folder.join(format!("onion-{name}.png"));
    display.screenshot(&png).await;
}

/// Waits until the page has been painted some times.
const PAINTED: &str = "for (let frame = 0; frame < 30; frame += 1) {
    await new Promise((resolve) => window.requestAnimationFrame(resolve));
}";

/// How often a text stands in the transcript.
async fn times(firefox: &Firefox, text: &str) -> usize {
    firefox.document_text(CHAT).await.matches(text).count()
}
