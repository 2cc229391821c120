//! What came of an order to the process that runs, told to another shell.

use super::{Line, Reporter, print, say};
use crate::{cli::Output, host::Answer};

impl Reporter {
    /// Tells what came of an order. What was asked for goes to stdout; that something was done, to stderr. Of
    /// addresses and guests is told as when no process runs; which room is meant, the process knows.
    pub fn answer(&self, answer: &Answer) {
        match (self.output, answer) {
            (_, Answer::Address { services }) => {
                for one in services {
                    let (service, url) = (one.service.as_deref(), one.url.as_str());
                    match url
                        .strip_prefix("http://")
                        .filter(|host| host.ends_with(ONION))
                    {
                        Some(onion) => self.known_address(service, onion),
                        None => self.to_programs(url, &Line::Listening { service, url }),
                    }
                }
            }
            (_, Answer::Invite(invitation)) => {
                self.invitation(invitation.service.as_deref(), invitation);
                self.to_people(
                    "The room announces this within a minute. Who tries too early has to press \"New Identity\" in \
                     Tor Browser before trying again.",
                );
            }
            (
                _,
                Answer::Guests {
                    service,
                    guests,
                    faults,
                },
            ) => {
                let names: Vec<_> = guests.iter().map(|guest| guest.name.clone()).collect();
                self.guests(service.as_deref(), &names, faults);
            }
            (_, Answer::Revoked { service, name }) => self.revoked(service.as_deref(), name),
            // Whoever asked for the end hears of it when it has come.
            (Output::Json, Answer::Closing) => self.event(&Line::Stopped),
            // It fails only for maps whose keys are no strings, and there are none.
            (Output::Json, answer) => print(&serde_json::to_string(answer).unwrap_or_default()),
            (Output::Human, Answer::Status { .. } | Answer::Rooms { .. } | Answer::Who { .. }) => {
                print(&answer.in_words());
            }
            (Output::Human, _) if self.quiet => {}
            (Output::Human, Answer::Closing) => say("The room is closed."),
            (Output::Human, answer) => say(&answer.in_words()),
        }
    }
}

/// What the addresses of onion services end with.
const ONION: &str = ".onion";
