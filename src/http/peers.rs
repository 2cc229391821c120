//! Messages from other appliances.

use bytes::Bytes;
use hyper::{Request, StatusCode, body::Body};

use super::{
    answer::{Answer, empty, json},
    form,
    visit::Visit,
};
use crate::{
    mail::Reply,
    peer::{Refusal, Signed},
};

/// Takes a message from another appliance. Where the mailbox is closed, there is no such page.
pub async fn receive<B>(visit: Visit<'_>, request: Request<B>) -> Answer
where
    B: Body<Data = Bytes> + Unpin,
{
    let web = visit.web;
    let Some(mail) = web.mail.get().filter(|mail| mail.is_open()) else {
        return empty(StatusCode::NOT_FOUND);
    };
    let body = match form::read_json_body(request).await {
        Ok(body) => body,
        Err(status) => return empty(status),
    };
    let circuit = visit.origin.circuit.as_ref();
    let received = if circuit.is_none_or(|circuit| circuit.message(web.clock.uptime())) {
        Signed::parse(&body).and_then(|signed| mail.receive(&signed))
    } else {
        Err(Refusal::TooFast)
    };
    let mut answer = json(Reply::of(received).to_json().into());
    *answer.status_mut() = status(received);
    answer
}

/// The status that goes with what is said of a message.
fn status(received: Result<(), Refusal>) -> StatusCode {
    match received {
        Ok(()) => StatusCode::OK,
        Err(refusal) => match refusal {
            Refusal::Malformed => StatusCode::BAD_REQUEST,
            Refusal::Forged | Refusal::Unknown => StatusCode::FORBIDDEN,
            Refusal::NotForUs | Refusal::OtherStart(_) | Refusal::Clock | Refusal::Replayed => {
                StatusCode::CONFLICT
            }
            Refusal::Full | Refusal::TooFast => StatusCode::TOO_MANY_REQUESTS,
        },
    }
}
