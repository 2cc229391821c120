//! A room that only guests find: they come and go at the console. It needs no network for that.

use libtest_mimic::Trial;

use super::Hosted;
use crate::support::trials;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![guests_come_and_go_at_the_console]
}

/// How long a guest's key is, as Tor Browser asks for it.
const KEY: usize = 52;

/// Whether a word is such a key.
fn is_key(word: &str) -> bool {
    word.len() == KEY && word.chars().all(|c| matches!(c, 'A'..='Z' | '2'..='7'))
}

/// The host gets an address and a key to hand on, sees who has one, and takes it back.
async fn guests_come_and_go_at_the_console() {
    // Nothing of an answer leaves the terminal or is broken at its edge.
    let room = Hosted::offline(200, 200, &["--private"]).await;
    let screen = room.terminal.screen().await;
    let url = screen.lines().find(|line| line.starts_with("http://"));
    let url = url.expect("an address");
    assert!(url.strip_suffix(".onion").is_some(), "{url}");
    assert_eq!(room.asks("/address").await.lines().next(), Some(url));

    let mut keys = Vec::new();
    for guest in ["anna", "bert"] {
        let invited = room.asks(&format!("/invite {guest}")).await;
        assert!(invited.contains(url), "{invited}");
        let found: Vec<_> = invited
            .split_whitespace()
            .filter(|word| is_key(word))
            .collect();
        let [key] = found[..] else {
            panic!("{found:?} are not one key:\n{invited}");
        };
        assert!(
            invited.contains(&format!(":descriptor:x25519:{key}")),
            "{invited}"
        );
        keys.push(key.to_owned());
    }
    assert_ne!(keys[0], keys[1]);
    let taken = room.asks("/invite anna").await;
    assert!(taken.contains("called anna already"), "{taken}");
    assert!(!taken.split_whitespace().any(is_key), "{taken}");

    let names = |answer: &str| -> Vec<bool> {
        let is_there = |name| answer.lines().any(|line| line.trim() == name);
        ["anna", "bert"].map(is_there).into()
    };
    let guests = room.asks("/guests").await;
    assert_eq!(names(&guests), [true, true], "{guests}");
    let revoked = room.asks("/revoke anna").await;
    assert!(
        revoked.contains("The key of anna opens nothing any more"),
        "{revoked}"
    );
    let guests = room.asks("/guests").await;
    assert_eq!(names(&guests), [false, true], "{guests}");
    let gone = room.asks("/revoke anna").await;
    assert!(gone.contains("no guest called anna"), "{gone}");
}
