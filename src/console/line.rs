//! What the lines mean that are typed at the console.

use crate::{
    guests::{GuestName, NameError},
    host::{Host, Order, Target},
    service::ServiceName,
};

/// A command of the console.
pub(super) struct Usage {
    /// How it is called.
    pub(super) name: &'static str,
    /// What follows.
    pub(super) arguments: &'static str,
    /// What it does.
    what: &'static str,
    /// What it means, with what followed it.
    means: fn(Arguments<'_>) -> Result<Order, Misread>,
    /// Whether a nick follows.
    pub(super) takes_nick: bool,
}

/// The commands, in the order in which the help shows them.
pub(super) const USAGES: [Usage; 13] = [
    Usage::new("/who", "", "who is in the lobby", |typed| {
        typed.nothing()?;
        Ok(Order::Who(typed.at))
    }),
    Usage::new("/rooms", "", "the rooms, and how many in each", |typed| {
        typed.nothing()?;
        let service = typed.at.service;
        Ok(Order::Rooms { service })
    }),
    Usage::nick("/kick", "NICK [REASON]", "remove somebody", |typed| {
        let (nick, reason) = typed.word()?;
        let reason = (!reason.is_empty()).then_some(reason);
        let at = typed.at;
        Ok(Order::Kick { at, nick, reason })
    }),
    Usage::nick("/ban", "NICK", "remove somebody for good", |typed| {
        let nick = typed.only_word()?;
        Ok(Order::Ban { at: typed.at, nick })
    }),
    Usage::nick("/op", "NICK", "let somebody moderate", |typed| {
        let nick = typed.only_word()?;
        Ok(Order::Op { at: typed.at, nick })
    }),
    Usage::new("/topic", "TEXT", "set what the lobby is about", |typed| {
        let text = typed.text()?;
        Ok(Order::Topic { at: typed.at, text })
    }),
    Usage::new("/say", "TEXT", "tell everybody, in all rooms", |typed| {
        let text = typed.text()?;
        Ok(Order::Say { at: typed.at, text })
    }),
    Usage::new("/invite", "NAME", "make a key for a guest", |typed| {
        let name = typed.guest()?;
        let service = typed.at.service;
        Ok(Order::Invite { service, name })
    }),
    Usage::new("/guests", "", "list the guests", |typed| {
        typed.nothing()?;
        let service = typed.at.service;
        Ok(Order::Guests { service })
    }),
    Usage::new("/revoke", "NAME", "take a guest's key back", |typed| {
        let name = typed.guest()?;
        let service = typed.at.service;
        Ok(Order::Revoke { service, name })
    }),
    Usage::new("/address", "", "show the address again", |typed| {
        typed.nothing()?;
        Ok(Order::Address { service: None })
    }),
    Usage::new("/status", "", "how everything is", |typed| {
        typed.nothing()?;
        Ok(Order::Status)
    }),
    Usage::new("/stop", "", "close the room", |typed| {
        typed.nothing()?;
        Ok(Order::Stop)
    }),
];

/// The command that chooses which of several services the next lines are about.
pub(super) const SERVICE: &str = "/service";

/// The names of the commands that lead to no order.
pub(super) const OTHERS: [&str; 2] = ["/help", SERVICE];

/// How alike a word must be to a command so that it may have been meant.
const ALIKE: f64 = 0.7;

impl Usage {
    /// A command.
    const fn new(
        name: &'static str,
        arguments: &'static str,
        what: &'static str,
        means: fn(Arguments<'_>) -> Result<Order, Misread>,
    ) -> Self {
        Self {
            name,
            arguments,
            what,
            means,
            takes_nick: false,
        }
    }

    /// A command that is about somebody.
    const fn nick(
        name: &'static str,
        arguments: &'static str,
        what: &'static str,
        means: fn(Arguments<'_>) -> Result<Order, Misread>,
    ) -> Self {
        Self {
            takes_nick: true,
            ..Self::new(name, arguments, what, means)
        }
    }

    /// How it is written.
    fn written(&self) -> String {
        format!("{} {}", self.name, self.arguments)
            .trim_end()
            .to_owned()
    }
}

/// What followed a command.
pub(super) struct Arguments<'t> {
    /// In which service and room.
    at: Target,
    /// The rest.
    rest: &'t str,
}

/// Why what followed a command means nothing.
pub(super) enum Misread {
    /// There is too much of it, or too little.
    Form,
    /// Nobody can be called so.
    Name(NameError),
}

impl Arguments<'_> {
    /// Nothing more.
    fn nothing(&self) -> Result<(), Misread> {
        self.rest.is_empty().then_some(()).ok_or(Misread::Form)
    }

