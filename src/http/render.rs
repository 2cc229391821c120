//! Puts what happened in a room into words: HTML for people, JSON for programs.

use std::time::Duration;

use askama::Template;
use bytes::Bytes;

use super::{api, markup::Markup, page::render};
use crate::{
    chat::{Event, EventKind, MessageText, Roster, Stamp, TimeLeft},
    hub::{Form, Render},
    lang::{Arg, Lang},
};

/// How long nothing was said before it is worth telling.
const LULL: Duration = Duration::from_mins(1);

/// The room's words.
#[derive(Debug, Clone, Copy, Default)]
pub struct Words {
    /// What of a text is more than text.
    pub markup: Markup,
}

/// A message in the transcript, as the seed writes it.
#[derive(Debug, Template)]
#[template(path = "line.html", config = "templates/askama.toml")]
struct Line<'a> {
    /// How long nothing was said before.
    lull: Option<String>,
    /// Hour and minute.
    at: String,
    /// Who said it.
    nick: &'a str,
    /// What was said, as HTML.
    text: String,
}

/// What a member does, in the transcript.
#[derive(Debug, Template)]
#[template(path = "act.html", config = "templates/askama.toml")]
struct Act<'a> {
    /// How long nothing was said before.
    lull: Option<String>,
    /// Hour and minute.
    at: String,
    /// Who does it.
    nick: &'a str,
    /// What, as HTML.
    text: String,
}

/// A whisper in the transcripts of the two.
#[derive(Debug, Template)]
#[template(path = "whisper.html", config = "templates/askama.toml")]
struct Whisper<'a> {
    /// Hour and minute.
    at: String,
    /// Who said it.
    from: &'a str,
    /// To whom.
    to: &'a str,
    /// From one to the other.
    arrow: char,
    /// That it is a whisper.
    whispers: String,
    /// What was said, as HTML.
    text: String,
}

/// Something that happened and is no message.
#[derive(Debug, Template)]
#[template(path = "note.html", config = "templates/askama.toml")]
struct Note {
    /// Hour and minute.
    at: String,
    /// What happened.
    text: String,
}

/// The answer to a command.
#[derive(Debug, Template)]
#[template(path = "answer.html", config = "templates/askama.toml")]
struct AnswerLines {
    /// The answer, in lines.
    text: String,
    /// That nobody else sees it.
    aside: String,
}

/// What stands before the lines that are new to somebody.
#[derive(Debug, Template)]
#[template(path = "news.html", config = "templates/askama.toml")]
struct News {
    /// That they are new.
    text: String,
}

/// The list of members.
#[derive(Debug, Template)]
#[template(path = "roster.html", config = "templates/askama.toml")]
struct List<'a> {
    /// In which language.
    lang: Lang,
    /// How many there are.
    heading: String,
    /// Whether a passphrase is needed to come in.
    locked: bool,
    /// What the room is about.
    topic: Option<&'a str>,
    /// The first of them.
    members: Vec<Listed<'a>>,
    /// That there are more of them.
    more: Option<String>,
}

/// A member in the list.
#[derive(Debug)]
struct Listed<'a> {
    /// What the member is called.
    nick: &'a str,
    /// How the member stands.
    standing: String,
}

impl Render for Words {
    fn event(&self, form: Form, event: &Event) -> Bytes {
        match form {
            Form::Html(lang) => self.html(lang, event),
            Form::Json => api::line(event),
        }
    }

    fn roster(&self, form: Form, roster: &Roster) -> Bytes {
        match form {
            Form::Html(lang) => list(lang, roster),
            Form::Json => api::roster(roster),
        }
    }

    fn news(&self, form: Form) -> Bytes {
        match form {
            Form::Html(lang) => render(&News {
                text: lang.text("news"),
            }),
            Form::Json => Bytes::new(),
        }
    }
}

impl Words {
    /// An event as a line of the transcript; messages read the same in every language.
    fn html(self, lang: Lang, event: &Event) -> Bytes {
        let at = event.at.clock();
        let lull = lull(event.after);
        match &event.kind {
            EventKind::Said { nick, text } => render(&Line {
                lull,
                at,
                nick: nick.as_str(),
                text: self.markup.to_html(text.as_str()),
            }),
            EventKind::Acted { nick, text } => render(&Act {
                lull,
                at,
                nick: nick.as_str(),
                text: self.markup.to_html(text.as_str()),
            }),
            EventKind::Whispered { from, to, text } => render(&Whisper {
                at,
                from: from.as_str(),
                to: to.as_str(),
                arrow: if lang.is_right_to_left() {
                    '←'
                } else {
                    '→'
                },
                whispers: lang.text("whispers"),
                text: self.markup.to_html(text.as_str()),
            }),
            EventKind::Answer(answer) => render(&AnswerLines {
                text: lang.answer(answer),
                aside: lang.only_you(),
            }),
            other => match lang.notice(other) {
                Some(text) => render(&Note { at, text }),
                None => Bytes::new(),
            },
        }
    }
}

/// How long nothing was said before a message, if it is worth telling. The symbols of the units are the
/// same in most languages (International System of Units, table 8).
fn lull(after: Duration) -> Option<String> {
    let minutes = after.as_secs() / 60;
    match minutes {
        _ if after < LULL => None,
        ..60 => Some(format!("+{minutes} min")),
        60..1440 => Some(format!("+{} h", minutes / 60)),
        _ => Some(format!("+{} d", minutes / 1440)),
    }
}

/// In how much time the room closes, for somebody who comes in at this moment.
#[must_use]
pub fn closing(form: Form, now: Stamp, left: TimeLeft) -> Bytes {
    match form {
        Form::Html(lang) => render(&Note {
            at: now.clock(),
            text: lang.closing(left),
        }),
        Form::Json => api::closing(now, left),
    }
}

/// Who is in a room, as its members see it beside the transcript.
fn list(lang: Lang, roster: &Roster) -> Bytes {
    let named = roster.members.iter();
    let more = u64::try_from(roster.more).unwrap_or(u64::MAX);
    render(&List {
        lang,
        heading: lang.heading(roster),
        locked: roster.is_locked,
        topic: roster.topic.as_ref().map(MessageText::as_str),
        members: named
            .map(|entry| Listed {
                nick: entry.nick.as_str(),
                standing: lang.standing(entry),
            })
            .collect(),
        more: (more > 0).then(|| lang.text_with("and-more", &[("count", Arg::Number(more))])),
    })
}

#[cfg(test)]
mod tests;
