//! Fetches one file from whoever offers it, who may be anybody.

use std::{path::PathBuf, time::Duration};

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request, Response, StatusCode,
    body::{Body as _, Incoming},
    header::{CONTENT_RANGE, HOST, HeaderMap, RANGE, SERVER},
};
use rand::RngExt as _;
use tokio::{
    task::spawn_blocking,
    time::{sleep, timeout},
};

use super::{FileNumber, PATH, PIECE, Transfers, draft::Draft, error::Failed};
use crate::{
    dial::{Connection, Destination, Dial, DialError, ExchangeError, PORT},
    onion::OnionAddress,
    peer::FileOffer,
};

/// How long it may take to find the sender: some seconds, on a loaded network many.
const DIAL: Duration = Duration::from_secs(90);

/// How long a piece may take: a circuit so slow that it does not carry 16 KiB in a minute is as good as dead, and a new
/// one is better. It bounds how long a whole file can take.
const STALL: Duration = Duration::from_mins(1);

/// How long to wait before another attempt, at first and at most.
const PAUSE: (Duration, Duration) = (Duration::from_secs(2), Duration::from_mins(1));

/// How many attempts in a row may bring less than a piece: with the pauses, somebody may be away for half an hour.
pub(super) const TRIES: u32 = 30;

/// So much of a file in one attempt, and the next failures count anew: who gives less would have this appliance dial
/// for as long as they like.
const ENOUGH: u64 = 1024 * 1024;

/// Fetches a file into a draft, and gives it its name when it is what was offered.
pub(super) async fn fetch(
    files: &Transfers,
    number: FileNumber,
    dial: &impl Dial,
    (from, offer): (&OnionAddress, &FileOffer),
    mut draft: Draft,
) -> Result<PathBuf, Failed> {
    let (mut tries, mut pause) = (0, PAUSE.0);
    while draft.length() < offer.size {
        let before = draft.length();
        let reason;
        (draft, reason) = attempt(files, number, dial, (from, offer), draft).await?;
        let Some(reason) = reason else { break };
        if draft.length() - before >= ENOUGH {
            (tries, pause) = (0, PAUSE.0);
        }
        tries += 1;
        if tries == TRIES {
            return Err(Failed::GivenUp { tries, reason });
        }
        files.table().wait(number, reason);
        let jittered = pause.mul_f64(rand::rng().random_range(0.5..1.5));
        sleep(jittered).await;
        pause = (pause * 2).min(PAUSE.1);
    }
    let offer = offer.clone();
    blocking(move || draft.keep(&offer)).await
}

/// Does something that blocks.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failed> + Send + 'static,
) -> Result<T, Failed> {
    let lost = |_| Failed::Disk(std::io::ErrorKind::Interrupted.into());
    spawn_blocking(work).await.map_err(lost)?
}

/// Tries to get the rest of a file. Gives back the draft, and why it is not whole, where trying again may help.
async fn attempt(
    files: &Transfers,
    number: FileNumber,
    dial: &impl Dial,
    (from, offer): (&OnionAddress, &FileOffer),
    mut draft: Draft,
) -> Result<(Draft, Option<String>), Failed> {
    let destination = Destination::Onion(from.clone(), PORT);
    let dialled = timeout(DIAL, dial.dial(&destination)).await;
    let stream = match dialled.unwrap_or(Err(DialError::Late)) {
        Ok(stream) => stream,
        Err(error) if error.may_pass() => return Ok((draft, Some(error.to_string()))),
        Err(error) => return Err(Failed::Dial(error)),
    };
    let asked = async {
        let mut connection = Connection::over(stream).await?;
        let request = request(&destination, offer, draft.length())?;
        let answer = connection.send(request).await?;
        // The connection carries the body as long as it is held.
        Ok::<_, ExchangeError>((connection, answer))
    };
    let (_connection, answer) = match asked.await {
        Ok(answered) => answered,
        Err(error) => return Ok((draft, Some(error.to_string()))),
    };
    if let Some(reason) = check(&answer, draft.length(), offer.size)? {
        return Ok((draft, Some(reason.to_owned())));
    }
    let mut body = answer.into_body();
    loop {
        let mut piece = BytesMut::new();
        let left = offer.size - draft.length();
        let filled = timeout(STALL, fill(&mut piece, &mut body, left)).await;
        if piece.len() as u64 > left {
            return Err(Failed::Lies);
        }
        // Also what came before it stalled or was lost needs not come again.
        draft = blocking(move || {
            draft.write(&piece)?;
            Ok(draft)
        })
        .await?;
        files.table().progress(number, draft.length());
        if draft.length() == offer.size {
            return Ok((draft, None));
        }
        let why = match filled {
            Ok(Ok(())) => continue,
            Ok(Err(lost)) => lost,
            Err(_) => ExchangeError::Silent,
        };
        return Ok((draft, Some(why.to_string())));
    }
}

/// Asks for a file from there on.
fn request(
    destination: &Destination,
    offer: &FileOffer,
    from: u64,
) -> Result<Request<Full<Bytes>>, ExchangeError> {
    let mut request =
        Request::get(format!("{PATH}{}", offer.token)).header(HOST, destination.host());
    if from > 0 {
        request = request.header(RANGE, format!("bytes={from}-"));
    }
    // An address, a token and a number are always a request.
    request
        .body(Full::default())
        .map_err(|_| ExchangeError::Lost)
}

/// Whether an answer brings the rest of a file of this size; a reason where it may do so later.
fn check(
    answer: &Response<Incoming>,
    from: u64,
    size: u64,
) -> Result<Option<&'static str>, Failed> {
    let is_ours = |headers: &HeaderMap| headers.get(SERVER).is_some_and(|name| name == "onionchat");
    let is_rest = match answer.status() {
        _ if !is_ours(answer.headers()) => return Err(Failed::Stranger),
        StatusCode::NOT_FOUND => return Err(Failed::Gone),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT => {
            return Ok(Some("they send so much at once that this has to wait"));
        }
        StatusCode::OK => from == 0,
        StatusCode::PARTIAL_CONTENT => {
            let range = format!("bytes {from}-{}/{size}", size - 1);
            let told = answer.headers().get(CONTENT_RANGE);
            from > 0 && told.is_some_and(|told| *told == range)
        }
        _ => false,
    };
    // The length that they announce is the most that comes.
    if !is_rest || answer.body().size_hint().exact() != Some(size - from) {
        return Err(Failed::Lies);
    }
    Ok(None)
}

/// Fills a piece with what comes, as long as so much is left.
async fn fill(piece: &mut BytesMut, body: &mut Incoming, left: u64) -> Result<(), ExchangeError> {
    while piece.len() < PIECE && (piece.len() as u64) < left {
        let frame = body.frame().await.ok_or(ExchangeError::Lost)??;
        if let Ok(data) = frame.into_data() {
            piece.extend_from_slice(&data);
        }
    }
    Ok(())
}
