//! What a text may hold, wherever it is typed: nothing that is not seen, nothing that moves what others said,
//! and five hundred characters.

use libtest_mimic::Trial;

use crate::support::client::Ask;
use crate::support::process::Room;
use crate::support::text::{column, texts, unescape};
use crate::support::trials;
use crate::support::typing::LOBBY;
use crate::support::visitor::Visitor;

use super::with_file;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        nothing_leaves_its_line,
        what_shows_nothing_is_no_message,
        five_hundred_characters_count_the_same_everywhere,
        markup_is_text_unless_the_host_wants_it,
        formatting_and_links_are_for_the_host_to_allow,
    ]
}

/// Texts with what turns, hides or piles up, and what is left of each.
const HOSTILE: [(&str, &str); 8] = [
    ("one\u{202e}txt.exe", "onetxt.exe"),
    ("two\u{2066}\u{2067}\u{2068}open", "twoopen"),
    ("thr\u{200b}\u{200b}\u{200b}\u{feff}\u{2060}ee", "three"),
    ("four\u{e0041}\u{e0042}\u{e007f}", "four"),
    ("fi\u{ad}\u{34f}\u{115f}\u{3164}\u{ffa0}ve", "five"),
    ("six\u{fff9}\u{fffb}\u{e000}\u{fdd0}", "six"),
    ("\u{202d}\u{202c}seven\u{206a}\u{206f}", "seven"),
    ("eight\u{1d173}\u{1bca0}\u{180e}", "eight"),
];

/// Marks that stack, of which a letter has a few in the most crowded of scripts.
const STACK: &str = "\u{301}\u{302}\u{303}\u{308}\u{30a}\u{30b}\u{30c}\u{30f}";

/// Neither a message nor what one does, a whisper, a topic or a reason holds what turns the direction of
/// other lines, what nobody sees, or a tower of accents.
async fn nothing_leaves_its_line() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let place = owner.make("/create demo").await;
    let mut target = Visitor::returning(&house).await;
    let nick = target.nick();
    let (mut frame, mut events) = (target.read_in(&place).await, target.listen_in(&place).await);
    for (typed, left) in HOSTILE {
        let mut speaker = Visitor::returning(&house).await;
        speaker.done_in(&place, typed).await;
        events.until_said(left).await;
        speaker.done_in(&place, &format!("/w {nick} {typed}")).await;
        assert_eq!(events.until("whispered").await["text"], left);
    }
    let (typed, left) = HOSTILE[0];
    owner.done_in(&place, &format!("/topic {typed}")).await;
    assert_eq!(events.until("topic").await["text"], left);
    owner.done_in(&place, &format!("/me {typed}")).await;
    assert_eq!(events.until("acted").await["text"], left);
    let tower = format!("z{}", STACK.repeat(20));
    owner.done_in(&place, &tower).await;
    let said = events
        .find("the tower", |event| event["event"] == "said")
        .await;
    let marks = said["text"].as_str().map_or(0, |text| text.chars().count()) - 1;
    assert!((1..=8).contains(&marks), "{marks} marks on one letter");
    owner
        .done_in(&place, &format!("/kick {nick} {typed}"))
        .await;
    frame.read_to_end().await;
    let hostile = |c: char| {
        HOSTILE
            .iter()
            .any(|(typed, left)| typed.contains(c) && !left.contains(c))
    };
    // Isolates around a name or a text within a sentence of ours are closed again.
    let shown = frame.body().replace(['\u{2068}', '\u{2069}'], "");
    assert!(
        !shown.contains(hostile),
        "{:?}",
        shown.chars().find(|c| hostile(*c))
    );
    let isolates = |c: char| frame.seen.matches(c).count();
    assert_eq!(isolates('\u{2068}'), isolates('\u{2069}'));
}

/// A text of which nothing can be seen is no message, wherever it is typed.
async fn what_shows_nothing_is_no_message() {
    let house = Room::open().await;
    let mut typist = Visitor::returning(&house).await;
    for nothing in [
        "\u{200b}",
        "\u{202e}\u{202c}",
        "\u{2800}\u{2800}",
        "\u{3164}",
        "\u{301}",
        "\u{feff} \u{feff}",
        "\u{e0020}",
        "\u{fe0f}",
    ] {
        typist.done_in(LOBBY, nothing).await;
        typist.send_in(LOBBY, nothing).await.expect(200);
        let line = format!("/me {nothing}");
        typist.send_in(LOBBY, &line).await.expect(400);
    }
    assert_eq!(house.texts().await, [""; 0]);
}

