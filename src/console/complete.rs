//! What the Tab key completes: commands, the nicks of those who are in the lobby, and the names of services.

use std::sync::Arc;

use rustyline::{
    Context, Helper, Result, completion::Completer, highlight::Highlighter, hint::Hinter,
    validate::Validator,
};

use super::line::{OTHERS, SERVICE, USAGES};
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
        let nicks = || self.host.nicks(self.service.as_ref());
        let services = || self.host.names().map(ToString::to_string).collect();
        Ok(candidates(typed, nicks, services))
    }
}

impl Helper for Typing {}

impl Hinter for Typing {
    type Hint = String;
}

impl Highlighter for Typing {}

impl Validator for Typing {}

/// How the last word of what is typed may go on, and where it begins.
fn candidates(
    typed: &str,
    nicks: impl Fn() -> Vec<String>,
    services: impl Fn() -> Vec<String>,
) -> (usize, Vec<String>) {
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
            let all = match USAGES.iter().find(is_it) {
                Some(_) => nicks(),
                None if command == SERVICE => services(),
                None => Vec::new(),
            };
            all.into_iter().filter(|one| fits(one)).collect()
        }
        _ => Vec::new(),
    };
    (begins, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Commands, nicks and services are completed where one can stand, whatever their letters.
    #[test]
    fn words_are_completed() {
        let nicks = || {
            vec![
                "Fox-ab12".to_owned(),
                "Foxglove".to_owned(),
                "Зоя".to_owned(),
            ]
        };
        let services = || vec!["day".to_owned(), "night".to_owned()];
        let complete = |typed| candidates(typed, nicks, services);
        assert_eq!(complete("/ki"), (0, vec!["/kick ".to_owned()]));
        assert_eq!(complete("/kick fox-"), (6, vec!["Fox-ab12".to_owned()]));
        assert_eq!(complete("/ban з").1, ["Зоя"]);
        assert_eq!(complete("/kick ").1.len(), 3);
        assert_eq!(complete("/service n"), (9, vec!["night".to_owned()]));
        for nothing in ["", "k", "/say fo", "/kick Fox-ab12 fo", "/zz"] {
            assert_eq!(complete(nothing).1, Vec::<String>::new(), "{nothing}");
        }
    }
}