    /// A text, which must be there.
    fn text(&self) -> Result<String, Misread> {
        let text = (!self.rest.is_empty()).then(|| self.rest.to_owned());
        text.ok_or(Misread::Form)
    }

    /// A word, and what follows it.
    fn word(&self) -> Result<(String, String), Misread> {
        let (word, rest) = split(self.rest);
        let both = (!word.is_empty()).then(|| (word.to_owned(), rest.to_owned()));
        both.ok_or(Misread::Form)
    }

    /// A word and nothing more.
    fn only_word(&self) -> Result<String, Misread> {
        let (word, rest) = self.word()?;
        rest.is_empty().then_some(word).ok_or(Misread::Form)
    }

    /// What the host calls a guest.
    fn guest(&self) -> Result<GuestName, Misread> {
        self.only_word()?.parse().map_err(Misread::Name)
    }
}

/// What a line means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// Nothing.
    Nothing,
    /// Something that is answered with these words.
    Words(String),
    /// An order.
    Order(Order),
}

/// Reads lines.
#[derive(Debug, Default)]
pub(super) struct Console {
    /// Which of several services the lines are about.
    service: Option<ServiceName>,
}

impl Console {
    /// The service that was chosen.
    pub(super) fn service(&self) -> Option<&ServiceName> {
        self.service.as_ref()
    }

    /// Reads a line.
    pub(super) fn read(&mut self, line: &str, host: &Host) -> Typed {
        let (word, rest) = split(line.trim());
        match word {
            "" => Typed::Nothing,
            "/help" => Typed::Words(help(host)),
            SERVICE => self.choose(rest, host),
            word if !word.starts_with('/') => Typed::Words(
                "Commands begin with a slash. To say something to everybody: /say TEXT".to_owned(),
            ),
            word => match USAGES.iter().find(|usage| usage.name == word) {
                Some(usage) => self.order(usage, rest),
                None => Typed::Words(unknown(word)),
            },
        }
    }

    /// What a command means with what follows it: first, perhaps, a room.
    fn order(&self, usage: &Usage, rest: &str) -> Typed {
        let service = self.service.clone();
        let (room, rest) = match split(rest) {
            (room, after) if room.starts_with('#') => (Some(room[1..].to_owned()), after),
            _ => (None, rest),
        };
        let at = Target { service, room };
        match (usage.means)(Arguments { at, rest }) {
            Ok(order) => Typed::Order(order),
            Err(Misread::Form) => Typed::Words(format!("It is written: {}", usage.written())),
            Err(Misread::Name(why)) => {
                Typed::Words(format!("There can be no guest of that name: {why}."))
            }
        }
    }

    /// Chooses which service the next lines are about.
    fn choose(&mut self, name: &str, host: &Host) -> Typed {
        let chosen = host.names().find(|known| known.as_str() == name);
        if let Some(chosen) = chosen {
            self.service = Some(chosen.clone());
            return Typed::Words(format!("What you type is about {name} now."));
        }
        let names: Vec<String> = host.names().map(ToString::to_string).collect();
        Typed::Words(format!(
            "It is written: /service NAME, with one of: {}",
            names.join(", ")
        ))
    }
}

/// All commands.
fn help(host: &Host) -> String {
    let mut lines: Vec<String> = USAGES
        .iter()
        .map(|usage| format!("{}: {}", usage.written(), usage.what))
        .collect();
    if host.names().nth(1).is_some() {
        lines.push("/service NAME: choose a room".to_owned());
    }
    lines.push("For another room, its number first:".to_owned());
    lines.push("  /kick #3 NICK, /say #3 TEXT".to_owned());
    lines.push("Ctrl-D closes this console only.".to_owned());
    lines.join("\n")
}

/// What is said to a command that there is not.
fn unknown(word: &str) -> String {
    let names = USAGES.iter().map(|usage| usage.name).chain(OTHERS);
    let alike = |name: &'static str| (strsim::jaro_winkler(word, name), name);
    let nearest = names
        .map(alike)
        .max_by(|one, other| one.0.total_cmp(&other.0));
    match nearest {
        Some((alike, name)) if alike > ALIKE => {
            format!("There is no such command. Did you mean {name}?")
        }
        _ => "There is no such command. What there is: /help".to_owned(),
    }
}

/// The first word of a line, and what follows it.
pub(super) fn split(line: &str) -> (&str, &str) {
    match line.split_once(char::is_whitespace) {
        Some((word, rest)) => (word, rest.trim()),
        None => (line, ""),
    }
}
