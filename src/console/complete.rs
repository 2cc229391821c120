//! What the Tab key completes: commands, and the nicks of those who are in the lobby.

use std::sync::Arc;

use rustyline::{
    Context, Helper, Result, completion::Completer, highlight::Highlighter, hint::Hinter,
    validate::Validator,
};

use super::line::{OTHERS, USAGES};
use crate::{host::Host, service::ServiceName};

/// Helps whoever types.
pub(super) struct Typing {
    /// Knows who is there.
    pub(super) host: Arc<Host>,
    /// The service that the host has chosen, where there are several.
    pub(super) service: Option<ServiceName>,
}

impl Completer for Typing {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> Result<(usize, Vec<String>)> {
        let typed = line.get(..at).unwrap_or_default();
        Ok(candidates(typed, || self.host.nicks(self.service.as_ref())))
    }
}

impl Helper for Typing {}

impl Hinter for Typing {
    type Hint = String;
}

impl Highlighter for Typing {}

impl Validator for Typing {}

/// How the last word of what is typed may go on, and where it begins.
fn candidates(typed: &str, nicks: impl Fn() -> Vec<String>) -> (usize, Vec<String>) {
    let begins = typed
        .rfind(char::is_whitespace)
        .map_or(0, |space| space + 1);
    let (before, word) = typed.split_at(begins);
    let mut before = before.split_whitespace();
    let lower = word.to_lowercase();
    let fits = |whole: &str| whole.to_lowercase().starts_with(&lower);
    let found = match before.next() {
        None if word.starts_with('/') => {
            let names = USAGES.iter().map(|usage| usage.name).chain(OTHERS);
            names
                .filter(|name| fits(name))
                .map(|name| format!("{name} "))
                .collect()
        }
        Some(command) if before.next().is_none() => {
            let is_it = |usage: &&super::line::Usage| usage.name == command && usage.takes_nick;
            match USAGES.iter().find(is_it) {
                Some(_) => nicks().into_iter().filter(|nick| fits(nick)).collect(),
                None => Vec::new(),
            }
        }
        _ => Vec::new(),
    };
    (begins, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Commands and nicks are completed where one can stand, whatever their letters.
    #[test]
    fn words_are_completed() {
        let nicks = || {
            vec![
                "Fox-ab12".to_owned(),
                "Foxglove".to_owned(),
                "Зоя".to_owned(),
            ]
        };
        let complete = |typed| candidates(typed, nicks);
        assert_eq!(complete("/ki"), (0, vec!["/kick ".to_owned()]));
        assert_eq!(complete("/kick fox-"), (6, vec!["Fox-ab12".to_owned()]));
        assert_eq!(complete("/ban з").1, ["Зоя"]);
        assert_eq!(complete("/kick ").1.len(), 3);
        for nothing in ["", "k", "/say fo", "/kick Fox-ab12 fo", "/zz"] {
            assert_eq!(complete(nothing).1, Vec::<String>::new(), "{nothing}");
        }
    }
}
