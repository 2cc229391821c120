//! Messages that visitors send.

use bytes::Bytes;
use hyper::{HeaderMap, Request, StatusCode, body::Body, header::HeaderValue};

use super::{
    Web,
    answer::{Answer, SEC_FETCH_SITE, empty, html, see_other},
    form, page,
    visitor::Visitor,
};
use crate::{
    chat::{
        Command, MessageText, Nick, Refusal,
        text::{TooLong, without_control_characters},
    },
    server::Origin,
};

/// Where the form's frame goes after a message: the fragment gives the box the focus again.
const NEXT_MESSAGE: &str = "/compose#msg";

/// A message as the seed's clients send it: the answer leads to the page, whether it was taken,
/// empty, too fast or said twice.
pub async fn send<B>(web: &Web, origin: &Origin, request: Request<B>) -> Answer
where
    B: Body<Data = Bytes> + Unpin,
{
    let (visitor, typed) = match read(web, request).await {
        Ok((_, typed)) if typed.len() > form::MAX_DECODED => {
            return empty(StatusCode::PAYLOAD_TOO_LARGE);
        }
        Ok(read) => read,
        Err(status) => return empty(status),
    };
    let (nick, outcome) = say(web, origin, &visitor, &typed, TooLong::Cut);
    let mut answer = match outcome {
        Err(Refusal::ControlCharacters) => empty(StatusCode::BAD_REQUEST),
        Ok(()) | Err(_) => see_other("/"),
    };
    visitor.remember(&nick, &mut answer);
    answer
}

/// A message from the form's own frame: what is refused comes back in the box, with the reason.
pub async fn compose<B>(web: &Web, origin: &Origin, request: Request<B>) -> Answer
where
    B: Body<Data = Bytes> + Unpin,
{
    let (visitor, typed) = match read(web, request).await {
        Ok(read) => read,
        Err(status) => return empty(status),
    };
    let (nick, outcome) = say(web, origin, &visitor, &typed, TooLong::Refuse);
    let mut answer = match outcome {
        Ok(()) => see_other(NEXT_MESSAGE),
        Err(refusal) => refused(&nick, &typed, refusal),
    };
    visitor.remember(&nick, &mut answer);
    answer
}

/// Reads who sends a message, and the message.
async fn read<B>(web: &Web, request: Request<B>) -> Result<(Visitor, String), StatusCode>
where
    B: Body<Data = Bytes> + Unpin,
{
    if is_from_elsewhere(request.headers()) {
        return Err(StatusCode::FORBIDDEN);
    }
    let visitor = Visitor::of(request.headers(), &web.sessions, &mut rand::rng());
    let typed = form::read_message(request).await?;
    Ok((visitor, typed))
}

/// Whether a browser says that another site's page sends this (Fetch Metadata, W3C). `Origin` is
/// no help: with `no-referrer` it is `null` for friend and foe alike.
fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    let site = headers.get(SEC_FETCH_SITE).map(HeaderValue::as_bytes);
    !matches!(site, None | Some(b"same-origin" | b"none"))
}

/// Says it, if it may be said, and gives the nick in force.
fn say(
    web: &Web,
    origin: &Origin,
    visitor: &Visitor,
    typed: &str,
    too_long: TooLong,
) -> (Nick, Result<(), Refusal>) {
    let mut rng = rand::rng();
    let now = web.clock.now();
    let outcome =
        MessageText::parse(typed, too_long).and_then(|text| match (text, &origin.circuit) {
            (Some(_), Some(circuit)) if !circuit.message(now.uptime) => Err(Refusal::CircuitBusy),
            (text, _) => Ok(text),
        });
    match outcome {
        Ok(Some(text)) => {
            let (who, said) = web
                .hub
                .submit(now, &visitor.claim, Command::Say(text), &mut rng);
            (who.nick, said)
        }
        Ok(None) => (web.hub.nick_for(&visitor.claim, &mut rng), Ok(())),
        Err(refusal) => (web.hub.nick_for(&visitor.claim, &mut rng), Err(refusal)),
    }
}

/// The form with the refused text in it and the reason above; the status is for programs.
fn refused(nick: &Nick, typed: &str, refusal: Refusal) -> Answer {
    let (reason, text) = (refusal.to_string(), without_control_characters(typed));
    let page = page::Compose {
        nick: nick.as_str(),
        text: &text,
        refusal: Some(&reason),
    };
    let mut answer = html(page::render(&page));
    *answer.status_mut() = match refusal {
        Refusal::TooFast | Refusal::Duplicate | Refusal::CircuitBusy | Refusal::Forgotten => {
            StatusCode::TOO_MANY_REQUESTS
        }
        Refusal::TooLong { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::ControlCharacters => StatusCode::BAD_REQUEST,
    };
    answer
}
