//! What visitors send: messages and commands from the form, from the seed's clients and from programs,
//! and the passphrase at a room's door.

use bytes::Bytes;
use hyper::{HeaderMap, Request, StatusCode, body::Body};

use super::{
    Web,
    answer::{Answer, empty, json, json_refused, see_other, status},
    api,
    doors::{left, outside},
    form,
    page::Skin,
    pages::{self, elsewhere, plain_page},
    visit::Visit,
    visitor::{Visitor, is_from_elsewhere},
};
use crate::{
    chat::{
        Command, Nick, Once, Passphrase, Place, Refusal, Reply,
        text::{TooLong, without_control_characters},
    },
    hub::{SentFrom, windows::Draft},
};

/// A message as the seed's clients send it: the answer leads to the page, whether it was taken,
/// empty, too fast or said twice.
pub async fn send<B>(visit: Visit<'_>, request: Request<B>) -> Answer
where
    B: Body<Data = Bytes> + Unpin,
{
    let Taken {
        visitor,
        skin,
        nick,
        outcome,
        ..
    } = match take(visit, request, TooLong::Cut).await {
        Ok(taken) => taken,
        Err(status) => return empty(status),
    };
    let mut answer = match outcome {
        Err(Refusal::ControlCharacters) => empty(StatusCode::BAD_REQUEST),
        Err(refusal @ Refusal::NoRoom) if *visit.place != Place::Lobby => {
            outside(&skin, visit.place, refusal)
        }
        Ok(Reply::Moved { to, .. }) => see_other(&to.page()),
        Ok(Reply::Left { stopped }) => left(&skin, stopped),
        Ok(_) | Err(_) => see_other(&visit.place.page()),
    };
    visitor.remember(&nick, &mut answer);
    answer
}

/// A message from the form's own frame: what is refused comes back in the box, with the reason.
///
/// In a window every answer leads back to the one address of the form, so that going back leaves the room
/// in one step and loading anew sends nothing twice; what is refused waits there.
pub async fn compose<B>(visit: Visit<'_>, request: Request<B>) -> Answer
where
    B: Body<Data = Bytes> + Unpin,
{
    let Taken {
        visitor,
        skin,
        typed,
        nick,
        outcome,
        ..
    } = match take(visit, request, TooLong::Refuse).await {
        Ok(taken) => taken,
        Err(status) => return empty(status),
    };
    let (member, hub) = (visitor.claim.member, &visit.web.hub);
    let home = visit.window().and_then(|id| hub.home_of(id, member));
    // The fragment gives the box the focus again.
    let next = |place: &Place| {
        let place = home.as_ref().unwrap_or(place);
        see_other(&format!(
            "{}{}/compose#msg",
            visit.base(&skin),
            place.path()
        ))
    };
    let mut answer = match outcome {
        Ok(Reply::Done | Reply::Answer(_)) => next(visit.place),
        Ok(Reply::Moved { to, frames: true }) => next(&to),
        Ok(Reply::Moved { to, frames: false }) => elsewhere(visit, &visitor, &skin, &to),
        Ok(Reply::Left { .. }) if home.is_some() => next(visit.place),
        Ok(Reply::Left { stopped }) => left(&skin, stopped),
        Err(refusal) => {
            let draft = Draft {
                text: without_control_characters(&typed),
                refusal,
            };
            let is_kept = visit
                .window()
                .is_some_and(|id| hub.keep(visit.web.clock.uptime(), id, member, draft.clone()));
            if is_kept {
                next(visit.place)
            } else {
                refused(visit, &visitor, &skin, &draft)
            }
        }
    };
    visitor.remember(&nick, &mut answer);
    answer
}

/// A message from the page without frames.
pub async fn plain<B>(visit: Visit<'_>, request: Request<B>) -> Answer
where
    B: Body<Data = Bytes> + Unpin,
{
    let Taken {
        visitor,
        headers,
        skin,
        typed,
        nick,
        outcome,
    } = match take(visit, request, TooLong::Refuse).await {
        Ok(taken) => taken,
        Err(status) => return empty(status),
    };
    let next = |place: &Place| see_other(&format!("{}{}/plain#end", skin.top, place.path()));
    let mut answer = match outcome {
        Ok(Reply::Done | Reply::Answer(_)) => next(visit.place),
        Ok(Reply::Moved { to, .. }) => next(&to),
        Ok(Reply::Left { stopped }) => left(&skin, stopped),
        Err(refusal) => {
            let text = without_control_characters(&typed);
            return plain_page(visit, &visitor, &headers, &text, Some(refusal));
        }
    };
    visitor.remember(&nick, &mut answer);
    answer
}

/// A message from a program: what came of it, as JSON.
pub async fn api<B>(visit: Visit<'_>, request: Request<B>) -> Answer
where
    B: Body<Data = Bytes> + Unpin,
{
    if is_from_elsewhere(request.headers()) {
        return empty(StatusCode::FORBIDDEN);
    }
    let visitor = visit.visitor(request.headers());
    let sent = match form::read_json(request).await {
        Ok(typed) => Sent { typed, form: None },
        Err(status) => return empty(status),
    };
    let (nick, outcome) = submit(visit, &visitor, &sent, TooLong::Refuse).await;
    let mut answer = json(api::outcome(&nick, &outcome));
    if let Err(refusal) = outcome {
        *answer.status_mut() = status(refusal);
    }
    visitor.remember(&nick, &mut answer);
    answer
}

/// A passphrase, at the door of a room: leads into the room, or back to the door.
pub async fn passphrase<B>(visit: Visit<'_>, request: Request<B>) -> Answer
where
    B: Body<Data = Bytes> + Unpin,
{
    if is_from_elsewhere(request.headers()) {
        return empty(StatusCode::FORBIDDEN);
    }
    let headers = request.headers().clone();
    let visitor = visit.visitor(&headers);
    let [typed] = match form::read_fields(request, ["passphrase"]).await {
        Ok(fields) => fields,
        Err(status) => return empty(status),
    };
    let nick = visit.web.nick(&visitor);
    let skin = visit.skin(&visitor, &headers, None);
    let mut answer = match knock(visit, &visitor, &typed).await {
        Ok(()) => see_other(&skin.page),
        Err(refusal) => outside(&skin, visit.place, refusal),
    };
    visitor.remember(&nick, &mut answer);
    answer
}

/// The same from a program: the nick under which it is in the room, or why it is not.
pub async fn api_passphrase<B>(visit: Visit<'_>, request: Request<B>) -> Answer
where
    B: Body<Data = Bytes> + Unpin,
{
    if is_from_elsewhere(request.headers()) {
        return empty(StatusCode::FORBIDDEN);
    }
    let visitor = visit.visitor(request.headers());
    let typed = match form::read_json_passphrase(request).await {
        Ok(typed) => typed,
        Err(status) => return empty(status),
    };
    let nick = visit.web.nick(&visitor);
    let mut answer = match knock(visit, &visitor, &typed).await {
        Ok(()) => json(api::outcome(&nick, &Ok(Reply::Done))),
        Err(refusal) => json_refused(refusal),
    };
    visitor.remember(&nick, &mut answer);
    answer
}

/// What was sent by a form.
struct Sent {
    /// What was typed.
    typed: String,
    /// The number of the form.
    form: Option<Once>,
}

/// What came of what a form sent, and what the answer needs.
struct Taken {
    /// Who sent it.
    visitor: Visitor,
    /// With which headers.
    headers: HeaderMap,
    /// What all pages have that they get.
    skin: Skin,
    /// What was typed.
    typed: String,
    /// The nick in force.
    nick: Nick,
    /// What came of it.
    outcome: Result<Reply, Refusal>,
}

/// Reads a form with a message, and does what it asks for. What is too long is cut, or else refused; far too
/// long to be cut, as the seed has it, is a status.
async fn take<B>(
    visit: Visit<'_>,
    request: Request<B>,
    too_long: TooLong,
) -> Result<Taken, StatusCode>
where
    B: Body<Data = Bytes> + Unpin,
{
    let headers = request.headers().clone();
    let (visitor, sent) = read(visit, request).await?;
    if matches!(too_long, TooLong::Cut) && sent.typed.len() > form::MAX_DECODED {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let (nick, outcome) = submit(visit, &visitor, &sent, too_long).await;
    Ok(Taken {
        skin: visit.skin(&visitor, &headers, None),
        visitor,
        headers,
        typed: sent.typed,
        nick,
        outcome,
    })
}

/// Reads who sends a form with a message, and that.
async fn read<B>(visit: Visit<'_>, request: Request<B>) -> Result<(Visitor, Sent), StatusCode>
where
    B: Body<Data = Bytes> + Unpin,
{
    if is_from_elsewhere(request.headers()) {
        return Err(StatusCode::FORBIDDEN);
    }
    let visitor = visit.visitor(request.headers());
    let [typed, once] = form::read_fields(request, ["msg", "once"]).await?;
    let form = u64::from_str_radix(&once, 16).ok().map(Once);
    Ok((visitor, Sent { typed, form }))
}

/// Does what was typed, if it may be done, and gives the nick in force.
async fn submit(
    visit: Visit<'_>,
    visitor: &Visitor,
    sent: &Sent,
    too_long: TooLong,
) -> (Nick, Result<Reply, Refusal>) {
    let Visit {
        web, origin, place, ..
    } = visit;
    let now = web.clock.now();
    let mut is_counted = false;
    let allowed = Command::parse(&sent.typed, too_long).and_then(|command| {
        let (Some(command), circuit) = (command, &origin.circuit) else {
            return Ok(None);
        };
        if circuit
            .as_ref()
            .is_some_and(|circuit| !circuit.message(now.uptime))
        {
            return Err(Refusal::CircuitBusy);
        }
        if command.passphrase().is_some() {
            visit.guess(visitor)?;
            is_counted = true;
        } else if matches!(command, Command::Join(..) | Command::Op(_)) {
            visit.may_guess()?;
        }
        Ok(Some(command))
    });
    let command = match allowed {
        Ok(Some(command)) => web.hashing.command(command).await,
        Ok(None) => {
            if let Some(id) = visit.window() {
                web.hub.drop_draft(id, visitor.claim.member);
            }
            return (web.nick(visitor), Ok(Reply::Done));
        }
        Err(refusal) => Err(refusal),
    };
    let command = match command {
        Ok(command) => command,
        Err(refusal) => return (web.nick(visitor), Err(refusal)),
    };
    let claim = &visitor.claim;
    if let Err(refusal) = visit.may_look(visitor) {
        return (web.nick(visitor), Err(refusal));
    }
    let from = SentFrom {
        window: visit.window(),
        form: sent.form,
    };
    let now = web.clock.now();
    let submitted = web
        .hub
        .submit(now, claim, place, command, from, &mut rand::rng());
    if !is_counted {
        visit.note_guess(&submitted.outcome);
    }
    (submitted.nick, submitted.outcome)
}

/// Lets a visitor into a room who shows its passphrase, or who needs none.
async fn knock(visit: Visit<'_>, visitor: &Visitor, typed: &str) -> Result<(), Refusal> {
    let Visit { web, place, .. } = visit;
    let claim = &visitor.claim;
    let mut key = None;
    if let (Err(Refusal::NoRoom), Some(passphrase)) =
        (web.hub.enter(place, claim), Passphrase::parse(typed))
    {
        visit.guess(visitor)?;
        key = Some(web.hashing.hash(passphrase).await?);
    } else {
        visit.may_guess()?;
    }
    let now = web.clock.now();
    let knocked = web.hub.knock(now, claim, place, key.as_ref());
    if key.is_none() {
        visit.note_guess(&knocked);
    }
    knocked
}

impl Web {
    /// The nick that a visitor would speak under.
    fn nick(&self, visitor: &Visitor) -> Nick {
        self.hub.nick_for(&visitor.claim)
    }
}

/// The form with the refused text in it and the reason above; the status is for programs.
fn refused(visit: Visit<'_>, visitor: &Visitor, skin: &Skin, draft: &Draft) -> Answer {
    let mut answer = match visit.web.hub.enter(visit.place, &visitor.claim) {
        Err(_) => return outside(skin, visit.place, draft.refusal),
        Ok(room) => pages::form(visit, visitor, skin, &room, Some(draft)),
    };
    *answer.status_mut() = status(draft.refusal);
    answer
}
