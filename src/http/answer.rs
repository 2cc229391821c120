//! From a request to its answer.

use std::{net::IpAddr, sync::Arc};

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    HeaderMap, Method, Request, Response, StatusCode, Version,
    body::Body as _,
    header::{
        CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HOST, HeaderValue, LOCATION, TRANSFER_ENCODING,
    },
    http::uri::Authority,
};

use super::{
    Web, api,
    body::{Body, Held},
    choose, cookie,
    doors::{self, outside},
    files, headers, page,
    pages::{self, compose, outer},
    peers, post,
    reading::{self, live},
    route::{Route, Target},
    visit::Visit,
    visitor::is_from_elsewhere,
};
use crate::{
    chat::{Refusal, RefusalKind},
    circuit::Share,
    server::Origin,
    session::SessionToken,
};

/// An answer: a whole page, or one that lasts.
pub type Answer = Response<Body>;

/// What pages are sent as.
pub const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// What JSON is sent as.
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// What a browser may keep for as long as its window is open: a day is longer than most are. Tor Browser keeps
/// it in memory; other browsers may write it down, which is an address with a session in it and nothing else.
const KEPT: HeaderValue = HeaderValue::from_static("private, max-age=86400, immutable");

/// Answers a request, with the headers that every answer carries.
pub async fn answer<B>(web: &Arc<Web>, origin: &Origin, request: Request<B>) -> Answer
where
    B: hyper::body::Body<Data = Bytes> + Unpin,
{
    // A request with a transfer coding may have carried a length as well, which hyper has dropped
    // by now; RFC 9112, section 6.1, has the connection closed after such a one.
    let close = request.headers().contains_key(TRANSFER_ENCODING);
    let mut answer = match route(origin, &request) {
        Ok(route) => dispatch(web, origin, route, request).await,
        Err(status) => empty(status),
    };
    // What could not be read as a request is no place to read the next one from; an answer with words in it is
    // to one that could.
    let unread = matches!(answer.status().as_u16(), 400 | 408) && answer.body().is_end_stream();
    if close || unread {
        answer
            .headers_mut()
            .insert(CONNECTION, HeaderValue::from_static("close"));
    }
    headers::seal(answer)
}

/// Finds out what a request is for.
fn route<B>(origin: &Origin, request: &Request<B>) -> Result<Route, StatusCode> {
    let mut hosts = request.headers().get_all(HOST).iter();
    let host = hosts.next().map(|host| host.to_str().unwrap_or_default());
    // RFC 9112, section 3.2.
    if hosts.next().is_some() || (host.is_none() && request.version() == Version::HTTP_11) {
        return Err(StatusCode::BAD_REQUEST);
    }
    if origin.circuit.is_none() && !host.is_none_or(is_ours) {
        return Err(StatusCode::MISDIRECTED_REQUEST);
    }
    Route::find(request.method(), request.uri().path())
}

/// Whether a browser on this computer that names this host means the loopback listener: a site
/// that points a name of its own at 127.0.0.1 could read the room otherwise (DNS rebinding). Names
/// without a dot are no site's, and an onion address may lead here through a system's tor.
fn is_ours(host: &str) -> bool {
    let Ok(host) = host.parse::<Authority>() else {
        return false;
    };
    let name = host.host().trim_start_matches('[').trim_end_matches(']');
    match name.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => !name.contains('.') || name.to_ascii_lowercase().ends_with(".onion"),
    }
}

/// Does what a request is for.
async fn dispatch<B>(web: &Arc<Web>, origin: &Origin, route: Route, request: Request<B>) -> Answer
where
    B: hyper::body::Body<Data = Bytes> + Unpin,
{
    let place = &route.place;
    let visit = Visit {
        web,
        origin,
        place,
        ticket: route.ticket.as_ref(),
    };
    // A session in an address to which another site's page leads, or any page a browser that has a session of
    // its own, would be that of whoever made the link.
    if visit.ticket.is_some() && is_from_elsewhere(request.headers()) {
        return match *request.method() {
            Method::POST => empty(StatusCode::FORBIDDEN),
            _ => pages::again(visit, request.headers()),
        };
    }
    if is_of_another(visit, request.headers()) {
        return doors::own(visit, request.headers(), route.target);
    }
    match route.target {
        Target::Page => outer(visit, &request),
        Target::NoRoom => {
            let visitor = visit.visitor(request.headers());
            let skin = visit.skin(&visitor, request.headers(), None);
            outside(&skin, place, Refusal::NoRoom)
        }
        Target::Compose => compose(visit, &request),
        Target::Keeper(keeper) => pages::keeper(visit, &request, keeper),
        Target::Live => live(web, visit, &request),
        Target::Messages => reading::alone(web, visit, &request),
        Target::ApiStream => reading::program(web, visit, &request),
        Target::Plain => pages::plain(visit, &request),
        Target::Watch => pages::watch(visit, &request),
        Target::Help => pages::help(visit, &request),
        Target::Settings => choose::offer(visit, &request),
        Target::PostSettings => choose::take(visit, request).await,
        Target::Clock => pages::clock(visit, &request),
        Target::PostCompose => post::compose(visit, request).await,
        Target::PostPlain => post::plain(visit, request).await,
        Target::PostSend => post::send(visit, request).await,
        Target::PostPassphrase => post::passphrase(visit, request).await,
        Target::ApiSend => post::api(visit, request).await,
        Target::PostPeer => peers::receive(visit, request).await,
        Target::ApiPassphrase => post::api_passphrase(visit, request).await,
        Target::PeerFile(token) => files::send(visit, request.headers(), &token),
        Target::Favicon => empty(StatusCode::NO_CONTENT),
        Target::ApiMessages => {
            let visitor = visit.visitor(request.headers());
            match visit.guarded(&visitor, || {
                web.hub.backlog(web.clock.now(), &visitor.claim, place)
            }) {
                Ok(backlog) => json(api::messages(&backlog)),
                Err(refusal) => json_refused(refusal),
            }
        }
        Target::ApiStatus => json(api::status(web.hub.occupancy())),
    }
}

