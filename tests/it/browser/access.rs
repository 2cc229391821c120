//! Who cannot see the page, or has no mouse: what axe-core finds in every page and frame, and a visit by
//! keyboard alone.

use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

use libtest_mimic::Trial;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::gallery::choose;
use super::{CHAT, COMPOSE, FIELD, PATIENCE, browser_trials, loaded, say, sees, send, url};
use crate::drive::chromium::Chromium;
use crate::drive::display::Display;
use crate::drive::firefox::{Firefox, Level};
use crate::drive::page::{Page, TAB};
use crate::support::process::Room;
use crate::support::typing::LOBBY;
use crate::support::visitor::Visitor;
use crate::support::within;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    browser_trials![
        axe_finds_nothing_in_dark,
        axe_finds_nothing_in_light,
        axe_finds_nothing_in_arabic,
        a_visit_by_keyboard_alone,
        the_list_of_members_opens_by_keyboard,
    ]
}

/// Where `tests/run` puts axe-core.
const AXE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/target/npm/node_modules/axe-core/axe.min.js"
);

/// Its source.
static SOURCE: LazyLock<String> = LazyLock::new(|| {
    std::fs::read_to_string(Path::new(AXE)).unwrap_or_else(|error| {
        panic!("{AXE}: {error}. tests/run installs it: npm install --no-save --prefix target/npm axe-core")
    })
});

