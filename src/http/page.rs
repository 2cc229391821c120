//! The pages: askama templates and nothing else.

use askama::Template;
use bytes::Bytes;

use super::{
    route::Keeper,
    style::Style,
    view::{Lines, Mode, View},
};
use crate::{
    chat::{
        EndReason, Place,
        command::usage::{USAGES, Usage},
        place::RoomName,
    },
    hub::look::Pending,
    lang::{Arg, Lang},
};

/// What every page has: its language, its looks, and where its links lead.
#[derive(Debug, Clone)]
pub struct Skin {
    /// How the reader likes to see it.
    pub view: View,
    /// Where the paths of the window's frames begin.
    pub base: String,
    /// Where the paths begin that hold the session, and no window.
    pub whole: String,
    /// Where the paths of whole pages begin: nothing for a browser that keeps cookies.
    pub top: String,
    /// Where the paths of rooms' pages begin: nothing as well for a browser that comes for the first time.
    pub home: String,
    /// The address of the room's page.
    pub page: String,
}

impl Skin {
    /// A text.
    fn t(&self, key: &str) -> String {
        self.view.lang.text(key)
    }

    /// A text with somebody's nick in it.
    fn with_nick(&self, key: &str, nick: &str) -> String {
        let args = [("nick", Arg::Foreign(nick))];
        self.view.lang.text_with(key, &args)
    }

    /// A text with a number in it.
    fn with_count(&self, key: &str, count: usize) -> String {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let args = [("count", Arg::Number(count))];
        self.view.lang.text_with(key, &args)
    }

    /// Who somebody is, and where.
    #[must_use]
    pub fn who(&self, nick: &str, room: Option<&RoomName>) -> String {
        let place = self.view.lang.place(room);
        let place = match room {
            None => Arg::Own(&place),
            Some(_) => Arg::Foreign(&place),
        };
        let args = [("nick", Arg::Foreign(nick)), ("place", place)];
        self.view.lang.text_with("compose-who", &args)
    }

    /// Whether one writes in several lines.
    fn has_lines(&self) -> bool {
        self.view.lines == Lines::Several
    }
}

/// The outer page.
#[derive(Debug, Template)]
#[template(path = "outer.html", config = "templates/askama.toml")]
pub struct Outer<'a> {
    /// What all pages have.
    pub skin: &'a Skin,
    /// How it looks.
    pub style: Style,
    /// The room's title.
    pub title: &'a str,
    /// Where the room's paths begin.
    pub path: &'a str,
    /// Whether it is the lobby.
    pub is_lobby: bool,
    /// What somebody is called who comes for the first time.
    pub newcomer: Option<&'a str>,
}

/// What keeps a window's transcript open.
#[derive(Debug, Template)]
#[template(path = "keeper.html", config = "templates/askama.toml")]
pub struct Keep<'a> {
    /// What all pages have.
    pub skin: &'a Skin,
    /// How it looks.
    pub style: Style,
    /// What it shows.
    inner: &'static str,
    /// After how many seconds without that it leads on.
    seconds: u64,
    /// Where it leads.
    next: &'static str,
}

/// How long after its end a transcript is asked for again: at once, in a person's measure, and without
/// a stampede.
const AGAIN_SECONDS: u64 = 1;

/// How far apart the looks of a calm window are. Beyond 15 seconds Firefox counts a page that follows by itself
/// as a step in its history, and going back would go through all of them.
pub const CALM_SECONDS: u64 = 15;

