//! Transcripts: opening them, for the frames of windows, alone and for programs.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use hyper::{
    Method, Request, Response, StatusCode,
    body::Body as HttpBody,
    header::{CONTENT_TYPE, HeaderValue},
};

use super::{
    Web,
    answer::{Answer, HTML, document, empty, held, html, json_refused},
    api,
    body::{Body, HELD},
    doors::{ended, outside, outside_page},
    page::{Skin, frame, render, whole},
    style::Style,
    transcript::{Setting, Transcript},
    view::Mode,
    visit::Visit,
    visitor::Visitor,
};
use crate::{
    chat::Refusal,
    circuit::Share,
    hub::{
        Form,
        enter::{Asked, Opened, Rhythm},
        look::Pending,
        windows::WindowId,
    },
};

/// What a stream of JSON is sent as.
const JSON_LINES: HeaderValue = HeaderValue::from_static("application/x-ndjson");

/// How long a window for which there is no place, or whose connection opens too many, waits before it asks
/// again.
const CROWDED: Duration = Duration::from_secs(10);

/// What the seed says where as many read as can; its clients know it so.
const SEEDS_FULL: &str = "Chat full — retrying...";

/// How long a calm reader counts as being here: the time until the next look, and what that may take over
/// Tor.
const CALM: Duration = Duration::from_secs(frame::CALM_SECONDS + 10);

/// The endless document that the seed describes.
pub fn alone<B: HttpBody>(web: &Arc<Web>, visit: Visit<'_>, request: &Request<B>) -> Answer {
    let setting = Setting::Alone(visit.place.clone());
    let refused = |refusal| {
        let visitor = visit.visitor(request.headers());
        let skin = visit.skin(&visitor, request.headers(), None);
        match refusal {
            Refusal::Full => html(&whole::Full {
                skin: &skin,
                style: Style::Page,
                text: SEEDS_FULL,
                again: Some(&visit.place.path()),
            }),
            other => outside(&skin, visit.place, other),
        }
    };
    open(web, visit, request, setting, HTML).unwrap_or_else(refused)
}

/// The same for a program.
pub fn program<B: HttpBody>(web: &Arc<Web>, visit: Visit<'_>, request: &Request<B>) -> Answer {
    open(web, visit, request, Setting::Program, JSON_LINES).unwrap_or_else(json_refused)
}

/// What a program with a session is told first.
fn greeting(visit: Visit<'_>, visitor: &Visitor) -> Bytes {
    let (web, claim) = (visit.web, &visitor.claim);
    match web.hub.enter(visit.place, claim) {
        Ok(room) if claim.proven => {
            let nick = web.hub.nick_for(claim);
            api::welcome(&nick, web.title(&room), web.sessions.run())
        }
        _ => Bytes::new(),
    }
}

/// Opens a transcript that is in no window.
fn open<B: HttpBody>(
    web: &Arc<Web>,
    visit: Visit<'_>,
    request: &Request<B>,
    setting: Setting,
    content_type: HeaderValue,
) -> Result<Answer, Refusal> {
    if let Some(answer) = not_read(request, &content_type) {
        return Ok(answer);
    }
    let visitor = visit.visitor(request.headers());
    let view = visit.view(request.headers());
    let share = share(visit)?;
    let form = Transcript::form(&setting, &view);
    let (now, claim) = (web.clock.now(), &visitor.claim);
    let reader = visit.guarded(&visitor, || web.hub.open(now, claim, visit.place, form))?;
    let greeting = greeting(visit, &visitor);
    let transcript = Transcript::new(Arc::clone(web), setting, view, reader, share);
    Ok(lasting(transcript.greeting(greeting), content_type))
}

