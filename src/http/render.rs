//! Puts what happened in a room into words: HTML for people, JSON for programs.

use askama::Template;
use bytes::Bytes;

use super::{
    api,
    markup::Markup,
    page::{Line, render},
};
use crate::{
    chat::{Event, EventKind, MessageText, Roster, Seq, words},
    hub::{Form, Render},
};

/// The room's words.
#[derive(Debug, Clone, Copy, Default)]
pub struct Words {
    /// What of a text is more than text.
    pub markup: Markup,
}

/// What a member does, in the transcript.
#[derive(Debug, Template)]
#[template(path = "act.html", config = "templates/askama.toml")]
struct Act<'a> {
    /// The message's number.
    seq: Seq,
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
}

/// Messages that nobody shall see any more.
#[derive(Debug, Template)]
#[template(path = "erased.html", config = "templates/askama.toml")]
struct Erasure<'a> {
    /// Their numbers.
    seqs: &'a [Seq],
}

/// The list of members.
#[derive(Debug, Template)]
#[template(path = "roster.html", config = "templates/askama.toml")]
struct List<'a> {
    /// How many there are.
    heading: String,
    /// Whether a passphrase is needed to come in.
    locked: bool,
    /// What the room is about.
    topic: Option<&'a str>,
    /// The first of them.
    members: Vec<Listed<'a>>,
    /// How many are not named.
    more: usize,
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
            Form::Html => self.html(event),
            Form::Json => api::line(event),
        }
    }

    fn roster(&self, form: Form, roster: &Roster) -> Bytes {
        match form {
            Form::Html => list(roster),
            Form::Json => api::roster(roster),
        }
    }
}

impl Words {
    /// An event as a line of the transcript.
    fn html(self, event: &Event) -> Bytes {
        let at = event.at.clock();
        match &event.kind {
            EventKind::Said { nick, text } => render(&Line {
                seq: event.seq,
                at,
                nick: nick.as_str(),
                text: self.markup.to_html(text.as_str()),
            }),
            EventKind::Acted { nick, text } => render(&Act {
                seq: event.seq,
                at,
                nick: nick.as_str(),
                text: self.markup.to_html(text.as_str()),
            }),
            EventKind::Whispered { from, to, text } => render(&Whisper {
                at,
                from: from.as_str(),
                to: to.as_str(),
                text: self.markup.to_html(text.as_str()),
            }),
            EventKind::Erased(seqs) => render(&Erasure { seqs }),
            EventKind::Answer(answer) => render(&AnswerLines {
                text: words::answer(answer),
            }),
            other => match words::notice(other) {
                Some(text) => render(&Note { at, text }),
                None => Bytes::new(),
            },
        }
    }
}

/// Who is in a room, as its members see it beside the transcript.
fn list(roster: &Roster) -> Bytes {
    let named = roster.members.iter();
    render(&List {
        heading: words::heading(roster),
        locked: roster.is_locked,
        topic: roster.topic.as_ref().map(MessageText::as_str),
        members: named
            .map(|entry| Listed {
                nick: entry.nick.as_str(),
                standing: words::standing(entry),
            })
            .collect(),
        more: roster.more,
    })
}

#[cfg(test)]
mod tests;
