//! Who a request says it comes from, and the cookies to answer it with.

use hyper::{
    HeaderMap, Response,
    header::{HeaderValue, SET_COOKIE},
};
use rand::Rng;

use super::cookie;
use crate::{
    chat::{Claim, Nick, Via},
    server::Origin,
    session::{SessionToken, Sessions},
};

/// Who sends a request.
#[derive(Debug)]
pub struct Visitor {
    /// What the request says about who sends it.
    pub claim: Claim,
    /// The token to give to somebody who has none.
    fresh: Option<SessionToken>,
}

impl Visitor {
    /// Reads the cookies; whoever has no valid token is a new member.
    ///
    /// The nick in the cookie of somebody without a session must be of the seed's form; a session can
    /// have been given any.
    pub fn of(
        headers: &HeaderMap,
        origin: &Origin,
        sessions: &Sessions,
        rng: &mut impl Rng,
    ) -> Self {
        let via = origin.circuit.as_ref().map(|circuit| Via(circuit.id.0));
        let seeds = || cookie::read(headers, cookie::NICK).find_map(Nick::parse_seed);
        let chosen = || {
            let mut nicks = cookie::read(headers, cookie::NICK).map(cookie::decode);
            nicks.find_map(|nick| Nick::parse(&nick?).ok())
        };
        let proven = cookie::read(headers, cookie::SESSION).find_map(|raw| sessions.verify(raw));
        if let Some(member) = proven {
            let claim = Claim {
                member,
                proven: true,
                wish: seeds().or_else(chosen),
                via,
            };
            return Self { claim, fresh: None };
        }
        let (member, token) = sessions.mint(rng);
        let claim = Claim {
            member,
            proven: false,
            wish: seeds(),
            via,
        };
        Self {
            claim,
            fresh: Some(token),
        }
    }

    /// Adds the cookies that the visitor lacks: the nick in force, and a session token.
    pub fn remember<B>(&self, nick: &Nick, response: &mut Response<B>) {
        let mut add = |value: Option<HeaderValue>| {
            if let Some(value) = value {
                response.headers_mut().append(SET_COOKIE, value);
            }
        };
        if self.claim.wish.as_ref() != Some(nick) {
            add(cookie::set(cookie::NICK, &cookie::encode(nick.as_str())));
        }
        if let Some(token) = &self.fresh {
            add(cookie::set(cookie::SESSION, token.reveal()));
        }
    }
}
