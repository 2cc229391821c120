//! What loads when, what stays, and what comes back by itself.

use libtest_mimic::Trial;

use super::{CHAT, browser_trials, loaded, say, sees, url};
use crate::drive::display::Display;
use crate::drive::firefox::{Firefox, Level};
use crate::drive::page::Page;
use crate::support::process::Room;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    browser_trials![the_tab_is_not_busy]
}

/// The page finishes loading although its transcript never ends; neither the stop button nor Escape can end
/// it, and so it is after reloading.
async fn the_tab_is_not_busy() {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&url(&room)).await;
    loaded(&firefox).await;
    println!(
        "{:?} history {}",
        firefox.busy().await,
        firefox.history_length().await
    );
    say(&firefox, "hello").await;
    sees(&firefox, "hello").await;
    println!(
        "{:?} history {}",
        firefox.busy().await,
        firefox.history_length().await
    );
    display
        .screenshot(std::path::Path::new("/tmp/shots/a.png"))
        .await;
    println!("{:?}", firefox.console_problems().await);
    firefox.reload().await;
    loaded(&firefox).await;
    println!(
        "{:?} history {}",
        firefox.busy().await,
        firefox.history_length().await
    );
    for path in firefox.frames().await {
        println!("{path:?}");
    }
    println!("{}", firefox.html(CHAT).await.len());
}
