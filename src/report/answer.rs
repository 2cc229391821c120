//! What came of an order to the process that runs, told to another shell.

use super::{Reporter, print, say};
use crate::{cli::Output, host::Answer, service::ServiceName};

impl Reporter {
    /// Tells what came of an order. What was asked for goes to stdout; that something was done, to stderr.
    /// `service` is the room that it is about. Of addresses and guests is told as when no process runs.
    pub fn answer(&self, service: &ServiceName, answer: &Answer) {
        match (self.output, answer) {
            (_, Answer::Address { services }) => {
                for one in services
                    .iter()
                    .filter(|one| one.service == service.as_str())
                {
                    let onion = one.url.strip_prefix("http://").unwrap_or(&one.url);
                    self.known_address(service, onion);
                }
            }
            (_, Answer::Invite(invitation)) => {
                self.invitation(service, invitation);
                self.to_people(
                    "The room announces this within a minute. Who tries too early has to press \"New Identity\" in \
                     Tor Browser before trying again.",
                );
            }
            (_, Answer::Guests { guests, faults }) => {
                let names: Vec<_> = guests.iter().map(|guest| guest.name.clone()).collect();
                self.guests(service, &names, faults);
            }
            (_, Answer::Revoked { name }) => self.revoked(service, name),
            // It fails only for maps whose keys are no strings, and there are none.
            (Output::Json, answer) => print(&serde_json::to_string(answer).unwrap_or_default()),
            (Output::Human, Answer::Status { .. } | Answer::Rooms { .. } | Answer::Who { .. }) => {
                print(&answer.in_words());
            }
            (Output::Human, _) if self.quiet => {}
            // Whoever asked for the end hears of it when it has come.
            (Output::Human, Answer::Closing) => say("The room is closed."),
            (Output::Human, answer) => say(&answer.in_words()),
        }
    }
}
