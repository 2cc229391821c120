//! Pages that stand in a window of their own.

use askama::Template;

use super::Skin;
use crate::{
    chat::command::usage::{USAGES, Usage},
    http::style::Style,
    lang::Lang,
};

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
    /// In how much time the room closes, if it does at a time that was set.
    pub closing: Option<String>,
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
    /// In how much time the room closes, if it does at a time that was set.
    pub closing: Option<String>,
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
    /// That there is none.
    pub text: &'a str,
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
