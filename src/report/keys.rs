//! What the host and programs are told about addresses and guests.

use std::{
    io::{self, IsTerminal as _},
    path::Path,
};

use super::{
    Line, Reporter, print,
    qr::{columns, qr},
    say, terminal,
};
use crate::{cli::Output, host::Invitation, tor::OnionAddress};

impl Reporter {
    /// Tells a room's address where that was asked for.
    pub fn known_address(&self, service: Option<&str>, onion: &str) {
        let url = format!("http://{onion}");
        let line = Line::Address {
            service,
            onion,
            url: &url,
        };
        self.to_programs(&url, &line);
        self.code(&url);
    }

    /// Tells which address came from C tor.
    pub fn imported(
        &self,
        service: Option<&str>,
        address: &OnionAddress,
        guests: usize,
        is_public: bool,
    ) {
        self.known_address(service, address.reveal());
        self.to_people(
            "The room has this address from now on. Never run it in two places at once.",
        );
        if guests > 0 && is_public {
            say(&format!(
                "It came with {guests} authorized_clients, but the configuration says private = false: everybody \
                 who has the address will find it. Say private = true there."
            ));
        } else if guests > 0 {
            self.to_people(&format!(
                "It is private, for the {guests} of its authorized_clients: onionchat guests"
            ));
        }
    }

    /// Tells where an address was written to.
    pub fn exported(
        &self,
        service: Option<&str>,
        address: &OnionAddress,
        folder: &Path,
        is_private_for_nobody: bool,
    ) {
        let text = folder.display().to_string();
        let line = Line::Exported {
            service,
            onion: address.reveal(),
            folder: &text,
        };
        self.to_programs(&text, &line);
        self.to_people(
            "C tor takes this folder as its HiddenServiceDir. Whoever has it can pretend to be your room.",
        );
        if is_private_for_nobody {
            say(
                "The room is private and has no guests, and such a folder cannot say that: C tor opens it to \
                 everybody, and so does onionchat after keys import, unless it is started with --private.",
            );
        }
    }

    /// Tells where an address is kept that the room has no more.
    pub fn set_aside(&self, service: Option<&str>, address: &OnionAddress, folder: &Path) {
        let text = folder.display().to_string();
        self.event(&Line::SetAside {
            service,
            onion: address.reveal(),
            folder: &text,
        });
        self.to_people(&format!(
            "The address that the room had is kept in {text}. To have it back: onionchat keys import --set-aside \
             '{text}'. To forget it, delete that folder."
        ));
    }

    /// Tells what a guest needs. The key is shown only here, so silence does not hold it back.
    pub fn invitation(&self, service: Option<&str>, invitation: &Invitation) {
        let Invitation {
            name,
            onion,
            private_key: key,
            auth_private: auth,
            ..
        } = invitation;
        if self.output == Output::Json {
            return self.event(&Line::Invite {
                service,
                name,
                onion,
                private_key: key,
                auth_private: auth,
            });
        }
        let url = format!("http://{onion}");
        self.to_people(&format!(
            "For {name}, to be handed on where nobody else reads it. The address:"
        ));
        print(&url);
        self.code(&url);
        self.to_people("The key that Tor Browser asks for at that address:");
        print(key);
        self.code(key);
        self.to_people(&format!(
            "The same for C tor, as a file {name}.auth_private in its ClientOnionAuthDir:"
        ));
        print(auth);
        self.to_people(
            "This key is kept nowhere and cannot be shown again. Tor Browser on Android takes no keys: for guests \
             there, use a public room and a passphrase (/lock).",
        );
    }

    /// Tells who the guests are, and what lets nobody in although it should.
    pub fn guests(&self, service: Option<&str>, names: &[String], faults: &[String]) {
        for name in names {
            self.to_programs(name, &Line::Guest { service, name });
        }
        for fault in faults {
            say(&format!("{fault}."));
        }
        if names.is_empty() {
            self.to_people("There are no guests. To let somebody in: onionchat invite NAME");
        }
    }

    /// Tells that a guest's key is taken back, and honestly what that does.
    pub fn revoked(&self, service: Option<&str>, name: &str) {
        self.event(&Line::Revoked { service, name });
        self.to_people(&format!(
            "The key of {name} opens nothing any more: where the room is announced next, it has new introduction \
             points, and {name} cannot learn them. Whoever is in the room stays in until they leave or you kick \
             them. {name} still knows the address, and may have handed the key on. To leave that address behind as \
             well: close the room, and onionchat keys new"
        ));
    }

    /// Shows something as a QR code, where there is a terminal.
    fn code(&self, text: &str) {
        if self.quiet || !io::stderr().is_terminal() {
            return;
        }
        if let Some(code) = qr(text).filter(|code| columns(code) <= terminal::columns()) {
            terminal::draw(&code);
        }
    }
}
