//! How each command is written, and what it does: the one table that the parser, `/help` and the
//! refusals share.

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
    /// What it does.
    pub what: &'static str,
}

/// An entry of [`USAGES`].
const fn usage(
    verb: Verb,
    name: &'static str,
    aliases: &'static [&'static str],
    arguments: &'static str,
    what: &'static str,
) -> Usage {
    Usage {
        verb,
        name,
        aliases,
        arguments,
        what,
    }
}

/// All commands, in the order in which `/help` shows them.
pub const USAGES: [Usage; 23] = [
    usage(
        Verb::Help,
        "help",
        &[],
        "[COMMAND]",
        "show the commands, or one of them",
    ),
    usage(Verb::Nick, "nick", &[], "NAME", "change your name"),
    usage(Verb::Me, "me", &[], "ACTION", "say what you do"),
    usage(Verb::Who, "who", &[], "", "show who is here"),
    usage(
        Verb::Whisper,
        "whisper",
        &["w", "msg", "purr"],
        "NICK TEXT",
        "say something to one person only",
    ),
    usage(
        Verb::Reply,
        "reply",
        &[],
        "TEXT",
        "whisper to who last whispered to you",
    ),
    usage(
        Verb::Create,
        "create",
        &[],
        "NAME [PASSPHRASE]",
        "make a room of your own and go there",
    ),
    usage(Verb::Join, "join", &[], "CODE [PASSPHRASE]", "go to a room"),
    usage(Verb::Leave, "leave", &[], "", "go back to the lobby"),
    usage(Verb::Exit, "exit", &[], "", "say goodbye and leave"),
    usage(
        Verb::Topic,
        "topic",
        &[],
        "[TEXT]",
        "show or set what the room is about",
    ),
    usage(
        Verb::Ignore,
        "ignore",
        &[],
        "NICK",
        "see nothing more of somebody",
    ),
    usage(
        Verb::Unignore,
        "unignore",
        &[],
        "NICK",
        "see somebody again",
    ),
    usage(
        Verb::Delete,
        "delete",
        &[],
        "[NICK [all]]",
        "take back your last message; operators: somebody's last one, or all",
    ),
    usage(Verb::Kick, "kick", &[], "NICK [REASON]", "remove somebody"),
    usage(Verb::Ban, "ban", &[], "NICK", "remove somebody for good"),
    usage(Verb::Mute, "mute", &[], "NICK", "let somebody only read"),
    usage(
        Verb::Unmute,
        "unmute",
        &[],
        "NICK",
        "let somebody write again",
    ),
    usage(
        Verb::Lock,
        "lock",
        &[],
        "PASSPHRASE",
        "let in only who knows it",
    ),
    usage(
        Verb::Unlock,
        "unlock",
        &[],
        "",
        "let in everybody who has the code",
    ),
    usage(
        Verb::Stop,
        "stop",
        &[],
        "",
        "erase everything said here and remove everybody",
    ),
    usage(
        Verb::Op,
        "op",
        &[],
        "TOKEN",
        "become operator everywhere, for the host",
    ),
    // It says how to begin a text with a slash, and is no command of its own.
    usage(
        Verb::Slash,
        "/",
        &[],
        "TEXT",
        "say a text that begins with a slash",
    ),
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
