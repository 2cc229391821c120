//! What is asked of a service while it runs: who finds it.

use tokio::sync::watch;

use crate::guests::Guest;

/// How a service is to be. What is asked last holds, however much was asked before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Who alone finds it; `None` where everybody with the address does.
    pub(super) guests: Option<Vec<Guest>>,
    /// How often new introduction points were asked for.
    pub(super) renewals: u64,
}

/// Changes who finds a running service.
#[derive(Debug, Clone)]
pub struct Control(watch::Sender<Wanted>);

impl Control {
    /// A service that is to be like this, and what changes that.
    pub(super) fn new(guests: Option<Vec<Guest>>) -> (Self, watch::Receiver<Wanted>) {
        let (sender, wanted) = watch::channel(Wanted {
            guests,
            renewals: 0,
        });
        (Self(sender), wanted)
    }

    /// Who alone finds the service; nobody where everybody does.
    #[must_use]
    pub fn guests(&self) -> Vec<Guest> {
        self.0.borrow().guests.clone().unwrap_or_default()
    }

    /// Whether somebody may find the service who is not among these guests.
    #[must_use]
    pub fn admits_others_than(&self, guests: &[Guest]) -> bool {
        self.guests().iter().any(|guest| !guests.contains(guest))
    }

    /// Lets these guests find the service from now on, and nobody else; it is private then. Arti announces that
    /// within a minute. Somebody who is not among them any more, and knows the introduction points, still gets in:
    /// see [`Self::shut_out`].
    pub fn let_in(&self, guests: Vec<Guest>) {
        self.0.send_modify(|wanted| wanted.guests = Some(guests));
    }

    /// Lets these guests find the service from now on, and launches it anew with new introduction points, so that
    /// what somebody knows who is not among them any more leads nowhere. Circuits that are open stay open: who is in
    /// is in. The service is gone for some seconds, and [`super::Event::Reachable`] tells when it is back.
    pub fn shut_out(&self, guests: Vec<Guest>) {
        self.0.send_modify(|wanted| {
            wanted.guests = Some(guests);
            wanted.renewals += 1;
        });
    }
}
