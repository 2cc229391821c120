//! The line itself: the keys that mend it, bring an earlier one back, or complete it.

use libtest_mimic::Trial;

use super::Hosted;
use crate::support::trials;
use crate::support::visitor::Visitor;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        keys_mend_a_line,
        arrows_bring_lines_back,
        tab_completes_commands_and_nicks,
        what_is_no_text_is_dropped,
    ]
}

impl Hosted {
    /// Presses keys, and waits until the line at the prompt is this one.
    async fn press(&self, keys: &[&str], line: &str) {
        self.terminal.press(keys).await;
        self.line(line).await;
    }

    /// Waits until the line at the prompt is this one.
    async fn line(&self, line: &str) {
        // The rest of the terminal is empty, and blanks at the end of a line do not show.
        let shown = format!("> {line}");
        self.terminal
            .shows(&format!("\n{}\n\n", shown.trim_end()))
            .await;
    }
}

/// Letters go in and out wherever the cursor is, also where a letter takes two columns; the line that is sent is the
/// one that is seen.
async fn keys_mend_a_line() {
    let room = Hosted::open(80, 30).await;
    let address = room.address().await;
    let mut reader = Visitor::returning(&address).await.read().await;

    room.terminal.type_text("rooms").await;
    room.press(&["C-a", "/"], "/rooms").await;
    room.press(&["Enter"], "/rooms\n#0 lobby: 1 member\n>")
        .await;

    room.terminal.type_text("/sy helllo").await;
    room.press(&["Home", "Right", "Right", "a"], "/say helllo")
        .await;
    room.press(&["End", "Left", "BSpace"], "/say hello").await;
    // In the middle of the line, Enter sends the whole.
    room.press(
        &["C-a", "Right", "Enter"],
        "/say hello\nSaid in all rooms.\n>",
    )
    .await;
    reader.read_until("From the host: hello").await;

    room.terminal.type_text("/say 茶x茶").await;
    room.press(&["Left", "BSpace"], "/say 茶茶").await;
    room.press(&["y", "Left", "DC"], "/say 茶茶").await;
    room.press(&["Enter"], "/say 茶茶\nSaid in all rooms.\n>")
        .await;
    reader.read_until("From the host: \u{2068}茶茶").await;

    room.terminal.type_text("/say this and that").await;
    room.press(&["C-w"], "/say this and").await;
    room.press(&["C-a", "C-k"], "").await;
    room.terminal.type_text("/rooms").await;
    room.press(&["Enter"], "/rooms\n#0 lobby: 1 member\n>")
        .await;
}

/// The arrows go through what was typed, and come back to what is half typed. A line that comes back can be sent
/// again.
async fn arrows_bring_lines_back() {
    let room = Hosted::open(80, 30).await;
    room.asks("/who").await;
    room.asks("/topic #0 tea").await;
    room.terminal.type_text("/sta").await;
    room.press(&["Up"], "/topic #0 tea").await;
    room.press(&["Up"], "/who").await;
    room.press(&["Up"], "/who").await;
    room.press(&["Down", "Down"], "/sta").await;
    room.press(&["Up", "BSpace"], "/topic #0 te").await;
    room.press(
        &["Enter"],
        "/topic #0 te\nThe topic of the lobby is set.\n>",
    )
    .await;
    assert_eq!(room.asks("/who").await, "#0 lobby: 0 members\n  Topic: te");
}

/// What can be meant only one way is written out; where there are several ways, they are shown and the line stays.
async fn tab_completes_commands_and_nicks() {
    let room = Hosted::open(80, 30).await;
    let address = room.address().await;
    for nick in ["Ada", "Adam"] {
        let mut visitor = Visitor::returning(&address).await;
        let mut transcript = visitor.read().await;
        visitor.compose_taken(&format!("/nick {nick}")).await;
        transcript.read_until(&format!("is now {nick}")).await;
    }
    room.terminal.type_text("/re").await;
    room.terminal.press(&["Tab"]).await;
    room.terminal.type_text("x").await;
    room.line("/revoke x").await;
    room.press(&["C-u"], "").await;
    room.terminal.type_text("/kick a").await;
    room.press(&["Tab"], "/kick Ada").await;
    room.press(&["Tab"], "/kick Ada\nAda   Adam\n> /kick Ada")
        .await;
    room.terminal.type_text("m").await;
    room.press(
        &["Enter"],
        "/kick Adam\nAdam was removed from the lobby.\n>",
    )
    .await;
}

/// A terminal of another encoding, or a file pasted by mistake, costs that line and not the console.
async fn what_is_no_text_is_dropped() {
    let room = Hosted::open(80, 30).await;
    room.terminal.type_text("/say gr").await;
    room.line("/say gr").await;
    // A Latin letter in ISO 8859-1.
    room.terminal.press(&["-H", "fc"]).await;
    room.terminal
        .shows("What was typed is not text in UTF-8, and was dropped.")
        .await;
    room.types("/rooms", "#0 lobby: 0 members").await;
}
