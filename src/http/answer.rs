//! From a request to its answer.

use std::{net::IpAddr, sync::Arc};

use bytes::Bytes;
use http_body_util::{Either, Full};
use hyper::{
    Method, Request, Response, StatusCode, Version,
    body::Body,
    header::{CONNECTION, CONTENT_TYPE, HOST, HeaderValue, LOCATION, TRANSFER_ENCODING},
    http::uri::Authority,
};

use super::{
    Web, api, headers, page, post, route::Route, transcript::Transcript, visitor::Visitor,
};
use crate::{circuit::Circuit, server::Origin};

/// An answer: a whole page, or a transcript.
pub type Answer = Response<Either<Full<Bytes>, Transcript>>;

/// Where a browser says from which site's page a request comes (Fetch Metadata, W3C).
pub const SEC_FETCH_SITE: &str = "sec-fetch-site";

/// What pages are sent as.
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// What JSON is sent as.
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Answers a request, with the headers that every answer carries.
pub async fn answer<B>(web: &Arc<Web>, origin: &Origin, request: Request<B>) -> Answer
where
    B: Body<Data = Bytes> + Unpin,
{
    // A request with a transfer coding may have carried a length as well, which hyper has dropped
    // by now; RFC 9112, section 6.1, has the connection closed after such a one.
    let close = request.headers().contains_key(TRANSFER_ENCODING);
    let mut answer = match route(origin, &request) {
        Ok(route) => dispatch(web, origin, route, request).await,
        Err(status) => empty(status),
    };
    // What could not be read as a request is no place to read the next one from.
    if close || matches!(answer.status().as_u16(), 400 | 408) {
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
    B: Body<Data = Bytes> + Unpin,
{
    match route {
        Route::Page => with_cookies(web, &request, |_| {
            page::render(&page::Outer { title: &web.title })
        }),
        Route::Compose => with_cookies(web, &request, |nick| {
            page::render(&page::Compose {
                nick,
                text: "",
                refusal: None,
            })
        }),
        Route::Messages => messages(web, origin, &request),
        Route::Clock => {
            let time = web.clock.now().shown.date_and_clock(' ');
            html(page::render(&page::Time { time }))
        }
        Route::PostCompose => post::compose(web, origin, request).await,
        Route::PostSend => post::send(web, origin, request).await,
        Route::Favicon => empty(StatusCode::NO_CONTENT),
        Route::ApiMessages => json(api::messages(&web.hub.backlog())),
        Route::ApiStatus => json(api::status(web.hub.occupancy())),
    }
}

/// A page that depends on the visitor's nick, with the cookies that the visitor lacks.
fn with_cookies<B>(web: &Web, request: &Request<B>, page: impl FnOnce(&str) -> Bytes) -> Answer {
    let mut rng = rand::rng();
    let visitor = Visitor::of(request.headers(), &web.sessions, &mut rng);
    let nick = web.hub.nick_for(&visitor.claim, &mut rng);
    let mut answer = html(page(nick.as_str()));
    // On a click from another site the browser keeps the cookies back, so that somebody who is here
    // already looks new. The page's own frames bring them, or get new ones.
    if request
        .headers()
        .get(SEC_FETCH_SITE)
        .is_none_or(|site| site != "cross-site")
    {
        visitor.remember(&nick, &mut answer);
    }
    answer
}

/// Opens a transcript, or says that there is no place.
fn messages<B: Body>(web: &Arc<Web>, origin: &Origin, request: &Request<B>) -> Answer {
    // Behind a body that is not read, hyper would not see when the reader leaves.
    if !request.body().is_end_stream() {
        return empty(StatusCode::BAD_REQUEST);
    }
    if request.method() == Method::HEAD {
        return html(Bytes::new());
    }
    let share = match origin.circuit.as_ref().map(Circuit::transcript) {
        Some(None) => return full(),
        Some(share) => share,
        None => None,
    };
    let mut rng = rand::rng();
    let visitor = Visitor::of(request.headers(), &web.sessions, &mut rng);
    match web.hub.open(web.clock.now(), &visitor.claim, &mut rng) {
        Some(reader) => {
            let transcript = Transcript::new(Arc::clone(web), reader, share);
            let mut answer = Response::new(Either::Right(transcript));
            answer.headers_mut().insert(CONTENT_TYPE, HTML);
            answer
        }
        None => full(),
    }
}

/// What somebody gets for whom there is no place: a page that tries again by itself.
fn full() -> Answer {
    html(page::render(&page::Full))
}

/// A page.
pub fn html(page: Bytes) -> Answer {
    whole(page, HTML)
}

/// A JSON document.
fn json(document: Bytes) -> Answer {
    whole(document, JSON)
}

/// An answer with a body that is there at once.
fn whole(body: Bytes, content_type: HeaderValue) -> Answer {
    let mut answer = Response::new(Either::Left(Full::new(body)));
    answer.headers_mut().insert(CONTENT_TYPE, content_type);
    answer
}

/// An answer without a body.
pub fn empty(status: StatusCode) -> Answer {
    let mut answer = Response::new(Either::Left(Full::default()));
    *answer.status_mut() = status;
    answer
}

/// Sends the browser to another page with GET (RFC 9110, section 15.4.4).
pub fn see_other(location: &'static str) -> Answer {
    let mut answer = empty(StatusCode::SEE_OTHER);
    answer
        .headers_mut()
        .insert(LOCATION, HeaderValue::from_static(location));
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
