//! Who reads which language: the browser asks for one, and whoever has chosen another gets that. Two people in a
//! room read the same conversation, each in their own.

use libtest_mimic::Trial;

use crate::support::client::Ask;
use crate::support::process::Room;
use crate::support::trials;
use crate::support::visitor::Visitor;
use crate::support::window::Window;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        browsers_language_is_spoken,
        two_read_each_in_their_own,
        chosen_language_counts_before_the_browsers,
        every_page_is_there_in_every_language,
    ]
}

/// Every language, and its direction.
const LANGUAGES: [(&str, &str); 9] = [
    ("en", "ltr"),
    ("de", "ltr"),
    ("es", "ltr"),
    ("fr", "ltr"),
    ("pt", "ltr"),
    ("ru", "ltr"),
    ("ar", "rtl"),
    ("fa", "rtl"),
    ("zh", "ltr"),
];

/// Loads the lobby's page with a browser that asks for these languages.
async fn load(visitor: &mut Visitor<'_>, languages: &str) -> Window {
    let ask = Ask::get("/").header("accept-language", languages);
    Window::of(visitor.ask(ask).await.expect(200).body, "")
}

/// The language with the highest weight that there is, whatever its region.
async fn browsers_language_is_spoken() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    for (languages, spoken) in [
        ("de-AT;q=0.9, en;q=0.1", "de"),
        ("xx, pt-BR;q=0.5", "pt"),
        ("zh-Hant-TW", "zh"),
        ("en;q=0.2,RU;q=0.3", "ru"),
        ("*", "en"),
        ("", "en"),
        ("de;q=0", "en"),
        ("de;q=nonsense, \u{feff}", "en"),
        ("xx", "en"),
    ] {
        let window = load(&mut visitor, languages).await;
        assert_eq!(window.view(), format!("dmcv1{spoken}"), "{languages}");
        for frame in ["a", "compose", "live"] {
            let page = visitor.get(&window.path(frame)).await.expect(200).body;
            let html = format!("<html lang=\"{spoken}\" dir=\"");
            assert!(page.contains(&html), "{frame} in {languages}: {page}");
        }
    }
}

/// What the room says is in the language of each reader, transcript and form; what people say is as they said it.
async fn two_read_each_in_their_own() {
    let room = Room::open().await;
    let (mut german, mut english) = (
        Visitor::returning(&room).await,
        Visitor::returning(&room).await,
    );
    let mut transcripts = Vec::new();
    for (visitor, languages) in [(&mut german, "de-AT;q=0.9, en;q=0.1"), (&mut english, "en")] {
        let window = load(visitor, languages).await;
        for frame in ["compose", "live"] {
            visitor.get(&window.path(frame)).await.expect(200);
        }
        transcripts.push((visitor.read_window(&window).await, window));
    }
    let mut third = Visitor::returning(&room).await;
    let _theirs = third.read().await;
    third.say("hello").await;
    let nick = third.nick();
    for ((transcript, _), notice) in transcripts
        .iter_mut()
        .zip(["ist dazugekommen.", "has joined."])
    {
        transcript.read_until(&format!("{nick} {notice}")).await;
        transcript.read_until(">hello<").await;
    }
    let (heard, _) = (&transcripts[0].0, &transcripts[1].0);
    assert!(!heard.seen.contains("has joined."), "{}", heard.body());
    for (visitor, (_, window), reason) in [
        (&mut german, &transcripts[0], "Genau das hast du"),
        (&mut english, &transcripts[1], "You said exactly this"),
    ] {
        visitor.type_into(window, "twice").await.expect(200);
        tokio::time::sleep(super::RATE).await;
        let form = visitor.type_into(window, "twice").await.expect(200).body;
        assert!(form.contains(reason), "{form}");
    }
}

/// The cookie of the settings, and the ticket before that.
async fn chosen_language_counts_before_the_browsers() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let window = load(&mut visitor, "de").await;
    let path = format!("{}/settings", window.whole());
    visitor
        .post_form(&path, &[("lang", "fr")])
        .await
        .expect_see_other("/");
    assert_eq!(load(&mut visitor, "de").await.view(), "dmcv1fr");
    let ask = Ask::get(&window.path("compose")).header("accept-language", "ru");
    let form = visitor.ask(ask).await.expect(200).body;
    assert!(form.contains("<html lang=\"de\" "), "{form}");
}

/// The texts of the English catalogue that stand on one line, have no places to fill in, and are long enough to
/// be nobody's else.
fn english() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lang/en.ftl");
    let catalogue = std::fs::read_to_string(path).expect("the catalogue");
    let lines = catalogue.lines().filter(|line| !line.starts_with('#'));
    let texts = lines.filter_map(|line| line.split_once(" = "));
    let texts = texts.filter(|(_, text)| text.len() > 20 && !text.contains('{'));
    texts.map(|(_, text)| text.to_owned()).collect()
}

/// The keys of the catalogue, which no page shows.
fn keys() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lang/en.ftl");
    let catalogue = std::fs::read_to_string(path).expect("the catalogue");
    let lines = catalogue.lines().filter(|line| !line.starts_with('#'));
    let keys = lines.filter_map(|line| line.split_once(" ="));
    let keys = keys.filter(|(key, _)| key.contains('-'));
    keys.map(|(key, _)| format!(">{key}<")).collect()
}

/// In each of the languages every page says its language and direction, and nothing in English or by the name that
/// a text has in the catalogue.
async fn every_page_is_there_in_every_language() {
    let room = Room::open().await;
    let (english, keys) = (english(), keys());
    assert!(english.len() > 60 && keys.len() > 150);
    let mut visitor = Visitor::returning(&room).await;
    for (lang, dir) in LANGUAGES {
        let window = Window::of(visitor.get("/").await.expect(200).body, "");
        let window = window.seen_as(&format!("dmcv1{lang}"));
        let whole = window.whole();
        let mut newcomer = Visitor::new(&room);
        let outer = load(&mut newcomer, lang).await;
        let mut pages = vec![("outer".to_owned(), outer.page)];
        for frame in [
            "live", "a", "b", "compose", "plain", "watch", "settings", "help", "clock",
        ] {
            let page = visitor.get(&window.path(frame)).await.expect(200).body;
            pages.push((frame.to_owned(), page));
        }
        let nowhere = format!("{whole}/r/demo-ABCDEFGHJKLMNPQR");
        pages.push(("door".to_owned(), room.get(&nowhere).await.expect(404).body));
        let ask = Ask::get(&format!("{whole}/")).header("sec-fetch-site", "cross-site");
        pages.push(("again".to_owned(), room.ask(ask).await.expect(200).body));
        for (name, page) in pages {
            let html = format!("<html lang=\"{lang}\" dir=\"{dir}\"");
            assert!(page.contains(&html), "{name} in {lang}: {page}");
            let key = keys.iter().find(|key| page.contains(*key));
            assert_eq!(key, None, "{name} in {lang}: {page}");
            let found = english.iter().find(|text| page.contains(*text));
            let found = found.filter(|_| lang != "en");
            assert_eq!(found, None, "{name} in {lang}");
        }
    }
}
