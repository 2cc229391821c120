//! What a line is, before anybody looks what it asks for.

/// What begins a command: also the wide slash, which is what keyboards for Chinese and Japanese type.
const SLASHES: [char; 2] = ['/', '\u{ff0f}'];

/// What a line is, before anybody looks whether there is such a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape<'t> {
    /// A command: its word, and what follows it.
    Command(&'t str, &'t str),
    /// A text: where two slashes began it, it has one left.
    Text(&'t str),
}

impl<'t> Shape<'t> {
    /// Looks at a line from which [`clean`](crate::chat::text::clean) has taken what nobody sees: a slash behind that begins a command.
    #[must_use]
    pub fn of(clean: &'t str) -> Self {
        match clean.strip_prefix(SLASHES) {
            None => Self::Text(clean),
            Some(rest) if rest.starts_with(SLASHES) => Self::Text(rest),
            Some(rest) => {
                let (word, rest) = split(rest);
                Self::Command(word, rest)
            }
        }
    }
}

/// The first word of a line, and what follows it.
pub(super) fn split(line: &str) -> (&str, &str) {
    match line.split_once(char::is_whitespace) {
        Some((word, rest)) => (word, rest.trim()),
        None => (line, ""),
    }
}
