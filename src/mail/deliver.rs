//! Brings what waits to the other side.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    Request, StatusCode,
    header::{CONTENT_TYPE, HOST, SERVER},
};
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{Mail, PATH, Reply};
use crate::{
    dial::{Connection, Destination, Dial, DialError, ExchangeError, PORT, read_all},
    onion::OnionAddress,
    peer::{Outcome, Refusal, Signed, Why},
};

/// How many messages are under way at once: each takes a circuit, and the rooms of the process need theirs.
const AT_ONCE: usize = 8;

/// How long one attempt may take: finding a peer who is there takes some seconds, on a loaded network many.
const ATTEMPT: Duration = Duration::from_secs(90);

/// Delivers what waits, for ever.
pub async fn deliver(mail: Arc<Mail>, dial: impl Dial) {
    let mut changes = mail.changes.subscribe();
    let mut under_way = JoinSet::new();
    loop {
        changes.mark_unchanged();
        let free = AT_ONCE.saturating_sub(under_way.len());
        for (attempt, signed) in mail.due(free) {
            let (mail, dial) = (Arc::clone(&mail), dial.clone());
            under_way.spawn(async move {
                let outcome = timeout(ATTEMPT, try_once(&mail, &dial, &attempt.to, &signed)).await;
                let late = |_| Outcome::Later(Failure::Dial(DialError::Late).into());
                mail.done(attempt.id, outcome.unwrap_or_else(late));
            });
        }
        let has_room = under_way.len() < AT_ONCE;
        let pause = mail.until_due().unwrap_or(Duration::MAX);
        tokio::select! {
            // The mailbox is held here, so there always may be another change.
            _ = changes.changed() => {}
            () = sleep(pause), if has_room => {}
            Some(_) = under_way.join_next() => {}
        }
    }
}

/// Tries to deliver one message.
async fn try_once(mail: &Mail, dial: &impl Dial, to: &OnionAddress, signed: &Signed) -> Outcome {
    match bring(dial, to, signed).await {
        // It was taken, and the answer was lost.
        Ok(Ok(()) | Err(Refusal::Replayed)) => Outcome::Delivered,
        Ok(Err(refusal @ Refusal::OtherStart(start))) if mail.note_start(to, start) => {
            Outcome::AtOnce(refusal.to_string().into())
        }
        Ok(Err(refusal)) if refusal.may_pass() => Outcome::Later(refusal.to_string().into()),
        Ok(Err(refusal)) => Outcome::Never(refusal.to_string().into()),
        Err(failure) if failure.may_pass() => Outcome::Later(failure.into()),
        Err(failure) => Outcome::Never(failure.into()),
    }
}

/// Why a message did not get to a mailbox.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// There is no way to it.
    #[error(transparent)]
    Dial(#[from] DialError),
    /// There is no answer.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// It is closed.
    #[error("their mailbox is closed: they take no messages")]
    Closed,
    /// It is none.
    #[error("something else than an onionchat is at the address")]
    Stranger,
}

impl Failure {
    /// Whether trying again later can help.
    fn may_pass(&self) -> bool {
        match self {
            Self::Dial(error) => error.may_pass(),
            Self::Exchange(_) | Self::Closed => true,
            Self::Stranger => false,
        }
    }
}

impl From<Failure> for Why {
    fn from(failure: Failure) -> Self {
        Self {
            error: match &failure {
                Failure::Dial(error) => Some(error.socks()),
                Failure::Exchange(_) | Failure::Closed | Failure::Stranger => None,
            },
            reason: failure.to_string(),
        }
    }
}

/// Brings a message to a mailbox; gives what that says.
async fn bring(
    dial: &impl Dial,
    to: &OnionAddress,
    signed: &Signed,
) -> Result<Result<(), Refusal>, Failure> {
    let destination = Destination::Onion(to.clone(), PORT);
    let stream = dial.dial(&destination).await?;
    let mut connection = Connection::over(stream).await?;
    let request = Request::post(PATH)
        .header(HOST, destination.host())
        .header(CONTENT_TYPE, "application/json")
        .body(Full::new(Bytes::from(signed.to_json())))
        // An address and constants are always a request.
        .map_err(|_| ExchangeError::Lost)?;
    let answer = connection.send(request).await?;
    let is_ours = answer
        .headers()
        .get(SERVER)
        .is_some_and(|name| name == "onionchat");
    let status = answer.status();
    match status {
        _ if !is_ours => Err(Failure::Stranger),
        StatusCode::NOT_FOUND => Err(Failure::Closed),
        // The circuit or the process is too busy.
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT => {
            Err(ExchangeError::Silent.into())
        }
        _ => {
            let body = read_all(answer.into_body(), Reply::MAX).await?;
            Reply::parse(&body).ok_or(Failure::Stranger)
        }
    }
}

#[cfg(test)]
mod tests;
