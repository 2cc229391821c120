//! Tickets: what stands in the addresses of a page's frames, `/w/TICKET/...`.
//!
//! They hold the session, so that a browser that keeps no cookies can talk as well; how the reader likes
//! to see the room; and the number of the window. The addresses of frames are not shown, and no page tells
//! another site from where somebody came. Without cookies, whole pages have a ticket as well, and those
//! addresses are shown: whoever has one is that visitor.

use std::fmt;

use super::{markup::TICKETS as PREFIX, view::View};
use crate::{hub::windows::WindowId, session::SessionToken};

/// What stands in the addresses of a page's frames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Who.
    pub session: SessionToken,
    /// How they like to see the room.
    pub view: View,
    /// In which window; none in the address of a whole page.
    pub window: Option<WindowId>,
}

impl Ticket {
    /// Splits a path into its ticket and the rest, as it would be without one; nothing where the path
    /// has no ticket.
    ///
    /// # Errors
    /// Where what should be a ticket is none.
    pub fn split(path: &str) -> Option<Result<(Self, &str), NoTicket>> {
        let rest = path.strip_prefix(PREFIX)?;
        let at = rest.find('/').unwrap_or(rest.len());
        let (ticket, rest) = rest.split_at(at);
        Some(
            Self::parse(ticket)
                .map(|ticket| (ticket, rest))
                .ok_or(NoTicket),
        )
    }

    /// Reads a ticket: session, view and window, with dashes between them.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let session = SessionToken::parse(parts.next()?)?;
        let view = View::parse(parts.next()?)?;
        let window = match parts.next() {
            None => None,
            Some(window) => Some(WindowId::parse(window)?),
        };
        parts.next().is_none().then_some(Self {
            session,
            view,
            window,
        })
    }

    /// Where the paths with this ticket begin.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{PREFIX}{self}")
    }
}

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.session.reveal(), self.view)?;
        match self.window {
            None => Ok(()),
            Some(window) => write!(f, "-{window}"),
        }
    }
}

/// What should be a ticket is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoTicket;

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    /// A path with a ticket is split into both; one without has none; what is no ticket is refused.
    #[test]
    fn paths_are_split() {
        let mut rng = StdRng::seed_from_u64(1);
        let ticket = Ticket {
            session: SessionToken::random(&mut rng),
            view: View::default(),
            window: WindowId::parse("0123456789abcdef"),
        };
        for ticket in [
            ticket.clone(),
            Ticket {
                window: None,
                ..ticket.clone()
            },
        ] {
            for rest in ["", "/", "/a", "/r/x/live"] {
                let path = format!("{}{rest}", ticket.path());
                assert_eq!(Ticket::split(&path), Some(Ok((ticket.clone(), rest))));
            }
        }
        for path in ["/", "/a", "/w", "/messages", "w/"] {
            assert_eq!(Ticket::split(path), None, "{path}");
        }
        let text = ticket.to_string();
        let forged = [
            String::new(),
            text[1..].to_owned(),
            format!("{text}-"),
            format!("{text}0"),
            text.replace("-d", "-?"),
            text.to_uppercase(),
        ];
        for ticket in forged {
            let path = format!("{PREFIX}{ticket}/a");
            assert_eq!(Ticket::split(&path), Some(Err(NoTicket)), "{path}");
        }
    }
}