impl<'a> Keep<'a> {
    /// One of the keepers.
    ///
    /// A browser that has two of them goes from one to the other without the network, whatever
    /// became of what they show. A calm window has to have them both before the first quarter of a minute
    /// is over, so its first keeper shows the third one.
    #[must_use]
    pub fn new(skin: &'a Skin, keeper: Keeper) -> Self {
        let is_calm = skin.view.mode == Mode::Calm;
        let (inner, seconds, next) = match (is_calm, keeper) {
            (false, Keeper::A | Keeper::C) => ("live", AGAIN_SECONDS, "b"),
            (false, Keeper::B) => ("live", AGAIN_SECONDS, "a"),
            (true, Keeper::A) => ("c", AGAIN_SECONDS, "b"),
            (true, Keeper::B) => ("live", CALM_SECONDS, "c"),
            (true, Keeper::C) => ("live", CALM_SECONDS, "b"),
        };
        Self {
            skin,
            style: Style::Frame,
            inner,
            seconds,
            next,
        }
    }
}

/// The form in its own frame.
#[derive(Debug, Template)]
#[template(path = "compose.html", config = "templates/askama.toml")]
pub struct Compose<'a> {
    /// What all pages have.
    pub skin: &'a Skin,
    /// How it looks.
    pub style: Style,
    /// Where it is sent.
    pub action: &'a str,
    /// Who writes, and where.
    pub who: &'a str,
    /// The number of the form, which can be sent once.
    pub once: &'a str,
    /// What stands in the box.
    pub text: &'a str,
    /// Why that was not sent.
    pub refusal: Option<&'a str>,
    /// The page of another room that the visitor asked for, and why nothing moved.
    pub elsewhere: Option<Elsewhere<'a>>,
    /// The address of the page that keeps the name without cookies.
    pub keep: Option<&'a str>,
}

/// Another room, for somebody who has several windows.
#[derive(Debug)]
pub struct Elsewhere<'a> {
    /// Its page.
    pub link: &'a str,
    /// Why somebody has to go there.
    pub why: &'a str,
}

/// The room without frames.
#[derive(Debug, Template)]
#[template(path = "plain.html", config = "templates/askama.toml")]
pub struct Plain<'a> {
    /// What all pages have.
    pub skin: &'a Skin,
    /// How it looks.
    pub style: Style,
    /// How its lines look.
    pub lines_style: Style,
    /// The room's title.
    pub title: &'a str,
    /// Where the room's paths begin.
    pub path: &'a str,
    /// The page itself.
    pub again: &'a str,
    /// Who writes, and where.
    pub who: &'a str,
    /// What was said, as HTML.
    pub lines: &'a str,
    /// The number of the form, which can be sent once.
    pub once: &'a str,
    /// What stands in the box.
    pub text: &'a str,
    /// Why that was not sent.
    pub refusal: Option<&'a str>,
}

/// What counts the unread.
#[derive(Debug, Template)]
#[template(path = "watch.html", config = "templates/askama.toml")]
pub struct Watch<'a> {
    /// What all pages have.
    pub skin: &'a Skin,
    /// How it looks.
    pub style: Style,
    /// The room's title.
    pub title: &'a str,
    /// How many are unread.
    pub unread: usize,
    /// How often it looks.
    pub seconds: u64,
    /// The page itself.
    pub again: &'a str,
    /// The same, when all is read.
    pub reset: &'a str,
}

/// The settings.
#[derive(Debug, Template)]
#[template(path = "settings.html", config = "templates/askama.toml")]
pub struct Settings<'a> {
    /// What all pages have.
    pub skin: &'a Skin,
    /// How it looks.
    pub style: Style,
    /// Where the room's paths begin.
    pub path: &'a str,
    /// Where they are sent.
    pub action: &'a str,
    /// What can be chosen.
    pub groups: &'a [Group],
    /// The languages.
    pub langs: &'a [Lang],
}

/// A choice of the settings.
#[derive(Debug)]
pub struct Group {
    /// Its field, and the key of its heading.
    pub field: &'static str,
    /// What can be chosen.
    pub choices: Vec<Choice>,
}

/// Something that can be chosen.
#[derive(Debug)]
pub struct Choice {
    /// How it is sent.
    pub letter: char,
    /// The key of its name.
    pub key: &'static str,
    /// Whether it is what holds.
    pub chosen: bool,
}

