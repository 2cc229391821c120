//! A request on its way to a room, and how often the circuit that it came over may guess at a code or a
//! passphrase.

use hyper::{
    HeaderMap,
    header::{ACCEPT_LANGUAGE, HeaderValue},
};

use super::{Web, cookie, page::Skin, ticket::Ticket, view::View, visitor::Visitor};
use crate::{
    chat::{Place, Refusal},
    hub::windows::WindowId,
    lang::Lang,
    server::Origin,
};

/// A request on its way: which room it is for, who serves it, where it comes from.
#[derive(Debug, Clone, Copy)]
pub struct Visit<'a> {
    /// The room, and all that serves it.
    pub web: &'a Web,
    /// Where the request comes from.
    pub origin: &'a Origin,
    /// Which room it is for.
    pub place: &'a Place,
    /// What stands in its address, where it comes from a frame or from a browser without cookies.
    pub ticket: Option<&'a Ticket>,
}

impl Visit<'_> {
    /// Who sends it.
    pub fn visitor(&self, headers: &HeaderMap) -> Visitor {
        Visitor::of(
            headers,
            self.origin,
            self.ticket,
            &self.web.sessions,
            self.web.cookies,
            &mut rand::rng(),
        )
    }

    /// The window that it comes from, where there is one.
    pub fn window(&self) -> Option<WindowId> {
        self.ticket.and_then(|ticket| ticket.window)
    }

    /// How its sender likes to see the room: as the address says, or else a cookie, or else in the
    /// language of the browser.
    pub fn view(&self, headers: &HeaderMap) -> View {
        let kept = || cookie::read(headers, cookie::VIEW).find_map(View::parse);
        let negotiated = || {
            let languages = headers.get(ACCEPT_LANGUAGE).map(HeaderValue::to_str);
            let lang = languages.and_then(Result::ok).map(Lang::negotiate);
            View::in_language(lang.unwrap_or_default())
        };
        let ticketed = self.ticket.map(|ticket| ticket.view);
        ticketed.or_else(kept).unwrap_or_else(negotiated)
    }

    /// Where the paths of a form begin that is sent to where this came.
    pub fn base<'s>(&self, skin: &'s Skin) -> &'s str {
        self.ticket.map_or("", |_| skin.base.as_str())
    }

    /// What all pages have that its sender gets, with frames in this window.
    pub fn skin(&self, visitor: &Visitor, headers: &HeaderMap, window: Option<WindowId>) -> Skin {
        let view = self.view(headers);
        let ticket = |window| Ticket {
            session: visitor.token.clone(),
            view,
            window,
        };
        let whole = ticket(None).path();
        let unless = |is_needless: bool| {
            if is_needless {
                String::new()
            } else {
                whole.clone()
            }
        };
        // A browser that comes without cookies for the first time may still keep them.
        let may_keep = self.ticket.is_none() && self.web.cookies;
        let home = unless(visitor.has_cookie || may_keep);
        Skin {
            view,
            base: ticket(window.or(self.window())).path(),
            top: unless(visitor.has_cookie),
            page: format!("{home}{}", self.place.page()),
            home,
            whole,
        }
    }

    /// Looks whether somebody may come in, if the circuit has guesses left; counts it where it was a wrong
    /// one.
    pub fn guarded<T>(
        &self,
        visitor: &Visitor,
        look: impl FnOnce() -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        self.may_look(visitor)?;
        let outcome = look();
        self.note_guess(&outcome);
        outcome
    }

    /// Whether a visitor may try the room's code: who is in the room does not guess, and the lobby has none.
    pub fn may_look(&self, visitor: &Visitor) -> Result<(), Refusal> {
        if *self.place == Place::Lobby || self.web.hub.is_inside(self.place, &visitor.claim) {
            return Ok(());
        }
        self.may_guess()
    }

    /// Whether the circuit that it came over has guesses left.
    pub fn may_guess(&self) -> Result<(), Refusal> {
        let uptime = self.web.clock.uptime();
        let circuit = self.origin.circuit.as_ref();
        if circuit.is_none_or(|circuit| circuit.may_guess(uptime)) {
            Ok(())
        } else {
            Err(Refusal::CircuitBusy)
        }
    }

    /// Counts a guess at a passphrase before it is hashed, if there may be one: right or wrong, since the
    /// work is the same. Without a session it would be in vain.
    pub fn guess(&self, visitor: &Visitor) -> Result<(), Refusal> {
        if !visitor.claim.proven {
            return Err(Refusal::NoSession);
        }
        let uptime = self.web.clock.uptime();
        let circuit = self.origin.circuit.as_ref();
        if circuit.is_none_or(|circuit| circuit.guess(uptime)) {
            Ok(())
        } else {
            Err(Refusal::CircuitBusy)
        }
    }

    /// Counts a guess that turned out wrong.
    pub fn note_guess<T>(&self, outcome: &Result<T, Refusal>) {
        let is_wrong = matches!(outcome, Err(Refusal::NoRoom | Refusal::WrongToken));
        if let Some(circuit) = self.origin.circuit.as_ref().filter(|_| is_wrong) {
            circuit.guessed(self.web.clock.uptime());
        }
    }
}
