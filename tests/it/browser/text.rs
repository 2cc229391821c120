//! Browsers that show text and nothing else: w3m and lynx, in a terminal, on the page without frames.

use std::time::Duration;

use libtest_mimic::Trial;
use tokio::process::Command;
use tokio::time::sleep;

use super::{PATIENCE, url};
use crate::support::process::Room;
use crate::support::terminal::{Terminal, output};
use crate::support::visitor::Visitor;
use crate::support::{trials, within};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        the_page_reads_well_in_w3m,
        the_page_reads_well_in_lynx,
        one_talks_with_w3m,
        one_talks_with_w3m_without_cookies,
        one_talks_with_lynx,
        one_talks_with_lynx_without_cookies,
    ]
}

/// What a text browser prints of the page.
async fn dump(room: &Room, browser: &[&str]) -> String {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(browser[0]);
    command.args(&browser[1..]).arg(plain(room));
    output(command, home.path()).await
}

/// The address of the page without frames.
fn plain(room: &Room) -> String {
    format!("{}/plain", url(room))
}

/// The page is read from its title to the form: links apart from one another, a line for each message, who one
/// is, and the form.
async fn reads_well(browser: &[&str]) {
    let room = Room::start(&["--title", "Onion Café"]).await;
    room.say("Fox-0001", "hello there").await;
    room.say("Owl-0002", "good evening").await;
    let shown = dump(&room, browser).await;
    let mut from = 0;
    for part in [
        "Onion Café",
        "Show what is new",
        " · ",
        "Help",
        "Fox-0001 hello there\n",
        "Owl-0002 good evening\n",
        "You are ",
        "Send",
    ] {
        let at = shown[from..].find(part);
        let at = at.unwrap_or_else(|| panic!("no {part:?} behind byte {from} of\n{shown}"));
        from += at + part.len();
    }
    assert!(!shown.contains("{--"), "a style sheet is shown:\n{shown}");
}

/// In w3m.
async fn the_page_reads_well_in_w3m() {
    reads_well(&["w3m", "-dump"]).await;
}

/// In lynx.
async fn the_page_reads_well_in_lynx() {
    reads_well(&["lynx", "-dump", "-nolist"]).await;
}

/// Somebody writes twice under one name, and reads what is answered.
async fn talks(browser: &[&str], write: impl AsyncFn(&Terminal, &str)) {
    let room = Room::open().await;
    let mut owl = Visitor::returning(&room).await;
    let _transcript = owl.read().await;
    room.say("Fox-0001", "is anybody here?").await;
    let page = format!("{}#end", plain(&room));
    let terminal = Terminal::start(80, 40, &[browser, &[&page]].concat()).await;
    terminal.shows("Fox-0001 is anybody here?").await;
    write(&terminal, "I am").await;
    terminal.shows(" I am").await;
    room.say("Hawk-0002", "welcome").await;
    // The room takes one line a second.
    sleep(Duration::from_secs(1)).await;
    write(&terminal, "thank you").await;
    terminal.shows("Hawk-0002 welcome").await;
    terminal.shows(" thank you").await;
    terminal.shows("lobby: 2 here").await;
    within(PATIENCE, "the messages are taken", async || {
        room.texts().await.len() == 4
    })
    .await;
    let nicks = room.nicks().await;
    assert_eq!(nicks[1], nicks[3], "the name stays");
    // What is refused comes back into the line, with the reason.
    write(&terminal, "/nosuch").await;
    terminal.shows("No such command").await;
    terminal.shows("/nosuch").await;
    let screen = terminal.screen().await;
    assert!(screen.contains("Send"), "{screen}");
}

/// How one writes in w3m: to the first link, from there over the others to the line, which asks for a text.
async fn write_in_w3m(terminal: &Terminal, text: &str) {
    // To the end of the page, and back over the last link and the button.
    terminal
        .press(&["G", "$", "BTab", "BTab", "BTab", "Enter"])
        .await;
    terminal.shows("TEXT:").await;
    terminal.type_text(text).await;
    terminal.press(&["Enter", "Tab", "Enter"]).await;
}

/// With w3m as it comes.
async fn one_talks_with_w3m() {
    talks(&["w3m", "-cookie"], write_in_w3m).await;
}

/// Where it keeps no cookies, the addresses hold the session.
async fn one_talks_with_w3m_without_cookies() {
    talks(&["w3m", "-no-cookie"], write_in_w3m).await;
}

/// How one writes in lynx: the cursor is in the line, since the addresses that the page leads to end in `#end`.
async fn write_in_lynx(terminal: &Terminal, text: &str) {
    // While it still shows a message of its own, a key would only take that away.
    terminal.shows("Enter text into the field").await;
    terminal.type_text(text).await;
    terminal.press(&["Tab", "Enter"]).await;
}

/// With lynx, which is told to take cookies.
async fn one_talks_with_lynx() {
    talks(&["lynx", "-accept_all_cookies"], write_in_lynx).await;
}

/// Where it keeps no cookies, the addresses hold the session.
async fn one_talks_with_lynx_without_cookies() {
    talks(&["lynx", "-cookies"], write_in_lynx).await;
}