/// What one can do here.
#[derive(Debug, Template)]
#[template(path = "help.html", config = "templates/askama.toml")]
pub struct Help<'a> {
    /// What all pages have.
    pub skin: &'a Skin,
    /// How it looks.
    pub style: Style,
    /// The commands.
    usages: &'static [Usage],
}

impl<'a> Help<'a> {
    /// The page.
    #[must_use]
    pub fn new(skin: &'a Skin) -> Self {
        Self {
            skin,
            style: Style::Page,
            usages: &USAGES,
        }
    }
}

/// The clock.
#[derive(Debug, Template)]
#[template(path = "clock.html", config = "templates/askama.toml")]
pub struct Time<'a> {
    /// What all pages have.
    pub skin: &'a Skin,
    /// How it looks.
    pub style: Style,
    /// Date, hour and minute.
    pub time: String,
}

/// What somebody gets for whom there is no place.
#[derive(Debug, Template)]
#[template(path = "full.html", config = "templates/askama.toml")]
pub struct Full<'a> {
    /// What all pages have.
    pub skin: &'a Skin,
    /// How it looks.
    pub style: Style,
    /// Where the room's paths begin, if the page has to ask again by itself.
    pub again: Option<&'a str>,
}

/// What somebody gets who is not in a room: because they may not come in, or because they left.
///
/// The field of the passphrase is a plain one that shows dots: browsers offer to save what is typed into
/// a password field, and so would write it down.
#[derive(Debug, Template)]
#[template(path = "door.html", config = "templates/askama.toml")]
pub struct Door<'a> {
    /// What all pages have.
    pub skin: &'a Skin,
    /// How it looks.
    pub style: Style,
    /// What to say.
    pub reason: &'a str,
    /// Whether that is a refusal.
    pub is_refusal: bool,
    /// Where a passphrase goes, if that may help.
    pub form: Option<&'a str>,
    /// Where else to go.
    pub link: &'a str,
    /// What is there.
    pub label: &'a str,
}

/// What leads somebody who comes from another site in again, with their cookies.
#[derive(Debug, Template)]
#[template(path = "again.html", config = "templates/askama.toml")]
pub struct Again<'a> {
    /// What all pages have.
    pub skin: &'a Skin,
    /// How it looks.
    pub style: Style,
    /// The page that they asked for.
    pub url: &'a str,
}

/// How a transcript begins.
#[derive(Debug, Template)]
#[template(path = "transcript.html", config = "templates/askama.toml")]
struct TranscriptHead<'a> {
    /// What all pages have.
    skin: &'a Skin,
    /// How its lines look.
    style: Style,
    /// How the places around them look.
    panel: Style,
    /// Whether nothing was said yet.
    is_empty: bool,
}

/// What stands where a reader missed something.
#[derive(Debug, Template)]
#[template(path = "gap.html", config = "templates/askama.toml")]
struct Gap {
    /// How much.
    text: String,
}

/// How a transcript ends.
#[derive(Debug, Template)]
#[template(path = "end.html", config = "templates/askama.toml")]
struct End {
    /// The last words.
    reason: String,
    /// Whether nothing else stays on the screen.
    all: bool,
    /// What the frame shows next, by itself.
    next: Option<String>,
    /// After how many seconds.
    seconds: u8,
}

/// How long the last words of a transcript stay whose room was stopped.
const STOPPED_SECONDS: u8 = 5;

/// What a silent transcript sends, so that a reader who is gone is noticed; the seed's bytes.
pub const HEARTBEAT: &[u8] = b"<!-- ping -->\n";

/// What the silent transcript of a window sends. Each element that comes starts the time anew after which the
/// page itself shows that the connection may be lost.
pub const SIGN_OF_LIFE: &[u8] = b"<i></i>\n";

/// A page as bytes.
pub fn render(page: &impl Template) -> Bytes {
    // Rendering into a string fails only where a template's own code fails, and these have none.
    page.render().unwrap_or_default().into()
}

