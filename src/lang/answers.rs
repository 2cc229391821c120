//! What a command answers: seen only by whoever gave it.

use super::{
    Arg, Lang,
    sentences::{count, name, written},
};
use crate::chat::{
    Answer, Place, RoomCode, Roster,
    command::usage::{USAGES, Usage, Verb},
};

impl Lang {
    /// The answer to a command, in lines.
    #[must_use]
    pub fn answer(self, answer: &Answer) -> String {
        match answer {
            Answer::Help(None) => self.help(),
            Answer::Help(Some(usage)) => self.one_help(usage),
            Answer::Who(roster) => self.who(roster),
            Answer::Topic(None) => self.text("topic-none"),
            Answer::Topic(Some(topic)) => self.text_with("topic-is", &[("topic", written(topic))]),
            Answer::Created(code) => self.created(code),
            Answer::Ignoring(nick) => self.text_with("ignoring", &[("nick", name(nick))]),
            Answer::Seeing(nick) => self.text_with("seeing", &[("nick", name(nick))]),
            Answer::Host => self.text("you-are-host"),
        }
    }

    /// What a command does.
    #[must_use]
    pub fn what(self, usage: &Usage) -> String {
        match usage.verb {
            // A key is made of letters, digits and dashes.
            Verb::Slash => self.text("command-slash"),
            _ => self.text(&format!("command-{}", usage.name)),
        }
    }

    /// All commands.
    fn help(self) -> String {
        let lines = USAGES.iter().map(|usage| self.help_line(usage));
        let lines: Vec<String> = [self.text("help-heading")]
            .into_iter()
            .chain(lines)
            .collect();
        lines.join("\n")
    }

    /// One command among all.
    fn help_line(self, usage: &Usage) -> String {
        let (usage, what) = (usage.written(), self.what(usage));
        self.text_with(
            "help-line",
            &[("usage", Arg::Foreign(&usage)), ("what", Arg::Own(&what))],
        )
    }

    /// One command alone, with its other names.
    fn one_help(self, usage: &Usage) -> String {
        if usage.aliases.is_empty() {
            return self.help_line(usage);
        }
        let aliases = format!("/{}", usage.aliases.join(", /"));
        let (usage, what) = (usage.written(), self.what(usage));
        self.text_with(
            "help-line-aliases",
            &[
                ("usage", Arg::Foreign(&usage)),
                ("what", Arg::Own(&what)),
                ("aliases", Arg::Foreign(&aliases)),
            ],
        )
    }

    /// Who is here.
    fn who(self, roster: &Roster) -> String {
        let mut lines = vec![self.heading(roster)];
        lines.extend(roster.members.iter().map(|entry| {
            let standing = self.standing(entry);
            if standing.is_empty() {
                self.isolated(entry.nick.as_str())
            } else {
                let standing = ("standing", Arg::Own(&standing));
                self.text_with("who-standing", &[("nick", name(&entry.nick)), standing])
            }
        }));
        if roster.more > 0 {
            lines.push(self.text_with("and-more", &[("count", count(roster.more))]));
        }
        lines.join("\n")
    }

    /// That a room was made, and how others come in.
    fn created(self, code: &RoomCode) -> String {
        // Whole, so that nothing comes between their parts: they are there to be copied.
        let (join, path) = (
            format!("/join {}", code.reveal()),
            Place::Room(code.clone()).path(),
        );
        self.text_with(
            "room-created",
            &[
                ("code", Arg::Foreign(code.reveal())),
                ("join", Arg::Foreign(&join)),
                ("path", Arg::Foreign(&path)),
            ],
        )
    }
}
