//! What the host and programs are told about addresses and guests.

use std::{fmt::Display, path::Path};

use super::{Line, Voice, say};
use crate::{
    cli::Output, guests::GuestName, host::Invitation, onion::OnionAddress, service::ServiceName,
};

impl Voice {
    /// Tells a room's address where that was asked for.
    pub fn address(self, service: Option<&ServiceName>, onion: &str) {
        let url = format!("http://{onion}");
        let line = Line::Address { onion, url: &url };
        self.result(&self.named(service, &url), service, line);
        self.code(&url);
    }

    /// Tells which address came from C tor.
    pub fn imported(
        self,
        service: Option<&ServiceName>,
        address: &OnionAddress,
        guests: usize,
        is_public: bool,
    ) {
        self.address(service, address.reveal());
        self.people("The room has this address from now on. Never run it in two places at once.");
        if guests > 0 && is_public {
            say(&format!(
                "It came with {guests} authorized_clients, but the configuration says private = false: everybody \
                 who has the address will find it. Say private = true there."
            ));
        } else if guests > 0 {
            self.people(&format!(
                "It is private, for the {guests} of its authorized_clients: onionchat guests"
            ));
        }
    }

    /// Tells where an address was written to.
    pub fn exported(
        self,
        service: Option<&ServiceName>,
        address: &OnionAddress,
        folder: &Path,
        is_private_for_nobody: bool,
    ) {
        let text = folder.display().to_string();
        let line = Line::Exported {
            onion: address.reveal(),
            folder: &text,
        };
        self.result(&text, service, line);
        self.people(
            "C tor takes this folder as its HiddenServiceDir. Whoever has it can pretend to be your room.",
        );
        if is_private_for_nobody {
            say(
                "The room is private and has no guests, which C tor cannot be told: it opens this folder to everybody. \
                 onionchat keeps it private.",
            );
        }
    }

    /// Tells where an address is kept that the room has no more.
    pub fn set_aside(self, service: Option<&ServiceName>, address: &OnionAddress, folder: &Path) {
        let text = folder.display().to_string();
        let line = Line::SetAside {
            onion: address.reveal(),
            folder: &text,
        };
        self.event(service, line);
        self.people(&format!(
            "The address that the room had is kept in {text}. To have it back: onionchat keys import --set-aside \
             '{text}'. To forget it, delete that folder."
        ));
    }

    /// Tells what a guest needs. The key is shown only here, so silence does not hold it back.
    pub fn invitation(self, invitation: &Invitation) {
        let Invitation {
            service,
            name,
            onion,
            private_key: key,
            auth_private: auth,
        } = invitation;
        if self.output == Output::Json {
            let line = Line::Invite {
                name,
                onion,
                private_key: key,
                auth_private: auth,
            };
            return self.event(service.as_ref(), line);
        }
        let url = format!("http://{onion}");
        self.people(&format!(
            "For {name}, to be handed on where nobody else reads it. The address:"
        ));
        self.product(&url);
        self.code(&url);
        self.people("The key that Tor Browser asks for at that address:");
        self.product(key);
        self.code(key);
        self.people(&format!(
            "The same for C tor, as a file {name}.auth_private in its ClientOnionAuthDir:"
        ));
        self.product(auth);
        self.people(
            "This key is kept nowhere and cannot be shown again. Tor Browser on Android takes no keys: for guests \
             there, use a public room and a passphrase (/lock).",
        );
    }

    /// Tells what the first guest of a room means for all others.
    pub fn becomes_private(self) {
        self.people(
            "From its next start on only guests find the room, until it is started with --public.",
        );
    }

    /// Tells who the guests are, and what lets nobody in although it should.
    pub fn guests(
        self,
        service: Option<&ServiceName>,
        names: &[GuestName],
        faults: &[impl Display],
    ) {
        for name in names {
            self.result(name.as_str(), service, Line::Guest { name });
        }
        self.faults(service, faults);
        if names.is_empty() {
            let invite = if self.is_at_console {
                "/invite NAME"
            } else {
                "onionchat invite NAME"
            };
            self.people(&format!(
                "There are no guests. To let somebody in: {invite}"
            ));
        }
    }

    /// Tells what lets nobody in although it should.
    pub fn faults(self, service: Option<&ServiceName>, faults: &[impl Display]) {
        for fault in faults {
            let reason = &fault.to_string();
            say(&format!("{reason}."));
            self.event(service, Line::Fault { reason });
        }
    }

    /// Tells that a guest's key is taken back, and honestly what that does.
    pub fn revoked(self, service: Option<&ServiceName>, name: &GuestName, is_public: bool) {
        self.event(service, Line::Revoked { name });
        if is_public {
            return say(&format!(
                "The key of {name} is taken back, but the room is public: {name} finds it like everybody."
            ));
        }
        self.people(&format!(
            "The key of {name} opens nothing any more: where the room is announced next, it has new introduction \
             points, and {name} cannot learn them. Whoever is in the room stays in until they leave or you kick \
             them. {name} still knows the address, and may have handed the key on. To leave that address behind as \
             well: close the room, and onionchat keys new"
        ));
    }
}
