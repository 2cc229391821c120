//! Who a request says it comes from, and the cookies to answer it with.

use hyper::{
    HeaderMap, Response,
    header::{AUTHORIZATION, HeaderValue, SET_COOKIE},
};
use rand::Rng;

use super::{
    cookie::{self, Jar},
    ticket::Ticket,
    view::View,
};
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

/// The session that a program shows by itself (RFC 6750, section 2.1), also where no cookies are wanted. No browser
/// sends that without a script, and what comes from elsewhere says so.
fn bearer(headers: &HeaderMap) -> Option<SessionToken> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    SessionToken::parse(value.strip_prefix(BEARER)?)
}

/// What stands before a token there.
const BEARER: &str = "Bearer ";

/// Who sends a request.
#[derive(Debug)]
pub struct Visitor {
    /// What the request says about who sends it.
    pub claim: Claim,
    /// What proves it, or will prove it from now on.
    pub token: SessionToken,
    /// Whether the browser keeps the token in a cookie, or a program says that it keeps it by itself.
    pub has_cookie: bool,
    /// Which cookies the answer may set.
    jar: Jar,
}

impl Visitor {
    /// Reads the ticket or else the cookies; whoever has no token is a new member.
    ///
    /// The nick in the cookie of somebody without a session must be of the seed's form; a session can
    /// have been given any.
    pub fn of(
        headers: &HeaderMap,
        origin: &Origin,
        ticket: Option<&Ticket>,
        sessions: &Sessions,
        with_cookies: bool,
        rng: &mut impl Rng,
    ) -> Self {
        let jar = if !with_cookies || is_from_elsewhere(headers) {
            // On a click from another site the browser keeps the cookies back, so somebody who is here
            // already looks new; cookies that we set then would take away who they are.
            Jar::Closed
        } else if headers.contains_key(SEC_FETCH_SITE) {
            // A browser sends this header only where it treats the address as secure (Fetch Metadata,
            // section 2), as Tor Browser does with onion services.
            Jar::Secure
        } else {
            Jar::Plain
        };
        let via = origin.circuit.as_ref().map(|circuit| Via(circuit.id.0));
        let kept = cookie::read(headers, cookie::SESSION).find_map(SessionToken::parse);
        // What another room on the same host has set counts for nothing where this one sets none.
        let kept = kept.filter(|_| with_cookies);
        let kept = bearer(headers).or(kept);
        let ticketed = ticket.map(|ticket| ticket.session.clone());
        let has_cookie = kept.is_some()
            && ticketed
                .as_ref()
                .is_none_or(|one| kept.as_ref() == Some(one));
        let known = ticketed.or(kept);
        let proven = known.is_some();
        let token = known.unwrap_or_else(|| SessionToken::random(rng));
        let seeds = || cookie::read(headers, cookie::NICK).find_map(Nick::parse_seed);
        let chosen = || {
            let mut nicks = cookie::read(headers, cookie::NICK).map(cookie::decode);
            nicks.find_map(|nick| Nick::parse(&nick?).ok())
        };
        // The nick beside another session's cookie is that session's.
        let wish = match (proven, has_cookie) {
            (true, true) => seeds().or_else(chosen),
            (true, false) => None,
            (false, _) => seeds(),
        };
        Self {
            claim: Claim {
                member: sessions.member(&token),
                proven,
                wish,
                via,
            },
            token,
            has_cookie,
            jar,
        }
    }

    /// Adds the cookies that the visitor lacks: the nick in force, and the session token.
    pub fn remember<B>(&self, nick: &Nick, response: &mut Response<B>) {
        // Frames are no occasion for cookies: the page around them has set them, or could not.
        if self.claim.proven && !self.has_cookie {
            return;
        }
        if self.claim.wish.as_ref() != Some(nick) {
            self.add(cookie::NICK, &cookie::encode(nick.as_str()), response);
        }
        if !self.has_cookie {
            self.add(cookie::SESSION, self.token.reveal(), response);
        }
    }

    /// Adds a cookie with how the visitor likes to see the room.
    pub fn remember_view<B>(&self, view: &View, response: &mut Response<B>) {
        self.add(cookie::VIEW, &view.to_string(), response);
    }

    /// Adds a cookie, if there may be any.
    fn add<B>(&self, name: cookie::Name, value: &str, response: &mut Response<B>) {
        if let Some(value) = cookie::set(self.jar, name, value) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
}
