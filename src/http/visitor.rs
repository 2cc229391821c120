//! Who a request says it comes from, and the cookies to answer it with.

use hyper::{
    HeaderMap, Response,
    header::{HeaderValue, SET_COOKIE},
};
use rand::Rng;

use super::cookie;
use crate::{
    chat::{Claim, Nick},
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
    pub fn of(headers: &HeaderMap, sessions: &Sessions, rng: &mut impl Rng) -> Self {
        let wish = cookie::read(headers, cookie::NICK).find_map(Nick::parse);
        let proven = cookie::read(headers, cookie::SESSION).find_map(|raw| sessions.verify(raw));
        if let Some(member) = proven {
            let claim = Claim {
                member,
                proven: true,
                wish,
            };
            return Self { claim, fresh: None };
        }
        let (member, token) = sessions.mint(rng);
        let claim = Claim {
            member,
            proven: false,
            wish,
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
            add(cookie::set(cookie::NICK, nick.as_str()));
        }
        if let Some(token) = &self.fresh {
            add(cookie::set(cookie::SESSION, token.reveal()));
        }
    }
}
