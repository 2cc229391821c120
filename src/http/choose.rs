//! The settings: how somebody likes to see the room.

use bytes::Bytes;
use hyper::{Request, body::Body};

use super::{
    answer::{Answer, empty, html, see_other},
    form,
    page::whole::{self, Choice, Group},
    style::Style,
    ticket::Ticket,
    view::{Lines, Mode, Size, Theme, Times, View},
    visit::Visit,
    visitor::is_from_elsewhere,
};
use crate::lang::Lang;

/// The page with everything that can be chosen.
pub fn offer<B>(visit: Visit<'_>, request: &Request<B>) -> Answer {
    let visitor = visit.visitor(request.headers());
    let skin = visit.skin(&visitor, request.headers(), None);
    let view = skin.view;
    let groups = [
        group(Theme::FIELD, Theme::ALL, |one| {
            (one.letter(), one.key(), one == view.theme)
        }),
        group(Size::FIELD, Size::ALL, |one| {
            (one.letter(), one.key(), one == view.size)
        }),
        group(Times::FIELD, Times::ALL, |one| {
            (one.letter(), one.key(), one == view.times)
        }),
        group(Mode::FIELD, Mode::ALL, |one| {
            (one.letter(), one.key(), one == view.mode)
        }),
        group(Lines::FIELD, Lines::ALL, |one| {
            (one.letter(), one.key(), one == view.lines)
        }),
    ];
    let path = visit.place.path();
    let nick = visit.web.hub.nick_for(&visitor.claim);
    let mut answer = html(&whole::Settings {
        skin: &skin,
        style: Style::Page,
        path: &path,
        action: &format!("{}{path}/settings", skin.whole),
        groups: &groups,
        langs: &Lang::ALL,
    });
    visitor.remember(&nick, &mut answer);
    answer
}

/// A choice of the settings, from all its variants.
fn group<T: Copy>(
    field: &'static str,
    all: &[T],
    of: impl Fn(T) -> (char, &'static str, bool),
) -> Group {
    let choices = all.iter().map(|&one| {
        let (letter, key, chosen) = of(one);
        Choice {
            letter,
            key,
            chosen,
        }
    });
    Group {
        field,
        choices: choices.collect(),
    }
}

/// Takes what was chosen, and leads back into the room.
pub async fn take<B>(visit: Visit<'_>, request: Request<B>) -> Answer
where
    B: Body<Data = Bytes> + Unpin,
{
    if is_from_elsewhere(request.headers()) {
        return empty(hyper::StatusCode::FORBIDDEN);
    }
    let visitor = visit.visitor(request.headers());
    let view = visit.view(request.headers());
    let fields = [
        Theme::FIELD,
        Size::FIELD,
        Times::FIELD,
        Mode::FIELD,
        Lines::FIELD,
        "lang",
    ];
    let [theme, size, times, mode, lines, lang] = match form::read_fields(request, fields).await {
        Ok(fields) => fields,
        Err(status) => return empty(status),
    };
    let letter = |field: &str| field.chars().next().unwrap_or(' ');
    let view = View {
        theme: Theme::parse(letter(&theme)).unwrap_or(view.theme),
        size: Size::parse(letter(&size)).unwrap_or(view.size),
        times: Times::parse(letter(&times)).unwrap_or(view.times),
        mode: Mode::parse(letter(&mode)).unwrap_or(view.mode),
        lines: Lines::parse(letter(&lines)).unwrap_or(view.lines),
        lang: Lang::parse(&lang).unwrap_or(view.lang),
    };
    let page = visit.place.page();
    let mut answer = if visitor.has_cookie {
        see_other(&page)
    } else {
        let ticket = Ticket {
            session: visitor.token.clone(),
            view,
            window: None,
        };
        see_other(&format!("{}{page}", ticket.path()))
    };
    visitor.remember_view(&view, &mut answer);
    answer
}
