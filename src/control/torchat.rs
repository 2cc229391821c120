//! The commands of TORchat, so that its style of client works: JSON objects with the fields `cmd`, `id`, `portno`,
//! `msg`, `date` and `error`.
//!
//! A command becomes an [`Order`], and what came of that becomes a reply. `HISTORY`, which the original never finished,
//! is answered with a line of `msg` for each line that was said. Nobody but the host gets at them: the onion side takes
//! messages and nothing else.

use serde::{Deserialize, Serialize};

use crate::{
    clock,
    dial::PORT,
    host::{Answer, No, Order, PeerAnswer, PeerLine, PeerOrder},
    peer::State,
};

/// How many lines are told where nobody says how many.
const LINES: usize = 20;

/// A command, or a reply to one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Message {
    /// Which.
    pub cmd: String,
    /// Whom it concerns.
    #[serde(default)]
    pub id: String,
    /// The port there.
    #[serde(default = "port")]
    pub portno: u16,
    /// What is said.
    #[serde(default)]
    pub msg: String,
    /// The hour and minute in which it was said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// What kept it from being delivered, in the words of SOCKS 5 (RFC 1928, section 6), where that was Tor.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub error: String,
}

impl std::fmt::Debug for Message {
    /// What is said to whom never reaches a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Message([scrubbed])")
    }
}

/// The port where a client means an appliance that says nothing of it.
fn port() -> u16 {
    PORT
}

/// What a command asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// An order to carry out.
    Order(Order),
    /// Who has unread messages.
    Peers,
    /// The service's own address.
    Host,
    /// Nothing: a client acknowledges.
    Nothing,
}

impl Message {
    /// A message with nothing but a command.
    #[must_use]
    pub(super) fn new(cmd: &str) -> Self {
        Self {
            cmd: cmd.to_owned(),
            id: String::new(),
            portno: PORT,
            msg: String::new(),
            date: String::new(),
            error: String::new(),
        }
    }

    /// A reply that says no.
    #[must_use]
    pub(super) fn no(reason: &str) -> Self {
        Self {
            msg: reason.to_owned(),
            ..Self::new("ERR")
        }
    }

    /// What the command asks for.
    ///
    /// # Errors
    /// Why it is none, in words.
    pub(super) fn asked(&self) -> Result<Asked, &'static str> {
        let peer = |what| {
            Ok(Asked::Order(Order::Peer {
                service: None,
                what,
            }))
        };
        match self.cmd.as_str() {
            "SEND" if self.portno != PORT => Err("Messages go to port 80."),
            "SEND" => peer(PeerOrder::Send {
                to: self.id.clone(),
                text: self.msg.clone(),
                no_wait: false,
            }),
            "UPDATE" => peer(PeerOrder::Next { peer: self.meant() }),
            "HISTORY" => peer(PeerOrder::History {
                peer: self.id.clone(),
                lines: match self.msg.trim() {
                    "" => LINES,
                    number => number.parse().map_err(|_| "msg is no number of lines.")?,
                },
            }),
            "GET_PEERS" => Ok(Asked::Peers),
            "HOST" => Ok(Asked::Host),
            "EXIT" => Ok(Asked::Order(Order::Stop)),
            "END" => Ok(Asked::Nothing),
            "RECV" => Err("RECV is what another appliance sends, through Tor."),
            _ => Err(
                "There is no such command. There are SEND, UPDATE, GET_PEERS, HISTORY, HOST, EXIT and END.",
            ),
        }
    }

    /// Whose messages an `UPDATE` asks for: the original's documentation has the peer in `id`, its client in `msg`.
    fn meant(&self) -> String {
        match self.msg.trim() {
            "" => self.id.clone(),
            peer => peer.to_owned(),
        }
    }

    /// The reply to this command, of which that came; nothing where it has none.
    #[must_use]
    pub(super) fn reply(&self, outcome: Result<Answer, No>) -> Option<Self> {
        let answer = match outcome {
            Err(no) => {
                let id = self.id.clone();
                return Some(Self {
                    id,
                    ..Self::no(&no.to_string())
                });
            }
            Ok(answer) => answer,
        };
        match answer {
            Answer::Closing => None,
            Answer::Peer(PeerAnswer::PeerSent { state, .. }) => Some(Self {
                id: self.id.clone(),
                ..Self::of_state(state)
            }),
            Answer::Peer(PeerAnswer::PeerLines { lines, .. }) => Some(self.lines(&lines)),
            Answer::Peer(PeerAnswer::Peers { peers, .. }) => {
                let unread = peers.iter().filter(|peer| peer.unread > 0);
                let unread: Vec<&str> = unread.map(|peer| peer.onion.as_str()).collect();
                Some(Self {
                    msg: unread.join(","),
                    ..Self::new("GET_PEERS")
                })
            }
            Answer::Address { services } => {
                let url = services.first().map_or("", |one| one.url.as_str());
                let msg = url.strip_prefix("http://").unwrap_or(url).to_owned();
                Some(Self {
                    msg,
                    ..Self::new("HOST")
                })
            }
            _ => Some(Self::new("END")),
        }
    }

    /// What has become of a message, as a reply.
    fn of_state(state: State) -> Self {
        match state {
            State::Delivered => Self::new("END"),
            State::Waiting { error, .. } => Self {
                msg: "waiting".to_owned(),
                error: error.unwrap_or_default(),
                ..Self::new("END")
            },
            State::Refused { reason, error } => Self {
                error: error.unwrap_or_default(),
                ..Self::no(&reason)
            },
            State::Expired => Self::no("It has waited for too long."),
            State::TakenBack => Self::no("It was taken back."),
        }
    }

    /// What was said, as a reply.
    fn lines(&self, lines: &[PeerLine]) -> Self {
        match (self.cmd.as_str(), lines) {
            ("UPDATE", [line]) => Self {
                id: line.onion.clone(),
                msg: line.text.clone(),
                date: clock::own_minute(line.at),
                ..Self::new("UPDATE")
            },
            ("UPDATE", _) => Self::new("END"),
            (_, lines) => Self {
                id: self.id.clone(),
                msg: lines.iter().map(in_a_line).collect::<Vec<_>>().join("\n"),
                ..Self::new("HISTORY")
            },
        }
    }

    /// The message as JSON of at most so many bytes; of what does not fit, the oldest lines go.
    #[must_use]
    pub(super) fn into_json(mut self, most: usize) -> Vec<u8> {
        loop {
            // Writing to memory fails only for maps with keys that are no strings, and there are none.
            let json = serde_json::to_vec(&self).unwrap_or_default();
            if json.len() <= most {
                return json;
            }
            self.msg = match self.msg.split_once('\n') {
                Some((_, newer)) => newer.to_owned(),
                None => String::new(),
            };
        }
    }
}

/// What was said, in one line.
fn in_a_line(line: &PeerLine) -> String {
    let who = if line.id.is_some() { "you" } else { "peer" };
    let text = line.text.replace(['\r', '\n'], " ");
    format!("{} {who}: {text}", clock::own_minute(line.at))
}

#[cfg(test)]
mod tests;
