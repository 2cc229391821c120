//! What a command shows to a person in a terminal.

use libtest_mimic::Trial;
use tempfile::TempDir;

use crate::support::process::binary;
use crate::support::qr::scanned;
use crate::support::terminal::Terminal;
use crate::support::trials;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        an_invitation_is_scanned_from_a_narrow_terminal,
        no_code_is_drawn_that_would_be_cut,
    ]
}

/// Columns of a phone's terminal, or a tiled one.
const NARROW: u16 = 40;

/// Columns that no code fits into.
const TOO_NARROW: u16 = 30;

/// Lines enough for two codes and all that is said beside them.
const LINES: u16 = 100;

/// What a terminal of so many columns shows when somebody was invited to a room that does not run.
async fn invitation(columns: u16) -> String {
    let home = TempDir::new().expect("a temporary folder");
    let keys = home.path().join("keys");
    let program = binary();
    let [program, keys] = [&program, &keys].map(|path| path.to_str().expect("UTF-8"));
    let shell = "\"$@\"; echo \"exit $?\"; cat";
    let command = [
        "sh", "-c", shell, "sh", program, "--keys", keys, "invite", "anna",
    ];
    let terminal = Terminal::start(columns, LINES, &command).await;
    terminal.shows("exit 0").await;
    terminal.screen().await
}

/// Both that a guest needs, the address and the key, are there to be scanned and to be read.
async fn an_invitation_is_scanned_from_a_narrow_terminal() {
    let screen = invitation(NARROW).await;
    // Copied from a terminal, what was broken at its edge is whole.
    let whole = screen.replace('\n', "");
    let [address, key] = &scanned(&screen)[..] else {
        panic!("not two codes:\n{screen}");
    };
    let onion = address.strip_prefix("HTTP://").unwrap_or_default();
    assert!(
        onion.len() == 62 && onion.strip_suffix(".ONION").is_some(),
        "{address}"
    );
    assert!(whole.contains(&address.to_lowercase()), "{screen}");
    assert_eq!(key.len(), 52, "{key}");
    assert!(
        whole.contains(&format!(":descriptor:x25519:{key}")),
        "{screen}"
    );
    assert!(whole.matches(key.as_str()).count() > 1, "{screen}");
}

/// A code that is broken at the edge would be read by no camera, and push away what can be read.
async fn no_code_is_drawn_that_would_be_cut() {
    let screen = invitation(TOO_NARROW).await;
    assert!(!screen.contains('█'), "{screen}");
    assert!(
        screen.replace('\n', "").contains(":descriptor:x25519:"),
        "{screen}"
    );
}
