//! How each command is written, and what it does: the one table that the parser, `/help` and the
//! refusals share.

/// How a command is written.
#[derive(Debug, PartialEq, Eq)]
pub struct Usage {
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
    name: &'static str,
    aliases: &'static [&'static str],
    arguments: &'static str,
    what: &'static str,
) -> Usage {
    Usage {
        name,
        aliases,
        arguments,
        what,
    }
}

/// All commands, in the order in which `/help` shows them.
pub const USAGES: [Usage; 23] = [
    usage(
        "help",
        &[],
        "[COMMAND]",
        "show the commands, or one of them",
    ),
    usage("nick", &[], "NAME", "change your name"),
    usage("me", &[], "ACTION", "say what you do"),
    usage("who", &[], "", "show who is here"),
    usage(
        "whisper",
        &["w", "msg", "purr"],
        "NICK TEXT",
        "say something to one person only",
    ),
    usage("reply", &[], "TEXT", "whisper to who last whispered to you"),
    usage(
        "create",
        &[],
        "NAME [PASSPHRASE]",
        "make a room of your own and go there",
    ),
    usage("join", &[], "CODE [PASSPHRASE]", "go to a room"),
    usage("leave", &[], "", "go back to the lobby"),
    usage("exit", &[], "", "say goodbye and leave"),
    usage("topic", &[], "[TEXT]", "show or set what the room is about"),
    usage("ignore", &[], "NICK", "see nothing more of somebody"),
    usage("unignore", &[], "NICK", "see somebody again"),
    usage(
        "delete",
        &[],
        "[NICK [all]]",
        "take back your last message; operators: somebody's last one, or all",
    ),
    usage("kick", &[], "NICK [REASON]", "remove somebody"),
    usage("ban", &[], "NICK", "remove somebody for good"),
    usage("mute", &[], "NICK", "let somebody only read"),
    usage("unmute", &[], "NICK", "let somebody write again"),
    usage("lock", &[], "PASSPHRASE", "let in only who knows it"),
    usage("unlock", &[], "", "let in everybody who has the code"),
    usage(
        "stop",
        &[],
        "",
        "erase everything said here and remove everybody",
    ),
    usage(
        "op",
        &[],
        "TOKEN",
        "become operator everywhere, for the host",
    ),
    // It says how to begin a text with a slash, and is no command of its own.
    usage("/", &[], "TEXT", "say a text that begins with a slash"),
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
        let space = match (self.arguments, self.name) {
            ("", _) | (_, "/") => "",
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