/// The transcript of a window; until its page is loaded, what there is to read by now.
pub fn live<B: HttpBody>(web: &Arc<Web>, visit: Visit<'_>, request: &Request<B>) -> Answer {
    if let Some(answer) = not_read(request, &HTML) {
        return answer;
    }
    let Some(window) = visit.window() else {
        return empty(StatusCode::NOT_FOUND);
    };
    let visitor = visit.visitor(request.headers());
    let skin = visit.skin(&visitor, request.headers(), None);
    let view = skin.view;
    let rhythm = match view.mode {
        Mode::Live => Rhythm::Live,
        Mode::Calm => Rhythm::Calm(CALM),
    };
    let (asked, share) = try_live(visit, &visitor, &skin, window, rhythm);
    let Asked {
        place, is_loaded, ..
    } = asked;
    // Before the page is loaded, everything ends at once, so that it is.
    let lasting_page = |page: Bytes, length, share| {
        if is_loaded {
            held(visit, page, length, share)
        } else {
            document(page, HTML)
        }
    };
    match asked.outcome {
        Ok(Opened::Glance(mut pending)) => {
            pending.lines = web.with_closing(Form::Html(view.lang), pending.lines);
            document(frame::glance(&view, &pending), HTML)
        }
        Ok(Opened::Reader(reader)) => {
            let setting = Setting::Window;
            lasting(
                Transcript::new(Arc::clone(web), setting, view, reader, share),
                HTML,
            )
        }
        Ok(Opened::Ended(reason)) => lasting_page(ended(&skin, &place, &reason), HELD, share),
        Ok(Opened::Forgotten) => {
            lasting_page(outside_page(&skin, &place, Refusal::TooOld), HELD, share)
        }
        Err(Refusal::Full) => lasting_page(
            render(&whole::Full {
                skin: &skin,
                style: Style::Page,
                text: &view.lang.text("full"),
                again: None,
            }),
            CROWDED,
            share,
        ),
        Err(refusal @ (Refusal::CircuitBusy | Refusal::Busy)) => {
            lasting_page(outside_page(&skin, &place, refusal), CROWDED, share)
        }
        Err(refusal) => lasting_page(outside_page(&skin, &place, refusal), HELD, share),
    }
}

/// Opens the transcript of a window, if its circuit has a place for one more.
fn try_live(
    visit: Visit<'_>,
    visitor: &Visitor,
    skin: &Skin,
    window: WindowId,
    rhythm: Rhythm,
) -> (Asked, Option<Share>) {
    let member = visitor.claim.member;
    let refused = |refusal| Asked {
        place: visit.place.clone(),
        is_loaded: visit.web.hub.turn_away(window, member),
        outcome: Err(refusal),
    };
    let share = match share(visit).and_then(|share| visit.may_look(visitor).map(|()| share)) {
        Ok(share) => share,
        Err(refusal) => return (refused(refusal), None),
    };
    let (now, form) = (visit.web.clock.now(), Form::Html(skin.view.lang));
    let hub = &visit.web.hub;
    let asked = hub.open_in(now, &visitor.claim, visit.place, window, form, rhythm);
    visit.note_guess(&asked.outcome);
    (asked, share)
}

/// The share of a transcript in its circuit.
pub fn share(visit: Visit<'_>) -> Result<Option<Share>, Refusal> {
    let circuit = visit.origin.circuit.as_ref();
    match circuit.map(|circuit| circuit.transcript(visit.web.clock.uptime())) {
        Some(None) => Err(Refusal::Full),
        Some(share) => Ok(share),
        None => Ok(None),
    }
}

/// The answer to a request that cannot be for reading a transcript.
fn not_read<B: HttpBody>(request: &Request<B>, content_type: &HeaderValue) -> Option<Answer> {
    // Behind a body that is not read, hyper would not see when the reader leaves.
    if !request.body().is_end_stream() {
        return Some(empty(StatusCode::BAD_REQUEST));
    }
    let is_head = request.method() == Method::HEAD;
    is_head.then(|| document(Bytes::new(), content_type.clone()))
}

/// A transcript as an answer.
fn lasting(transcript: Transcript, content_type: HeaderValue) -> Answer {
    let mut answer = Response::new(Body::Transcript(Box::new(transcript)));
    answer.headers_mut().insert(CONTENT_TYPE, content_type);
    answer
}

/// What somebody sees who looks in now and again.
#[must_use]
pub fn lines(skin: &Skin, pending: &Pending) -> String {
    String::from_utf8_lossy(&frame::lines(&skin.view, pending)).into_owned()
}