/// How a transcript begins, with its first lines.
#[must_use]
pub fn transcript(view: &View, first: &Pending) -> Bytes {
    let skin = Skin {
        view: *view,
        base: String::new(),
        whole: String::new(),
        top: String::new(),
        home: String::new(),
        page: String::new(),
    };
    let head = render(&TranscriptHead {
        skin: &skin,
        style: Style::Chat,
        panel: Style::Panel,
        is_empty: first.is_blank,
    });
    [head, lines(view, first)].concat().into()
}

/// What there is to read, as a page that ends.
#[must_use]
pub fn glance(view: &View, pending: &Pending) -> Bytes {
    const END: &[u8] = b"</div></body></html>\n";
    [transcript(view, pending), Bytes::from_static(END)]
        .concat()
        .into()
}

/// Lines of a transcript, and before them what is missing.
#[must_use]
pub fn lines(view: &View, pending: &Pending) -> Bytes {
    if pending.missed == 0 {
        return pending.lines.clone();
    }
    let text = view.lang.gap(pending.missed);
    [render(&Gap { text }), pending.lines.clone()]
        .concat()
        .into()
}

/// The last words of a transcript, and where it leads by itself if it stands alone, in this place.
#[must_use]
pub fn end(view: &View, reason: &EndReason, alone: Option<&Place>) -> Bytes {
    let messages = |place: &Place| format!("{}/messages", place.path());
    let next = alone.and_then(|place| match reason {
        EndReason::Moved(to) => Some(messages(to)),
        EndReason::Stopped
        | EndReason::Empty
        | EndReason::Erased
        | EndReason::FellBehind
        | EndReason::Locked => Some(messages(place)),
        _ => None,
    });
    let stays = matches!(reason, EndReason::Stopped | EndReason::Empty);
    render(&End {
        reason: view.lang.end(reason),
        all: stays,
        next,
        seconds: if stays { STOPPED_SECONDS } else { 0 },
    })
}

#[cfg(test)]
mod tests {
    /// No template holds a script, an event handler or anything from elsewhere.
    #[test]
    fn no_page_asks_for_more_than_this_room() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
        let mut seen = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "html") {
                continue;
            }
            seen += 1;
            let text = std::fs::read_to_string(&path).unwrap().to_lowercase();
            for forbidden in [
                "<script",
                "javascript:",
                "://",
                "src=\"//",
                "url(",
                "@import",
                "style=",
                " on",
            ] {
                let found = text.match_indices(forbidden).any(|(at, _)| {
                    forbidden != " on"
                        || text[at + 3..].split('=').next().is_some_and(|name| {
                            name.len() < 20 && name.bytes().all(|byte| byte.is_ascii_lowercase())
                        })
                });
                assert!(!found, "{} holds {forbidden:?}", path.display());
            }
        }
        assert!(seen >= 8, "the templates were not found");
    }

    /// Every text that a page or the program asks for by name is in the catalogue.
    #[test]
    fn every_text_is_in_the_catalogue() {
        let catalogue = include_str!("../lang/en.ftl");
        let folders = ["/templates", "/src/http", "/src/lang"];
        let mut keys = 0;
        for folder in folders.map(|folder| format!("{}{folder}", env!("CARGO_MANIFEST_DIR"))) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let Ok(text) = std::fs::read_to_string(&path) else {
                    continue;
                };
                for begin in [".t(\"", ".text(\"", "with_nick(\"", "with_count(\""] {
                    for found in text.split(begin).skip(1) {
                        let key = found.split('"').next().unwrap_or_default();
                        keys += 1;
                        assert!(
                            catalogue.contains(&format!("\n{key} =")),
                            "{key}, which {} names, is in no catalogue",
                            path.display()
                        );
                    }
                }
            }
        }
        assert!(keys > 40, "the texts were not found");
    }
}
