//! The page in real browsers: Firefox with Tor Browser's preferences, at the level "Safest" and at "Standard",
//! and Chromium without JavaScript. What is asserted is what a person would see.

mod access; //   keyboards, and what axe-core finds
mod contrast; // the colours against one another
mod cookies; // with and without them
mod erase; //  what is taken back is gone
mod frames; // what loads when, and what stays
mod gallery; // what looks at a page in every window
mod heal; //   what comes back by itself
pub mod line; // the line between a browser and a room, to be cut
mod look; //   how it looks, in every window and theme
mod read; //   where the page stands, and what it shows
mod text; //   w3m and lynx
mod write; //  the form

use std::future::Future;
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use libtest_mimic::Trial;

use crate::drive::firefox::Firefox;
use crate::drive::firefox::window::Problem;
use crate::drive::page::Page;
use crate::support::process::Room;
use crate::support::{SLOW, trial, within};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    let parts = [
        access::trials(),
        contrast::trials(),
        cookies::trials(),
        erase::trials(),
        frames::trials(),
        heal::trials(),
        look::trials(),
        read::trials(),
        text::trials(),
        write::trials(),
    ];
    parts.into_iter().flatten().collect()
}

/// How many of these tests run at once: a browser takes a whole core while it starts.
const AT_ONCE: usize = 2;

/// How many run now.
static RUNNING: Mutex<usize> = Mutex::new(0);

/// Told when one has ended.
static ENDED: Condvar = Condvar::new();

/// Places among those that run, one for each browser of a test, given back when dropped.
pub struct Turn(usize);

impl Turn {
    /// Waits for a place.
    pub fn take() -> Self {
        Self::of(1)
    }

    /// Waits for the places of two browsers at once: who has one and waits for another would wait for ever.
    pub fn take_two() -> Self {
        Self::of(2)
    }

    /// Waits for so many places.
    fn of(places: usize) -> Self {
        let running = RUNNING.lock().expect("nobody panics with the lock");
        let mut running = ENDED
            .wait_while(running, |running| *running + places > AT_ONCE)
            .expect("nobody panics with the lock");
        *running += places;
        Self(places)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *RUNNING.lock().expect("nobody panics with the lock") -= self.0;
        ENDED.notify_all();
    }
}

/// A test with a browser as a trial.
fn browser_trial<F, T>(module: &str, name: &str, test: F) -> Trial
where
    F: FnOnce() -> T + Send + 'static,
    T: Future<Output = ()>,
{
    trial(module, name, test, Turn::take).with_kind(SLOW)
}

/// Registers async functions of the calling module as trials with browsers.
macro_rules! browser_trials {
    ($($test:ident),+ $(,)?) => {
        vec![$(crate::browser::browser_trial(module_path!(), stringify!($test), $test)),+]
    };
}
use browser_trials;

/// How long anything may take that should happen at once, in a browser on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Where the transcript is: in the frame of the keepers.
pub const CHAT: &[&str] = &["chat", "0"];

/// Where the form is.
pub const COMPOSE: &[&str] = &["compose"];

/// The field in it.
const FIELD: &str = "#msg";

/// The address of a room.
fn url(room: &Room) -> String {
    format!("http://{}", room.address)
}

/// Waits until the page is there with all its frames, and its transcript is live.
pub async fn loaded(page: &impl Page) {
    within(PATIENCE, "the transcript is live", async || {
        page.count(COMPOSE, FIELD).await == 1
            && page.ready_state(CHAT).await == "loading"
            && page.count(CHAT, "#room.live").await == 1
    })
    .await;
}

/// Types a line and sends it, then waits until the form has come back.
async fn send(page: &impl Page, text: &str) {
    let form = page.value(COMPOSE, "[name=once]").await;
    page.click(COMPOSE, FIELD).await;
    page.type_text(text).await;
    page.press_enter().await;
    within(PATIENCE, "the form comes back", async || {
        let now = page.value(COMPOSE, "[name=once]").await;
        now.is_some() && now != form
    })
    .await;
}

/// Sends a line until it is taken: the room takes one a second.
pub async fn say(page: &impl Page, text: &str) {
    within(PATIENCE, "the line is taken", async || {
        send(page, text).await;
        if page.value(COMPOSE, FIELD).await.as_deref() == Some("") {
            return true;
        }
        page.click(COMPOSE, FIELD).await;
        page.clear_field().await;
        false
    })
    .await;
}

/// Nothing in the page has offended its own policy, and it has asked for nothing from elsewhere.
async fn clean(firefox: &Firefox, url: &str) {
    let problems = firefox.console_problems().await;
    // Browsers that know both headers say that the newer one counts.
    let known = "Ignoring ‘x-frame-options’ because of ‘frame-ancestors’";
    let problems = problems.iter().filter(|one| !one.text.contains(known));
    assert_eq!(problems.collect::<Vec<_>>(), Vec::<&Problem>::new());
    for request in firefox.requests().await {
        assert!(request.url.starts_with(url), "{}", request.url);
    }
}

/// Goes to the settings, chooses something there and comes back into the room.
async fn choose(page: &impl Page, choice: &str) {
    within(PATIENCE, "the link to the settings", async || {
        page.count(&[], "nav a[href$=settings]").await == 1
    })
    .await;
    page.click(&[], "nav a[href$=settings]").await;
    within(PATIENCE, "the settings", async || {
        page.count(&[], choice).await == 1
    })
    .await;
    page.click(&[], choice).await;
    page.click(&[], "form button").await;
    within(PATIENCE, "the room", async || {
        page.count(&[], "#chat").await == 1
    })
    .await;
}

/// Waits until the transcript shows something.
pub async fn sees(page: &impl Page, text: &str) {
    within(
        PATIENCE,
        &format!("the transcript shows {text:?}"),
        async || page.document_text(CHAT).await.contains(text),
    )
    .await;
}
