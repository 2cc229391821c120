//! A request on its way to a room, and how often the circuit that it came over may guess at a code or a
//! passphrase.

use hyper::HeaderMap;

use super::{Web, visitor::Visitor};
use crate::{
    chat::{Place, Refusal},
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
}

impl Visit<'_> {
    /// Who sends it.
    pub fn visitor(&self, headers: &HeaderMap) -> Visitor {
        Visitor::of(headers, self.origin, &self.web.sessions, &mut rand::rng())
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
