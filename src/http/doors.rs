//! What somebody gets instead of a room: who may not come in, whose transcript has ended, and who asks as somebody
//! else.

use bytes::Bytes;
use hyper::HeaderMap;

use super::{
    answer::{Answer, HTML, document, held, see_other, status},
    body::HELD,
    page::{Skin, render, whole},
    route::Target,
    style::Style,
    visit::Visit,
};
use crate::chat::{EndReason, Place, Refusal};

/// What somebody gets who may not come in.
pub fn outside(skin: &Skin, place: &Place, refusal: Refusal) -> Answer {
    let mut answer = document(outside_page(skin, place, refusal), HTML);
    *answer.status_mut() = status(refusal);
    answer
}

/// The page of it.
pub fn outside_page(skin: &Skin, place: &Place, refusal: Refusal) -> Bytes {
    let lang = skin.view.lang;
    let reason = match refusal {
        Refusal::NoRoom => lang.text("door"),
        other => lang.refusal(&other),
    };
    let comes_back = matches!(
        refusal,
        Refusal::Removed | Refusal::TooOld | Refusal::CircuitBusy
    );
    let may_try = matches!(
        refusal,
        Refusal::NoRoom | Refusal::CircuitBusy | Refusal::Busy | Refusal::NoSession
    );
    // Only who turned out to keep no cookies needs the session in the address, where others may see it.
    let session = match refusal {
        Refusal::NoSession => &skin.whole,
        _ => &skin.home,
    };
    let path = format!("{session}{}", place.path());
    let (link, label) = if comes_back {
        (format!("{}{}", skin.home, place.page()), "come-in-again")
    } else {
        (format!("{}/", skin.home), "to-lobby")
    };
    render(&whole::Door {
        skin,
        style: Style::Page,
        reason: &reason,
        is_refusal: true,
        form: (may_try && *place != Place::Lobby).then_some(&path),
        link: &link,
        label: &lang.text(label),
    })
}

/// What somebody gets whose transcript has ended for good.
pub fn ended(skin: &Skin, place: &Place, reason: &EndReason) -> Bytes {
    let place = match reason {
        EndReason::Empty | EndReason::Banned | EndReason::Left | EndReason::Stopped => {
            &Place::Lobby
        }
        _ => place,
    };
    render(&whole::Door {
        skin,
        style: Style::Page,
        reason: &skin.view.lang.end(reason),
        is_refusal: false,
        form: None,
        link: &format!("{}{}", skin.home, place.page()),
        label: &skin.view.lang.text("come-in-again"),
    })
}

/// What somebody gets who has left.
pub fn left(skin: &Skin, stopped: bool) -> Answer {
    let reason = if stopped {
        EndReason::Stopped
    } else {
        EndReason::Left
    };
    document(ended(skin, &Place::Lobby, &reason), HTML)
}

/// What somebody gets who has a session of their own and asks with another one in the address: a whole page as
/// their own, and in a frame that it is none of theirs.
pub fn own(visit: Visit<'_>, headers: &HeaderMap, target: Target) -> Answer {
    let visit = Visit {
        ticket: None,
        ..visit
    };
    let path = visit.place.path();
    match target {
        Target::Page => see_other(&visit.place.page()),
        Target::Plain => see_other(&format!("{path}/plain")),
        Target::Watch => see_other(&format!("{path}/watch")),
        Target::Settings => see_other(&format!("{path}/settings")),
        Target::Help => see_other(&format!("{path}/help")),
        // The frame of such a window would ask again at once, and for ever.
        Target::Live => {
            let skin = visit.skin(&visit.visitor(headers), headers, None);
            let page = outside_page(&skin, visit.place, Refusal::TooOld);
            held(visit, page, HELD, None)
        }
        _ => {
            let skin = visit.skin(&visit.visitor(headers), headers, None);
            outside(&skin, visit.place, Refusal::TooOld)
        }
    }
}
