//! The pages: askama templates and nothing else. What stands in a window of its own is in [`whole`], what
//! stands in a frame in [`frame`].

pub mod frame;
pub mod whole;

use std::fmt;

use askama::Template;
use bytes::Bytes;

use super::view::{Lines, View};
use crate::{chat::place::RoomName, lang::Arg};

/// What every page has: its language, its looks, and where its links lead.
#[derive(Clone)]
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

impl fmt::Debug for Skin {
    /// Its paths hold the session, which never reaches a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Skin([scrubbed])")
    }
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

/// A page as bytes.
pub fn render(page: &impl Template) -> Bytes {
    // Rendering into a string fails only where a template's own code fails, and these have none.
    page.render().unwrap_or_default().into()
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
