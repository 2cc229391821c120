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
    Web, api, headers, page, post,
    route::{Route, Target},
    transcript::Transcript,
    visit::Visit,
    visitor::SEC_FETCH_SITE,
};
use crate::{
    chat::{Place, Refusal, RefusalKind, RoomView, place::RoomName, words},
    hub::Form,
    server::Origin,
};

/// An answer: a whole page, or a transcript.
pub type Answer = Response<Either<Full<Bytes>, Transcript>>;

/// What pages are sent as.
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// What JSON is sent as.
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// What a stream of JSON is sent as.
const JSON_LINES: HeaderValue = HeaderValue::from_static("application/x-ndjson");

/// What an address ends in with which somebody comes in again, so that nobody is sent round for ever.
const AGAIN: &str = "again";

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
    B: Body<Data = Bytes> + Unpin,
{
    let place = &route.place;
    let visit = Visit { web, origin, place };
    match route.target {
        Target::Page => outer(visit, &request),
        Target::NoRoom => outside(place, Refusal::NoRoom),
        Target::Compose => inside(visit, &request, |nick, room| {
            let name = words::place(room.name.as_ref());
            page::render(&page::Compose::empty(&place.path(), name, nick))
        }),
        Target::Messages => transcript(web, visit, &request, Form::Html),
        Target::ApiStream => transcript(web, visit, &request, Form::Json),
        Target::Clock => {
            let time = web.clock.now().shown.date_and_clock(' ');
            html(page::render(&page::Time { time }))
        }
        Target::PostCompose => post::compose(visit, request).await,
        Target::PostSend => post::send(visit, request).await,
        Target::PostPassphrase => post::passphrase(visit, request).await,
        Target::ApiSend => post::api(visit, request).await,
        Target::Favicon => empty(StatusCode::NO_CONTENT),
        Target::ApiMessages => {
            let visitor = visit.visitor(request.headers());
            match visit.guarded(&visitor, || {
                web.hub
                    .backlog(web.clock.now(), &visitor.claim, place, &mut rand::rng())
            }) {
                Ok(backlog) => json(api::messages(&backlog)),
                Err(refusal) => json_refused(refusal),
            }
        }
        Target::ApiStatus => json(api::status(web.hub.occupancy())),
    }
}

/// The outer page of a room.
fn outer<B>(visit: Visit<'_>, request: &Request<B>) -> Answer {
    // On a click from another site the browser keeps the cookies back, so that somebody who is here
    // already looks new, and somebody new would get none. Coming in again from our own page brings them.
    let site = request.headers().get(SEC_FETCH_SITE);
    if site.is_some_and(|site| site == "cross-site") && request.uri().query() != Some(AGAIN) {
        let url = format!("{}?{AGAIN}", visit.place.page());
        return html(page::render(&page::Again { url: &url }));
    }
    inside(visit, request, |_, room| {
        page::render(&page::Outer {
            title: room
                .name
                .as_ref()
                .map_or(&visit.web.title, RoomName::as_str),
            path: &visit.place.path(),
        })
    })
}

/// A page within a room that depends on the visitor's nick, with the cookies that the visitor lacks;
/// or the door of the room, for whoever may not come in.
fn inside<B>(
    visit: Visit<'_>,
    request: &Request<B>,
    page: impl FnOnce(&str, RoomView) -> Bytes,
) -> Answer {
    let visitor = visit.visitor(request.headers());
    let nick = visit.web.hub.nick_for(&visitor.claim, &mut rand::rng());
    let room = visit.guarded(&visitor, || {
        visit.web.hub.enter(visit.place, &visitor.claim)
    });
    let mut answer = match room {
        Ok(room) => html(page(nick.as_str(), room)),
        Err(refusal) => outside(visit.place, refusal),
    };
    visitor.remember(&nick, &mut answer);
    answer
}

/// Opens a transcript, or says that there is no place.
fn transcript<B: Body>(
    web: &Arc<Web>,
    visit: Visit<'_>,
    request: &Request<B>,
    form: Form,
) -> Answer {
    // Behind a body that is not read, hyper would not see when the reader leaves.
    if !request.body().is_end_stream() {
        return empty(StatusCode::BAD_REQUEST);
    }
    let content_type = match form {
        Form::Html => HTML,
        Form::Json => JSON_LINES,
    };
    let visitor = visit.visitor(request.headers());
    if request.method() == Method::HEAD {
        return whole(Bytes::new(), content_type);
    }
    let circuit = visit.origin.circuit.as_ref();
    let share = match circuit.map(|circuit| circuit.transcript(web.clock.uptime())) {
        Some(None) => return full(visit.place, form),
        Some(share) => share,
        None => None,
    };
    let (now, claim) = (web.clock.now(), &visitor.claim);
    let opened = visit.guarded(&visitor, || {
        let mut rng = rand::rng();
        web.hub.open(now, claim, visit.place, form, &mut rng)
    });
    match (opened, form) {
        (Ok(reader), _) => {
            let place = visit.place.clone();
            let transcript = Transcript::new(Arc::clone(web), place, form, reader, share);
            let mut answer = Response::new(Either::Right(transcript));
            answer.headers_mut().insert(CONTENT_TYPE, content_type);
            answer
        }
        (Err(Refusal::Full), _) => full(visit.place, form),
        (Err(refusal), Form::Html) => outside(visit.place, refusal),
        (Err(refusal), Form::Json) => json_refused(refusal),
    }
}

/// What somebody gets for whom there is no place: a page that tries again by itself.
fn full(place: &Place, form: Form) -> Answer {
    match form {
        Form::Html => html(page::render(&page::Full {
            path: &place.path(),
        })),
        Form::Json => json_refused(Refusal::Full),
    }
}

/// What somebody gets who may not come in.
pub fn outside(place: &Place, refusal: Refusal) -> Answer {
    let reason = match refusal {
        Refusal::NoRoom => words::DOOR.to_owned(),
        other => other.to_string(),
    };
    let path = place.path();
    let may_try = matches!(
        refusal,
        Refusal::NoRoom | Refusal::CircuitBusy | Refusal::Busy
    );
    let form = (may_try && *place != Place::Lobby).then_some(path.as_str());
    let mut answer = html(page::render(&page::Door {
        reason: &reason,
        refusal: true,
        form,
        link: "/",
        label: words::TO_LOBBY,
    }));
    *answer.status_mut() = status(refusal);
    answer
}

/// The same for a program.
fn json_refused(refusal: Refusal) -> Answer {
    let mut answer = json(api::refused(refusal));
    *answer.status_mut() = status(refusal);
    answer
}

/// What somebody gets who has left.
pub fn left(stopped: bool) -> Answer {
    html(page::render(&page::Door {
        reason: if stopped { words::STOPPED } else { words::LEFT },
        refusal: false,
        form: None,
        link: "/",
        label: words::COME_IN,
    }))
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
pub fn html(page: Bytes) -> Answer {
    whole(page, HTML)
}

/// A JSON document.
pub fn json(document: Bytes) -> Answer {
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