/// Five hundred are taken and one more is told, by every way in and behind every command that has a text,
/// not counting what is taken out; only the seed's form cuts, as the seed did.
async fn five_hundred_characters_count_the_same_everywhere() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let place = owner.make("/create demo").await;
    let _open = owner.listen_in(&place).await;
    let nick = owner.nick();
    for (index, before) in ["", "/me ", &format!("/w {nick} "), "//"]
        .into_iter()
        .enumerate()
    {
        // Two slashes are one in the text.
        let own = usize::from(before == "//");
        let fits = format!("{before}{}", "🦊".repeat(500 - own));
        let long = format!("{fits}\u{10080}");
        let mut typist = Visitor::returning(&house).await;
        typist
            .type_in_turn(&place, &long)
            .await
            .expect_refusal(413, &long);
        let refused = typist.send_in_turn(&place, &long).await.expect(413).json();
        assert_eq!(refused["error"], "too_long", "{before:?}");
        typist
            .done_in(&place, &format!("{fits}\u{200b}\u{202e} "))
            .await;
        // The same text again would be a duplicate.
        let other = fits.replace('🦊', "漢");
        typist.send_in_turn(&place, &other).await.expect(200);
        let messages = owner.messages_in(&place).await;
        let expected = 2 * (index + 1 - usize::from(index >= 2));
        assert_eq!(column(&messages, "text").len(), expected, "{before:?}");
    }
    let topic = format!("/topic {}", "🦊".repeat(501));
    owner
        .type_in_turn(&place, &topic)
        .await
        .expect_refusal(413, &topic);
    owner
        .done_in(&place, &format!("/topic {}", "🦊".repeat(500)))
        .await;
    let mut seed = Visitor::returning(&house).await;
    let cut = [("msg", &*format!("x{}", "🦊".repeat(500)))];
    seed.post_form(&format!("{place}/send"), &cut)
        .await
        .expect_see_other(&place);
    let messages = owner.messages_in(&place).await;
    assert_eq!(
        column(&messages, "text").pop(),
        Some(&*format!("x{}", "🦊".repeat(499)))
    );
    for text in column(&messages, "text") {
        let text = text.trim_start_matches("* ");
        assert_eq!(text.chars().count(), 500, "{text}");
    }
}

/// A text with tags and an address.
const MARKUP: &str = "<b>bold</b> https://example.org/x?a=1&b=2";

/// How it looks where it is text, as the programs get it.
async fn shown(house: &Room) -> String {
    let mut frame = house.read_in(LOBBY).await;
    let ask = Ask::form("/send", &[("msg", MARKUP)]).nick("Fox-ab12");
    house.ask(ask).await.expect_see_other("/");
    frame.read_until("</span></div>").await;
    // Programs get what was typed, whatever people are shown.
    assert_eq!(house.texts().await, [MARKUP]);
    frame.body().to_owned()
}

/// As the seed has it: a text is a text.
async fn markup_is_text_unless_the_host_wants_it() {
    let house = Room::open().await;
    let shown = shown(&house).await;
    assert_eq!(
        texts(&shown).into_iter().map(unescape).collect::<Vec<_>>(),
        [MARKUP]
    );
    assert!(!shown.contains("<b>") && !shown.contains("<a"), "{shown}");
}

/// Each key of the configuration file allows its own; nothing allows a script.
async fn formatting_and_links_are_for_the_host_to_allow() {
    for (file, bold, link) in [
        ("formatting = true\n", true, false),
        ("links = true\n", false, true),
        ("formatting = true\nlinks = true\n", true, true),
    ] {
        let house = with_file(file).await;
        let shown = shown(&house).await;
        assert_eq!(shown.contains("<b>bold</b>"), bold, "{file}: {shown}");
        assert_eq!(shown.contains("<a "), link, "{file}: {shown}");
        let mut frame = house.read_in(LOBBY).await;
        house
            .say("Owl-0001", "<script>alert(1)</script><b onclick=x>y")
            .await;
        frame.read_until("onclick").await;
        assert!(
            !frame.body().contains("<script") && !frame.body().contains("<b onclick"),
            "{}",
            frame.body()
        );
    }
}
