//! Every script has its 500 characters, and no character of one message reaches into another.

use libtest_mimic::Trial;

use crate::support::client::Ask;
use crate::support::process::Room;
use crate::support::text::{nick, texts, unescape};
use crate::support::trials;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        five_hundred_characters_of_any_script_are_taken,
        longer_messages_are_cut_between_characters,
        field_of_four_byte_characters_has_the_same_limit,
        direction_marks_stay_in_their_message,
    ]
}

/// The characters of a message.
const CHARACTERS: usize = 500;

/// A character of each length in UTF-8, and some that live on more than one code point.
const SCRIPTS: [(&str, &str); 7] = [
    ("Latin", "e"),
    ("Cyrillic", "ж"),
    ("Arabic", "ش"),
    ("Devanagari", "ह"),
    ("Han", "漢"),
    ("an emoji", "🦊"),
    ("an old script", "𐎀"),
];

/// The seed held its limit of 2,048 bytes against the encoded form, in which a Chinese character is nine
/// bytes: it refused such a message at 227 characters, and a Russian one at 340, without a word to the
/// typist.
async fn five_hundred_characters_of_any_script_are_taken() {
    let room = Room::open().await;
    for (index, (_, character)) in SCRIPTS.iter().enumerate() {
        room.say(&nick(index), &character.repeat(CHARACTERS)).await;
    }
    let kept = room.texts().await;
    for (text, (script, character)) in kept.iter().zip(SCRIPTS) {
        assert_eq!(*text, character.repeat(CHARACTERS), "{script}");
    }
    assert_eq!(kept.len(), SCRIPTS.len());
    let mut transcript = room.read().await;
    transcript.read_until("𐎀</span>").await;
    let shown: Vec<String> = texts(&transcript.seen).into_iter().map(unescape).collect();
    assert_eq!(shown, kept);
}

/// A cut falls on a code point, never within one.
async fn longer_messages_are_cut_between_characters() {
    let room = Room::open().await;
    for (index, (_, character)) in SCRIPTS.iter().enumerate() {
        room.say(&nick(index), &character.repeat(CHARACTERS + 5))
            .await;
    }
    room.say("Owl-0001", &format!("x{}", "🦊".repeat(CHARACTERS)))
        .await;
    let kept = room.texts().await;
    for (text, (script, character)) in kept.iter().zip(SCRIPTS) {
        assert_eq!(*text, character.repeat(CHARACTERS), "{script}");
    }
    assert_eq!(
        kept[SCRIPTS.len()],
        format!("x{}", "🦊".repeat(CHARACTERS - 1))
    );
}

/// 512 characters of four bytes are the 2,048 that a field may have.
async fn field_of_four_byte_characters_has_the_same_limit() {
    let room = Room::open().await;
    room.say("Fox-ab12", &"🦊".repeat(512)).await;
    assert_eq!(room.texts().await, ["🦊".repeat(CHARACTERS)]);
    let over = Ask::form("/send", &[("msg", &"🦊".repeat(513))]);
    room.ask(over).await.expect_empty(413);
}

/// Marks that turn the direction of writing end with the block that they stand in. So each message is a
/// block of its own, its text the last thing in it, and what is not shown can't move the name or the time
/// before it.
async fn direction_marks_stay_in_their_message() {
    let room = Room::open().await;
    let marks = [
        "\u{202e}drawkcab",
        "\u{2066}\u{2067}open",
        "zero\u{200b}width\u{feff}",
        "شكرا \u{202b}more",
    ];
    for (index, text) in marks.iter().enumerate() {
        room.say(&nick(index), text).await;
    }
    room.say("Owl-0001", "plain").await;
    let mut transcript = room.read().await;
    transcript.read_until(">plain<").await;
    let blocks: Vec<&str> = transcript
        .seen
        .split("<div class=\"msg\">")
        .skip(1)
        .collect();
    assert_eq!(blocks.len(), marks.len() + 1);
    for block in &blocks[..marks.len()] {
        assert!(
            block.trim_end().ends_with("</span></div>"),
            "{block:?} does not end as a message"
        );
        let (before, _) = block.split_once("<span class=\"text\">").expect("a text");
        assert!(before.is_ascii(), "before the text stands {before:?}");
    }
}
