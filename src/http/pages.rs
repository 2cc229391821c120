//! The pages of a room: around the conversation, and instead of it.

use bytes::Bytes;
use hyper::{HeaderMap, Method, Request};
use rand::RngExt as _;

use super::{
    answer::{Answer, HTML, document, html, kept, see_other, status},
    doors::{ended, outside},
    page::{Skin, frame, whole},
    reading,
    route::Keeper,
    style::Style,
    visit::Visit,
    visitor::{SEC_FETCH_SITE, Visitor},
};
use crate::{
    chat::{Place, Refusal, RoomView},
    hub::{Form, windows::Draft},
    lang::Arg,
};

/// What an address ends in with which somebody comes in again, so that nobody is sent round for ever.
const AGAIN: &str = "again";

/// How often the page that counts the unread looks, in seconds; see [`frame::CALM_SECONDS`].
const WATCH_SECONDS: u64 = frame::CALM_SECONDS;

/// How long a reader without frames counts as being here after a look.
const PLAIN: std::time::Duration = std::time::Duration::from_mins(1);

/// The outer page of a room.
pub fn outer<B>(visit: Visit<'_>, request: &Request<B>) -> Answer {
    let headers = request.headers();
    let visitor = visit.visitor(headers);
    // On a click from another site the browser keeps the cookies back, so that somebody who is here
    // already looks new, and somebody new would get none. Coming in again from our own page brings them.
    let is_sent = headers
        .get(SEC_FETCH_SITE)
        .is_some_and(|site| site == "cross-site");
    if is_sent && request.uri().query() != Some(AGAIN) {
        return again(visit, headers);
    }
    // Whoever keeps cookies needs no session in the address, which could be passed on by mistake.
    if visit.ticket.is_some() && visitor.has_cookie {
        return see_other(&visit.place.page());
    }
    let hub = &visit.web.hub;
    let opened = visit.guarded(&visitor, || {
        // Whoever asks only for the headers comes to no room.
        if request.method() == Method::HEAD {
            let room = hub.enter(visit.place, &visitor.claim)?;
            return Ok((room, None));
        }
        let (room, window) = hub.open_window(&visitor.claim, visit.place, &mut rand::rng())?;
        Ok((room, Some(window)))
    });
    let nick = visit.web.hub.nick_for(&visitor.claim);
    let mut answer = match opened {
        Ok((room, window)) => {
            let skin = visit.skin(&visitor, headers, window);
            html(&whole::Outer {
                skin: &skin,
                style: Style::Page,
                title: visit.web.title(&room),
                path: &visit.place.path(),
                is_lobby: *visit.place == Place::Lobby,
                newcomer: (!visitor.claim.proven).then_some(nick.as_str()),
            })
        }
        Err(refusal) => outside(&visit.skin(&visitor, headers, None), visit.place, refusal),
    };
    visitor.remember(&nick, &mut answer);
    answer
}

/// What leads somebody who comes from another site into the room, by a step of our own.
pub fn again(visit: Visit<'_>, headers: &HeaderMap) -> Answer {
    let url = format!("{}?{AGAIN}", visit.place.page());
    let skin = visit.skin(&visit.visitor(headers), headers, None);
    html(&whole::Again {
        skin: &skin,
        style: Style::Page,
        url: &url,
    })
}

/// What keeps a window's transcript open. It depends on nothing but its address, so the browser may keep it.
pub fn keeper<B>(visit: Visit<'_>, request: &Request<B>, keeper: Keeper) -> Answer {
    let visitor = visit.visitor(request.headers());
    let skin = visit.skin(&visitor, request.headers(), None);
    kept(&frame::Keep::new(&skin, keeper))
}

/// The form in its own frame.
pub fn compose<B>(visit: Visit<'_>, request: &Request<B>) -> Answer {
    let headers = request.headers();
    let visitor = visit.visitor(headers);
    let skin = visit.skin(&visitor, headers, None);
    let nick = visit.web.hub.nick_for(&visitor.claim);
    let mut answer = current_form(visit, &visitor, &skin);
    visitor.remember(&nick, &mut answer);
    answer
}

