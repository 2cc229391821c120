//! Somebody in a terminal beside somebody with a browser, in one room over Tor.

use libtest_mimic::Trial;
use tokio::time::Instant;

use super::{Person, is_quiet, photograph};
use crate::browser::{CHAT, COMPOSE, Turn, say, sees};
use crate::drive::firefox::Level;
use crate::drive::page::Page as _;
use crate::support::within;
use crate::tor::join::Place;
use crate::tor::{Folders, REACHABLE, SharedNetwork, trial};

/// The tests of this part.
pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    let name = "browsers::a_terminal_beside_a_browser";
    vec![trial(
        network,
        name,
        a_terminal_beside_a_browser,
        Turn::take,
    )]
}

/// Each sees the other come, and what the other says, does, whispers and takes back.
#[expect(clippy::print_stdout, reason = "the times are figures to report")]
async fn a_terminal_beside_a_browser(network: SharedNetwork) {
    let folders = Folders::new();
    let place = Place::new(network.get());
    let (room, juniper) = tokio::join!(
        folders.open(network.get(), &["--title", "Night shift"]),
        Person::start(&network, Level::Safest)
    );
    let start = Instant::now();
    let ada = place.sit(&room.address, &["--nick", "Ada"]).await;
    ada.terminal
        .shows_within(REACHABLE, "connected | Ada")
        .await;
    println!(
        "from the start of the client to joined: {:.1?}",
        start.elapsed()
    );
    ada.says("first").await;
    juniper.come(&room, "first").await;
    say(&juniper.firefox, "/nick Juniper").await;
    ada.terminal.shows("Juniper").await;
    sees(&juniper.firefox, "is now Juniper.").await;
    say(&juniper.firefox, "hello from the browser").await;
    ada.terminal.shows("Juniper: hello from the browser").await;
    ada.says("hello from the terminal").await;
    sees(&juniper.firefox, "hello from the terminal").await;
    ada.types("/w Juniper between us").await;
    sees(&juniper.firefox, "between us").await;
    ada.says("regretted").await;
    sees(&juniper.firefox, "regretted").await;
    photograph(&juniper.display, &juniper.firefox, "beside-a-terminal").await;
    ada.types("/delete").await;
    within(REACHABLE, "it is gone in the browser", async || {
        !juniper
            .firefox
            .document_text(CHAT)
            .await
            .contains("regretted")
    })
    .await;
    ada.hides("Ada: regretted").await;
    let who = juniper.firefox.document_text(COMPOSE).await;
    assert!(who.contains("You are Juniper"), "{who}");
    ada.tries("/exit").await;
    ada.ends(0).await;
    sees(&juniper.firefox, "Gotta go now").await;
    is_quiet(&juniper.firefox, &room.address).await;
}
