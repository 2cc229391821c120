//! What visitors send: messages and commands from the form, from the seed's clients and from programs,
//! and the passphrase at a room's door.

use bytes::Bytes;
use hyper::{Request, StatusCode, body::Body};

use super::{
    Web,
    answer::{Answer, empty, html, json, left, outside, see_other, status},
    api, form, page,
    visit::Visit,
    visitor::{Visitor, is_from_elsewhere},
};
use crate::chat::{
    Command, Nick, Passphrase, Place, Refusal, Reply,
    text::{TooLong, without_control_characters},
    words,
};

/// A message as the seed's clients send it: the answer leads to the page, whether it was taken,
/// empty, too fast or said twice.
pub async fn send<B>(visit: Visit<'_>, request: Request<B>) -> Answer
where
    B: Body<Data = Bytes> + Unpin,
{
    let (visitor, typed) = match read(visit, request, form::MESSAGE).await {
        Ok((_, typed)) if typed.len() > form::MAX_DECODED => {
            return empty(StatusCode::PAYLOAD_TOO_LARGE);
        }
        Ok(read) => read,
        Err(status) => return empty(status),
    };
    let (nick, outcome) = submit(visit, &visitor, &typed, TooLong::Cut).await;
    let mut answer = match outcome {
        Err(Refusal::ControlCharacters) => empty(StatusCode::BAD_REQUEST),
        Err(refusal @ Refusal::NoRoom) if *visit.place != Place::Lobby => {
            outside(visit.place, refusal)
        }
        Ok(Reply::Moved { to, .. }) => see_other(&to.page()),
        Ok(Reply::Left { stopped }) => left(stopped),
        Ok(_) | Err(_) => see_other(&visit.place.page()),
    };
    visitor.remember(&nick, &mut answer);
    answer
}

/// A message from the form's own frame: what is refused comes back in the box, with the reason.
pub async fn compose<B>(visit: Visit<'_>, request: Request<B>) -> Answer
where
    B: Body<Data = Bytes> + Unpin,
{
    let (visitor, typed) = match read(visit, request, form::MESSAGE).await {
        Ok(read) => read,
        Err(status) => return empty(status),
    };
    let (nick, outcome) = submit(visit, &visitor, &typed, TooLong::Refuse).await;
    // The fragment gives the box the focus again.
    let next = |place: &Place| see_other(&format!("{}/compose#msg", place.path()));
    let mut answer = match outcome {
        Ok(Reply::Done | Reply::Answer(_)) => next(visit.place),
        Ok(Reply::Moved { to, frames: true }) => next(&to),
        Ok(Reply::Moved { to, frames: false }) => {
            let room = visit.web.hub.enter(visit.place, &visitor.claim);
            let name = room.ok().and_then(|room| room.name);
            let (path, to) = (visit.place.path(), to.page());
            html(page::render(&page::Compose {
                elsewhere: Some(&to),
                ..page::Compose::empty(&path, words::place(name.as_ref()), nick.as_str())
            }))
        }
        Ok(Reply::Left { stopped }) => left(stopped),
        Err(refusal) => refused(visit, &visitor, &nick, &typed, refusal),
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
    let typed = match form::read_json(request).await {
        Ok(typed) => typed,
        Err(status) => return empty(status),
    };
    let (nick, outcome) = submit(visit, &visitor, &typed, TooLong::Refuse).await;
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
    let (visitor, typed) = match read(visit, request, form::PASSPHRASE).await {
        Ok(read) => read,
        Err(status) => return empty(status),
    };
    let nick = visit.web.nick(&visitor);
    let mut answer = match knock(visit, &visitor, &typed).await {
        Ok(()) => see_other(&visit.place.page()),
        Err(refusal) => outside(visit.place, refusal),
    };
    visitor.remember(&nick, &mut answer);
    answer
}

/// Reads who sends a form, and one field of it.
async fn read<B>(
    visit: Visit<'_>,
    request: Request<B>,
    field: form::Field,
) -> Result<(Visitor, String), StatusCode>
where
    B: Body<Data = Bytes> + Unpin,
{
    if is_from_elsewhere(request.headers()) {
        return Err(StatusCode::FORBIDDEN);
    }
    let visitor = visit.visitor(request.headers());
    let typed = form::read_field(request, field).await?;
    Ok((visitor, typed))
}

/// Does what was typed, if it may be done, and gives the nick in force.
async fn submit(
    visit: Visit<'_>,
    visitor: &Visitor,
    typed: &str,
    too_long: TooLong,
) -> (Nick, Result<Reply, Refusal>) {
    let Visit { web, origin, place } = visit;
    let now = web.clock.now();
    let mut is_counted = false;
    let allowed = Command::parse(typed, too_long).and_then(|command| {
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
        Ok(None) => return (web.nick(visitor), Ok(Reply::Done)),
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
    let submitted = web
        .hub
        .submit(web.clock.now(), claim, place, command, &mut rand::rng());
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
    let knocked = web
        .hub
        .knock(now, claim, place, key.as_ref(), &mut rand::rng());
    if key.is_none() {
        visit.note_guess(&knocked);
    }
    knocked
}

impl Web {
    /// The nick that a visitor would speak under.
    fn nick(&self, visitor: &Visitor) -> Nick {
        self.hub.nick_for(&visitor.claim, &mut rand::rng())
    }
}

/// The form with the refused text in it and the reason above; the status is for programs.
fn refused(
    visit: Visit<'_>,
    visitor: &Visitor,
    nick: &Nick,
    typed: &str,
    refusal: Refusal,
) -> Answer {
    let Ok(room) = visit.web.hub.enter(visit.place, &visitor.claim) else {
        return outside(visit.place, refusal);
    };
    let (reason, text) = (refusal.to_string(), without_control_characters(typed));
    let (path, name) = (visit.place.path(), words::place(room.name.as_ref()));
    let mut answer = html(page::render(&page::Compose {
        text: &text,
        refusal: Some(&reason),
        ..page::Compose::empty(&path, name, nick.as_str())
    }));
    *answer.status_mut() = status(refusal);
    answer
}