/// The form for the room that a window shows by now, with what was refused there; or what is shown instead.
fn current_form(visit: Visit<'_>, visitor: &Visitor, skin: &Skin) -> Answer {
    let hub = &visit.web.hub;
    let member = visitor.claim.member;
    let window = visit
        .window()
        .map(|id| hub.form_of(id, member, visit.place));
    let (place, draft) = match window {
        None => (visit.place.clone(), None),
        Some(Ok(window)) => match &window.ended {
            None => (window.place, window.draft),
            Some(reason) => return document(ended(skin, &window.place, reason), HTML),
        },
        Some(Err(refusal)) => return outside(skin, visit.place, refusal),
    };
    let visit = Visit {
        place: &place,
        ..visit
    };
    match visit.guarded(visitor, || hub.enter(&place, &visitor.claim)) {
        Ok(room) => form(visit, visitor, skin, &room, draft.as_ref()),
        Err(refusal) => outside(skin, &place, refusal),
    }
}

/// The form, with what was refused.
pub fn form(
    visit: Visit<'_>,
    visitor: &Visitor,
    skin: &Skin,
    room: &RoomView,
    draft: Option<&Draft>,
) -> Answer {
    let nick = visit.web.hub.nick_for(&visitor.claim);
    let reason = draft.map(|draft| skin.view.lang.refusal(&draft.refusal));
    // Where the browser keeps no cookies, the name is kept by an address.
    let keep = format!("{}{}", skin.top, visit.place.page());
    let is_kept = visit.ticket.is_none() || visitor.has_cookie;
    html(&frame::Compose {
        skin,
        style: Style::Frame,
        action: &format!("{}{}/compose", visit.base(skin), visit.place.path()),
        who: &skin.who(nick.as_str(), room.name.as_ref()),
        once: &once(),
        text: draft.map_or("", |draft| &draft.text),
        refusal: reason.as_deref(),
        elsewhere: None,
        keep: (!is_kept).then_some(&keep),
    })
}

/// A number for a form.
pub fn once() -> String {
    format!("{:016x}", rand::rng().random::<u64>())
}

/// The room without frames.
pub fn plain<B>(visit: Visit<'_>, request: &Request<B>) -> Answer {
    let visitor = visit.visitor(request.headers());
    // Whoever asks only for the headers is not there.
    if request.method() == Method::HEAD {
        let skin = visit.skin(&visitor, request.headers(), None);
        let hub = &visit.web.hub;
        return match visit.guarded(&visitor, || hub.enter(visit.place, &visitor.claim)) {
            Ok(_) => document(Bytes::new(), HTML),
            Err(refusal) => outside(&skin, visit.place, refusal),
        };
    }
    plain_page(visit, &visitor, request.headers(), "", None)
}

/// The same with what was typed and refused.
pub fn plain_page(
    visit: Visit<'_>,
    visitor: &Visitor,
    headers: &HeaderMap,
    text: &str,
    refusal: Option<Refusal>,
) -> Answer {
    let skin = visit.skin(visitor, headers, None);
    let (now, form) = (visit.web.clock.now(), Form::Html(skin.view.lang));
    let claim = &visitor.claim;
    // It is a look like that of a transcript, and takes as much.
    let looked = reading::share(visit).and_then(|_share| {
        visit.guarded(visitor, || {
            visit.web.hub.look_in(now, claim, visit.place, form, PLAIN)
        })
    });
    let nick = visit.web.hub.nick_for(claim);
    let mut answer = match looked {
        Err(refusal) => outside(&skin, visit.place, refusal),
        Ok((room, pending)) => {
            let name = room.name.as_ref();
            let path = visit.place.path();
            let reason = refusal.map(|refusal| skin.view.lang.refusal(&refusal));
            html(&whole::Plain {
                skin: &skin,
                style: Style::Page,
                lines_style: Style::Chat,
                title: visit.web.title(&room),
                path: &path,
                again: &format!("{}{path}/plain", skin.top),
                closing: closing(visit, &skin),
                who: &skin.who(nick.as_str(), name),
                lines: &reading::lines(&skin, &pending),
                once: &once(),
                text,
                refusal: reason.as_deref(),
            })
        }
    };
    if let Some(refusal) = refusal {
        *answer.status_mut() = status(refusal);
    }
    visitor.remember(&nick, &mut answer);
    answer
}