/// Runs it over one document, by the rules of WCAG 2.2 at the levels A and AA and by good practice, and gives
/// what is wrong: rule, place and reason.
const RUN: &str = "
const [without] = arguments;
const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const results = await axe.run(document, {
  runOnly: { type: 'tag', values: tags }, rules, iframes: false, preload: false,
});
if (results.passes.length < 5) return ['axe has looked at next to nothing'];
return results.violations.flatMap(({ id, nodes }) =>
  nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
";

/// Rules about whole pages: a frame is looked at alone here, but stands within the landmarks of the page
/// around it, below its heading.
const OF_PAGES: [&str; 3] = ["landmark-one-main", "page-has-heading-one", "region"];

/// The rule against pages that load themselves anew, which takes away what one reads. The page that keeps the
/// transcript does so only when that has ended, and without it nobody would read on; the page that counts
/// what is unread is there for it, and who opens that has asked for it.
const OF_TIME: &str = "meta-refresh";

/// The page that keeps the transcript, as a path of indices.
const KEEPER: [&str; 1] = ["0"];

/// The page that counts.
const WATCH: &str = "/watch";

/// What axe-core finds in all documents that are open.
async fn examine(chromium: &Chromium, name: &str, faults: &mut Vec<String>) {
    for path in chromium.frames().await {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let mut without = Vec::new();
        if !path.is_empty() {
            without.extend(OF_PAGES);
        }
        if path == KEEPER || name == WATCH {
            without.push(OF_TIME);
        }
        let script = format!("{};{RUN}", SOURCE.as_str());
        let found = chromium.execute(&path, &script, json!([without])).await;
        let found: Vec<String> = serde_json::from_value(found).expect("a list of faults");
        faults.extend(found.iter().map(|one| format!("{name} {path:?}: {one}")));
    }
}

/// Every page and frame in the dark theme.
async fn axe_finds_nothing_in_dark() {
    axe_finds_nothing("dmcv1en").await;
}

/// The same in the light one, with several lines to write in.
async fn axe_finds_nothing_in_light() {
    axe_finds_nothing("lmcvnen").await;
}

/// The same in Arabic.
async fn axe_finds_nothing_in_arabic() {
    axe_finds_nothing("lmcv1ar").await;
}

/// Every page and frame in one view.
async fn axe_finds_nothing(view: &str) {
    let room = Room::open().await;
    let chromium = Chromium::start(None, (1000, 700)).await;
    let faults = &mut Vec::new();
    chromium.open(&url(&room)).await;
    loaded(&chromium).await;
    examine(&chromium, "first visit", faults).await;
    choose(&chromium, view).await;
    let mut host = Visitor::returning(&room).await;
    let locked = host.make("/create den a long passphrase").await;
    let place = host.make("/create tea").await;
    host.done_in(&place, "/topic tea").await;
    host.done_in(&place, "/me pours a cup").await;
    let mut fox = Visitor::returning(&room).await;
    fox.done_in(LOBBY, "a message of 500 characters").await;
    for (name, path) in [("lobby", "/"), ("room", &place)] {
        chromium.open(&format!("{}{path}", url(&room))).await;
        loaded(&chromium).await;
        if view.contains("v1") {
            say(&chromium, &format!("hello {name}")).await;
            say(&chromium, "/who").await;
            sees(&chromium, &format!("hello {name}")).await;
            examine(&chromium, name, faults).await;
            send(&chromium, "/nosuch").await;
            assert_eq!(chromium.count(COMPOSE, ".warn").await, 1);
        }
        examine(&chromium, &format!("{name} again"), faults).await;
        chromium.resize(360, 640).await;
        chromium.click(CHAT, "#menu label").await;
        examine(&chromium, &format!("{name} on a phone"), faults).await;
        chromium.resize(1000, 700).await;
    }
    for (path, seen) in [
        ("/settings", "input[name=theme]"),
        ("/help", "dl"),
        ("/plain", "#msg"),
        (WATCH, "[role=status]"),
        (&locked, "input[name=passphrase]"),
    ] {
        chromium.open(&format!("{}{path}", url(&room))).await;
        within(PATIENCE, path, async || chromium.count(&[], seen).await > 0).await;
        examine(&chromium, path, faults).await;
    }
    // Who was shown out of a frame is told so there.
    if view.contains("v1") {
        chromium.open(&url(&room)).await;
        loaded(&chromium).await;
        chromium.click(COMPOSE, FIELD).await;
        chromium.clear_field().await;
        chromium.type_text("/exit").await;
        chromium.press_enter().await;
        within(PATIENCE, "the end", async || {
            chromium.count(COMPOSE, FIELD).await == 0 && chromium.count(COMPOSE, "h1").await == 1
        })
        .await;
        examine(&chromium, "left", faults).await;
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The element that has the focus, in whatever frame: what it is, and its outline.
const FOCUSED: &str = "
let here = document;
while (here.activeElement?.contentDocument) here = here.activeElement.contentDocument;
let element = here.activeElement;
while (element?.id === 'room' && element.openOrClosedShadowRoot?.activeElement) {
  element = element.openOrClosedShadowRoot.activeElement;
}
const style = here.defaultView.getComputedStyle(element);
const name = element.id || element.textContent.trim() || element.localName;
return [name, style.outlineStyle, parseFloat(style.outlineWidth), element.matches(':focus-visible')];
";

/// The key that goes backwards together with Tab.
const SHIFT: char = '\u{e008}';

/// Goes one step back with the keyboard.
async fn step_back(firefox: &Firefox) {
    let key = |kind: &str, key: char| json!({"type": kind, "value": key.to_string()});
    let actions = [
        key("keyDown", SHIFT),
        key("keyDown", TAB),
        key("keyUp", TAB),
        key("keyUp", SHIFT),
    ];
    firefox
        .perform(json!([{"type": "key", "id": "keyboard", "actions": actions}]))
        .await;
}

/// What has the focus. It has to be seen, too.
async fn focused(firefox: &Firefox) -> String {
    let found = firefox.execute(FOCUSED, json!([])).await;
    let name = found[0].as_str().unwrap_or_default().to_owned();
    let is_seen =
        found[1] != "none" && found[2].as_f64() >= Some(2.0) && found[3] == Value::Bool(true);
    assert!(
        is_seen,
        "{name:?} has the focus, and nobody sees that: {found}"
    );
    name
}

/// Goes back from the line to something, and tells all that is on the way.
async fn back_to(firefox: &Firefox, name: &str) -> Vec<String> {
    let mut passed = vec![focused(firefox).await];
    while passed.last().is_none_or(|last| last != name) {
        assert!(passed.len() < 20, "{name:?} is not among {passed:?}");
        step_back(firefox).await;
        passed.push(focused(firefox).await);
    }
    passed
}

/// A room in Firefox, with the cursor in the line, where it is by itself.
async fn entered(room: &Room, display: &Display) -> Firefox {
    let firefox = Firefox::start(display, Level::Safest, None).await;
    firefox.open(&url(room)).await;
    loaded(&firefox).await;
    within(PATIENCE, "the line has the focus", async || {
        firefox.active_element_id(&[]).await == "compose"
            && firefox.active_element_id(COMPOSE).await == "msg"
    })
    .await;
    firefox
}

/// From the line to every link and back, writing and sending, without a mouse; and one always sees where one is.
async fn a_visit_by_keyboard_alone() {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = entered(&room, &display).await;
    firefox.type_text("typed at once").await;
    firefox.press_enter().await;
    sees(&firefox, "typed at once").await;
    within(PATIENCE, "the line has the focus again", async || {
        firefox.value(COMPOSE, FIELD).await.as_deref() == Some("")
            && firefox.active_element_id(COMPOSE).await == "msg"
    })
    .await;
    let passed = back_to(&firefox, "Help").await;
    for stop in [
        "msg",
        "log",
        "New here? (Press to close)",
        "Reconnect",
        "Settings",
    ] {
        assert!(
            passed.iter().any(|one| one == stop),
            "no {stop:?} in {passed:?}"
        );
    }
    for _ in 1..passed.len() {
        firefox.type_text(&TAB.to_string()).await;
    }
    assert_eq!(focused(&firefox).await, "msg");
    // The room takes one line a second.
    sleep(Duration::from_secs(1)).await;
    firefox.type_text("and back").await;
    firefox.type_text(&TAB.to_string()).await;
    assert_eq!(focused(&firefox).await, "Send");
    firefox.press_enter().await;
    sees(&firefox, "and back").await;
    back_to(&firefox, "Help").await;
    firefox.press_enter().await;
    within(PATIENCE, "the page of help", async || {
        firefox.count(&[], "dl").await == 1
    })
    .await;
}

/// On a phone with a keyboard, the list of members is opened and closed by the space bar.
async fn the_list_of_members_opens_by_keyboard() {
    let room = Room::open().await;
    let display = Display::start(1100, 900).await;
    let firefox = entered(&room, &display).await;
    firefox.resize_page(360, 640).await;
    let shown = async || firefox.computed_style(CHAT, "#side", "display").await;
    assert_eq!(shown().await, "none");
    back_to(&firefox, "open").await;
    firefox.type_text(" ").await;
    assert_eq!(shown().await, "block");
    firefox.type_text(" ").await;
    assert_eq!(shown().await, "none");
}
