//! How each command is written: the one table that the parser, `/help` and the refusals share. What each
//! does is told by the catalogue of each language.

/// The commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Show the commands.
    Help,
    /// Change one's nick.
    Nick,
    /// Say what one does.
    Me,
    /// Show who is here.
    Who,
    /// Say something to one person.
    Whisper,
    /// Answer a whisper.
    Reply,
    /// Make a room.
    Create,
    /// Go to a room.
    Join,
    /// Go back to the lobby.
    Leave,
    /// Say goodbye.
    Exit,
    /// Show or set the topic.
    Topic,
    /// See nothing more of somebody.
    Ignore,
    /// See somebody again.
    Unignore,
    /// Take messages back.
    Delete,
    /// Remove somebody.
    Kick,
    /// Remove somebody for good.
    Ban,
    /// Let somebody only read.
    Mute,
    /// Let somebody write again.
    Unmute,
    /// Ask for a passphrase.
    Lock,
    /// Ask for none.
    Unlock,
    /// Erase everything.
    Stop,
    /// Become operator everywhere.
    Op,
    /// No command: how a text begins with a slash.
    Slash,
}

/// How a command is written.
#[derive(Debug, PartialEq, Eq)]
pub struct Usage {
    /// Which it is.
    pub verb: Verb,
    /// Its name, without the slash.
    pub name: &'static str,
    /// Its other names.
    pub aliases: &'static [&'static str],
    /// What follows the name: capitals stand for what is typed, brackets for what may be left out.
    pub arguments: &'static str,
}

/// An entry of [`USAGES`].
const fn usage(
    verb: Verb,
    name: &'static str,
    aliases: &'static [&'static str],
    arguments: &'static str,
) -> Usage {
    Usage {
        verb,
        name,
        aliases,
        arguments,
    }
}

/// All commands, in the order in which `/help` shows them.
pub const USAGES: [Usage; 23] = [
    usage(Verb::Help, "help", &[], "[COMMAND]"),
    usage(Verb::Nick, "nick", &[], "NAME"),
    usage(Verb::Me, "me", &[], "ACTION"),
    usage(Verb::Who, "who", &[], ""),
    usage(Verb::Whisper, "whisper", &["w", "msg", "purr"], "NICK TEXT"),
    usage(Verb::Reply, "reply", &[], "TEXT"),
    usage(Verb::Create, "create", &[], "NAME [PASSPHRASE]"),
    usage(Verb::Join, "join", &[], "CODE [PASSPHRASE]"),
    usage(Verb::Leave, "leave", &[], ""),
    usage(Verb::Exit, "exit", &[], ""),
    usage(Verb::Topic, "topic", &[], "[TEXT]"),
    usage(Verb::Ignore, "ignore", &[], "NICK"),
    usage(Verb::Unignore, "unignore", &[], "NICK"),
    usage(Verb::Delete, "delete", &[], "[NICK [all]]"),
    usage(Verb::Kick, "kick", &[], "NICK [REASON]"),
    usage(Verb::Ban, "ban", &[], "NICK"),
    usage(Verb::Mute, "mute", &[], "NICK"),
    usage(Verb::Unmute, "unmute", &[], "NICK"),
    usage(Verb::Lock, "lock", &[], "PASSPHRASE"),
    usage(Verb::Unlock, "unlock", &[], ""),
    usage(Verb::Stop, "stop", &[], ""),
    usage(Verb::Op, "op", &[], "TOKEN"),
    // It says how to begin a text with a slash, and is no command of its own.
    usage(Verb::Slash, "/", &[], "TEXT"),
];

impl Usage {
    /// The usage of this command, by its name or another one, in any letters.
    #[must_use]
    pub fn of(typed: &str) -> Option<&'static Self> {
        let typed = match typed.strip_prefix('/') {
            None | Some("") => typed,
            Some(name) => name,
        };
        let is = |name: &str| name.eq_ignore_ascii_case(typed);
        USAGES
            .iter()
            .find(|usage| is(usage.name) || usage.aliases.iter().any(|alias| is(alias)))
    }

    /// The command that was most likely meant: one that begins so, or else the one with the fewest
    /// letters to change. Where nothing was typed yet, help.
    ///
    /// # Panics
    /// Never: there are commands.
    #[must_use]
    pub fn nearest(typed: &str) -> &'static Self {
        let typed = typed.to_lowercase();
        let names = |usage: &'static Self| std::iter::once(&usage.name).chain(usage.aliases);
        let distance = |usage: &'static Self| {
            names(usage)
                .map(|name| {
                    if name.starts_with(&typed) {
                        0
                    } else {
                        1 + strsim::damerau_levenshtein(name, &typed)
                    }
                })
                .min()
        };
        // The first of the nearest: help comes before all others.
        USAGES
            .iter()
            .min_by_key(|usage| distance(usage))
            .expect("there are commands")
    }

    /// How it is written: `/kick NICK [REASON]`.
    #[must_use]
    pub fn written(&self) -> String {
        let space = match (self.arguments, self.verb) {
            ("", _) | (_, Verb::Slash) => "",
            _ => " ",
        };
        format!("/{}{space}{}", self.name, self.arguments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A command is found by each of its names, and what is near to one names it.
    #[test]
    fn commands_are_found_and_guessed() {
        for (typed, name) in [
            ("whisper", "whisper"),
            ("W", "whisper"),
            ("/purr", "whisper"),
            ("msg", "whisper"),
            ("Help", "help"),
            ("/", "/"),
        ] {
            assert_eq!(Usage::of(typed).unwrap().name, name);
        }
        assert!(Usage::of("hel").is_none() && Usage::of("").is_none());
        for (typed, name) in [
            ("whis", "whisper"),
            ("knick", "nick"),
            ("craete", "create"),
            ("kcik", "kick"),
            ("pur", "whisper"),
            ("unm", "unmute"),
            ("HEL", "help"),
        ] {
            assert_eq!(Usage::nearest(typed).name, name, "{typed}");
        }
    }

    /// Every command is written as the help says.
    #[test]
    fn usages_are_written_out() {
        let written: Vec<String> = USAGES.iter().map(Usage::written).collect();
        assert!(written.contains(&"/kick NICK [REASON]".to_owned()));
        assert!(written.contains(&"//TEXT".to_owned()) && written.contains(&"/who".to_owned()));
    }
}