/// Whether a browser that has a session in a cookie asks with another one in the address.
fn is_of_another(visit: Visit<'_>, headers: &HeaderMap) -> bool {
    let own = cookie::read(headers, cookie::SESSION).find_map(SessionToken::parse);
    let ticketed = visit.ticket.map(|ticket| &ticket.session);
    visit.web.cookies && own.is_some_and(|own| ticketed.is_some_and(|ticketed| *ticketed != own))
}

/// What a program gets that may not come in.
pub fn json_refused(refusal: Refusal) -> Answer {
    let mut answer = json(api::refused(refusal));
    *answer.status_mut() = status(refusal);
    answer
}

/// The status that goes with a refusal.
pub fn status(refusal: Refusal) -> StatusCode {
    match refusal.kind() {
        RefusalKind::Later => StatusCode::TOO_MANY_REQUESTS,
        RefusalKind::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
        RefusalKind::Malformed => StatusCode::BAD_REQUEST,
        RefusalKind::NotThere => StatusCode::NOT_FOUND,
        RefusalKind::Forbidden => StatusCode::FORBIDDEN,
        RefusalKind::Impossible => StatusCode::CONFLICT,
    }
}

/// A page.
pub fn html(page: &impl askama::Template) -> Answer {
    document(page::render(page), HTML)
}

/// A page that a browser may keep for as long as its window is open.
pub fn kept(page: &impl askama::Template) -> Answer {
    let mut answer = html(page);
    answer.headers_mut().insert(CACHE_CONTROL, KEPT);
    answer
}

/// A page that ends late, so that the frame in which it stands does not ask again sooner.
pub fn held(
    visit: Visit<'_>,
    page: Bytes,
    length: std::time::Duration,
    share: Option<Share>,
) -> Answer {
    let Ok(place) = Arc::clone(&visit.web.holding).try_acquire_owned() else {
        let mut answer = document(page, HTML);
        let close = HeaderValue::from_static("close");
        answer.headers_mut().insert(CONNECTION, close);
        return answer;
    };
    let held = Held::new(page, length, visit.web.closing.clone(), (place, share));
    let mut answer = Response::new(Body::Held(Box::new(held)));
    answer.headers_mut().insert(CONTENT_TYPE, HTML);
    answer
}

/// A JSON document.
pub fn json(json: Bytes) -> Answer {
    document(json, JSON)
}

/// An answer with a body that is there at once.
pub fn document(body: Bytes, content_type: HeaderValue) -> Answer {
    let mut answer = Response::new(Body::Whole(Full::new(body)));
    answer.headers_mut().insert(CONTENT_TYPE, content_type);
    answer
}

/// An answer without a body.
pub fn empty(status: StatusCode) -> Answer {
    let mut answer = Response::new(Body::Whole(Full::default()));
    *answer.status_mut() = status;
    answer
}

/// Sends the browser to another page with GET (RFC 9110, section 15.4.4).
pub fn see_other(location: &str) -> Answer {
    let mut answer = empty(StatusCode::SEE_OTHER);
    // Our own paths are ASCII without control characters, so this always is a header.
    if let Ok(location) = HeaderValue::from_str(location) {
        answer.headers_mut().insert(LOCATION, location);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Only names that mean this computer, or an onion service, lead to the loopback listener.
    #[test]
    fn strangers_names_do_not_lead_here() {
        for host in [
            "127.0.0.1",
            "127.0.0.1:8181",
            "localhost:1",
            "LOCALHOST",
            "[::1]:80",
            "a.onion",
            "x",
        ] {
            assert!(is_ours(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:8181",
            "127.0.0.1.evil.example",
            "10.0.0.1",
            "[::2]",
        ] {
            assert!(!is_ours(host), "{host}");
        }
    }
}
