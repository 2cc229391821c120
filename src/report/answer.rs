//! What came of an order, told wherever it was given: in another shell or at the console.

use super::{Line, Voice, print};
use crate::{
    cli::Output,
    host::{Answer, PeerAnswer},
};

/// What the addresses of onion services end with.
const ONION: &str = ".onion";

impl Voice {
    /// Tells what came of an order. What was asked for is for programs; that something was done, for people. Of
    /// addresses and guests is told as when no process runs; which room is meant, the process knows.
    pub fn answer(self, answer: &Answer) {
        match answer {
            Answer::Address { services } => {
                for one in services {
                    let (service, url) = (one.service.as_ref(), one.url.as_str());
                    self.head(service);
                    let onion = url.strip_prefix("http://");
                    if let Some(onion) = onion.filter(|host| host.ends_with(ONION)) {
                        self.address(service, onion);
                    } else {
                        let shown = self.named(service, url);
                        self.result(&shown, service, Line::Listening { url });
                    }
                }
            }
            Answer::Invite(invitation) => {
                self.invitation(invitation);
                self.people(
                    "The room announces this within a minute. Who tries too early has to press \"New Identity\" in \
                     Tor Browser before trying again.",
                );
            }
            Answer::Guests {
                service,
                guests,
                faults,
            } => self.guests(service.as_ref(), guests, faults),
            Answer::Revoked {
                service,
                name,
                public,
            } => self.revoked(service.as_ref(), name, *public),
            // Whoever asked for the end hears of it when it has come.
            Answer::Closing => {
                self.event(None, Line::Stopped);
                if self.output == Output::Human {
                    self.people("The room is closed.");
                }
            }
            Answer::Status { .. } | Answer::Rooms { .. } | Answer::Who { .. } => {
                self.about_the_chat(answer, |words| self.product(words));
            }
            // What was asked for is for programs; that something was done, for people.
            Answer::Peer(
                PeerAnswer::PeerLines { .. }
                | PeerAnswer::Peers { .. }
                | PeerAnswer::PeerOutbox { .. }
                | PeerAnswer::PeerFiles { .. },
            ) => self.about_the_chat(answer, |words| self.product(words)),
            Answer::Peer(_)
            | Answer::Kicked { .. }
            | Answer::Banned { .. }
            | Answer::Promoted { .. }
            | Answer::Topic { .. }
            | Answer::Said { .. } => self.about_the_chat(answer, |words| self.people(words)),
        }
    }

    /// Tells what concerns the chat: to programs as it is, to people in words.
    fn about_the_chat(self, answer: &Answer, tell: impl FnOnce(&str)) {
        match self.output {
            // It fails only for maps whose keys are no strings, and there are none.
            Output::Json => print(&serde_json::to_string(answer).unwrap_or_default()),
            Output::Human => tell(&answer.in_words().unwrap_or_default()),
        }
    }
}
