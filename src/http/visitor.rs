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

/// Where a browser says from which site's page a request comes (Fetch Metadata, W3C).
pub const SEC_FETCH_SITE: &str = "sec-fetch-site";

/// Whether a browser says that another site's page sends this. `Origin` is no help: with `no-referrer`
/// it is `null` for friend and foe alike.
pub fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    let site = headers.get(SEC_FETCH_SITE).map(HeaderValue::as_bytes);
    !matches!(site, None | Some(b"same-origin" | b"none"))
}

/// Who sends a request.
#[derive(Debug)]
pub struct Visitor {
    /// What the request says about who sends it.
    pub claim: Claim,
    /// The token to give to somebody who has none.
    fresh: Option<SessionToken>,
    /// Whether the answer leaves the browser's cookies alone.
    silent: bool,
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
        // On a click from another site the browser keeps the cookies back, so somebody who is here already
        // looks new; cookies that we set then would take away who they are.
        let silent = is_from_elsewhere(headers);
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
            return Self {
                claim,
                fresh: None,
                silent,
            };
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
            silent,
        }
    }

    /// Adds the cookies that the visitor lacks: the nick in force, and a session token.
    pub fn remember<B>(&self, nick: &Nick, response: &mut Response<B>) {
        let mut add = |value: Option<HeaderValue>| {
            if let Some(value) = value.filter(|_| !self.silent) {
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