/// What counts the unread: what others have said since the reader last said they had read it, or last said
/// something themselves.
pub fn watch<B>(visit: Visit<'_>, request: &Request<B>) -> Answer {
    let headers = request.headers();
    let visitor = visit.visitor(headers);
    let skin = visit.skin(&visitor, headers, None);
    let claim = &visitor.claim;
    let looked = visit.guarded(&visitor, || {
        let room = visit.web.hub.enter(visit.place, claim)?;
        let backlog = visit
            .web
            .hub
            .backlog(visit.web.clock.now(), claim, visit.place)?;
        Ok((room, backlog))
    });
    let (room, backlog) = match looked {
        Ok(looked) => looked,
        Err(refusal) => return outside(&skin, visit.place, refusal),
    };
    let next = backlog.last().map_or(0, |event| event.seq + 1);
    let since = request
        .uri()
        .query()
        .and_then(|query| query.strip_prefix("since="));
    let since = since.and_then(|since| since.parse().ok()).unwrap_or(next);
    let own = backlog
        .iter()
        .filter(|event| event.by == Some(claim.member));
    let read = own.map(|event| event.seq + 1).max().unwrap_or(0).max(since);
    let unread = backlog.iter().filter(|event| event.seq >= read).count();
    let page = format!("{}{}/watch", skin.top, visit.place.path());
    html(&whole::Watch {
        skin: &skin,
        style: Style::Page,
        title: visit.web.title(&room),
        closing: closing(visit, &skin),
        unread,
        seconds: WATCH_SECONDS,
        again: &format!("{page}?since={read}"),
        reset: &format!("{page}?since={next}"),
    })
}

/// In how much time the room closes, in words, if it does at a time that was set.
fn closing(visit: Visit<'_>, skin: &Skin) -> Option<String> {
    let left = visit.web.hub.time_left()?;
    Some(skin.view.lang.closing(left))
}

/// What one can do here.
pub fn help<B>(visit: Visit<'_>, request: &Request<B>) -> Answer {
    let visitor = visit.visitor(request.headers());
    html(&whole::Help::new(&visit.skin(
        &visitor,
        request.headers(),
        None,
    )))
}

/// The clock.
pub fn clock<B>(visit: Visit<'_>, request: &Request<B>) -> Answer {
    let visitor = visit.visitor(request.headers());
    html(&whole::Time {
        skin: &visit.skin(&visitor, request.headers(), None),
        style: Style::Page,
        time: visit.web.clock.now().shown.date_and_clock(' '),
    })
}

/// The form for somebody who is led to another room, but has several windows.
pub fn elsewhere(visit: Visit<'_>, visitor: &Visitor, skin: &Skin, to: &Place) -> Answer {
    let hub = &visit.web.hub;
    let room = hub.enter(visit.place, &visitor.claim).ok();
    let name = room.and_then(|room| room.name);
    let lang = skin.view.lang;
    let place = lang.place(name.as_ref());
    let why = lang.text_with("compose-elsewhere", &[("place", Arg::Foreign(&place))]);
    html(&frame::Compose {
        skin,
        style: Style::Frame,
        action: &format!("{}{}/compose", visit.base(skin), visit.place.path()),
        who: "",
        once: &once(),
        text: "",
        refusal: None,
        elsewhere: Some(frame::Elsewhere {
            link: &format!("{}{}", skin.home, to.page()),
            why: &why,
        }),
        keep: None,
    })
}
