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
    time::{Instant, timeout},
};

use super::{FileNumber, PATH, PIECE, TURN, Transfers, draft::Draft, error::Failed, table::Job};
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

/// How many attempts in a row may fail and bring little: with the pauses, somebody may be away for half an hour.
pub(super) const TRIES: u32 = 30;

/// How often in a row a sender may have no place: at a try a minute somebody waits for a day, and an offer ends after
/// four.
const BUSY: u32 = 24 * 60;

/// So much of a file in one attempt, and the next failures count anew: who gives less would have this appliance dial
/// for as long as they like.
const ENOUGH: u64 = 1024 * 1024;

/// How the attempts at a file went.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tries {
    /// How many in a row have failed and brought little.
    failed: u32,
    /// How many in a row have found no place.
    busy: u32,
    /// How long to wait after another one.
    pause: Duration,
}

impl Default for Tries {
    fn default() -> Self {
        Self {
            failed: 0,
            busy: 0,
            pause: PAUSE.0,
        }
    }
}

impl Tries {
    /// Counts one that has failed; gives how long to wait.
    ///
    /// # Errors
    /// Where it was the last one.
    fn fail(&mut self, reason: &str) -> Result<Duration, Failed> {
        self.failed += 1;
        if self.failed == TRIES {
            return Err(given_up(self.failed, reason));
        }
        let jittered = jittered(self.pause);
        self.pause = (self.pause * 2).min(PAUSE.1);
        Ok(jittered)
    }

    /// Counts one that found no place; gives how long to wait.
    ///
    /// # Errors
    /// Where it was the last one.
    fn wait(&mut self, reason: &str) -> Result<Duration, Failed> {
        self.busy += 1;
        if self.busy == BUSY {
            return Err(given_up(self.busy, reason));
        }
        Ok(jittered(PAUSE.1))
    }
}

/// So many attempts were enough.
fn given_up(tries: u32, reason: &str) -> Failed {
    let reason = reason.to_owned();
    Failed::GivenUp { tries, reason }
}

/// About so long, so that nobody comes back at the same moment as others.
fn jittered(pause: Duration) -> Duration {
    pause.mul_f64(rand::rng().random_range(0.5..1.5))
}

/// What has come of an attempt.
#[derive(Debug)]
pub(super) enum Fetched {
    /// All of the file is there, here.
    Whole(PathBuf),
    /// The rest is to come.
    Later(Box<Later>),
}

/// A file whose rest is to come.
#[derive(Debug)]
pub(super) struct Later {
    /// What there is of it.
    pub(super) draft: Draft,
    /// How it went so far.
    pub(super) tries: Tries,
    /// When it is tried again; where there is nothing, as soon as it can be.
    pub(super) due: Option<Instant>,
    /// From when on others give their places up for it; where there is nothing, from the beginning.
    pub(super) claims: Option<Instant>,
    /// Why it did not come now.
    pub(super) reason: String,
}

/// How an attempt ended.
enum End {
    /// All of it is there.
    Whole,
    /// Others want the place.
    Turn,
    /// They have no place for it now.
    Busy(&'static str),
    /// It went wrong, and trying again may help.
    Failed(String),
}

/// Tries once to fetch a file into its draft, and gives it its name when it is there and what was offered.
pub(super) async fn fetch(
    files: &Transfers,
    dial: &impl Dial,
    job: Job,
) -> Result<Fetched, Failed> {
    let (offer, mut tries, before) = (job.offer, job.tries, job.draft.length());
    let began = Instant::now();
    let (draft, end) = if before < offer.size {
        attempt(files, job.number, dial, (&job.peer, &offer), job.draft).await?
    } else {
        (job.draft, End::Whole)
    };
    // A slow circuit brings less than that in a turn, and is no reason to give up.
    let came = draft.length() - before;
    if came >= ENOUGH || (came > 0 && began.elapsed() >= TURN) {
        tries = Tries::default();
    }
    let mut later = Later {
        draft,
        tries,
        due: None,
        claims: None,
        reason: String::new(),
    };
    let now = Instant::now();
    match end {
        End::Whole => {
            let path = blocking(move || later.draft.keep(&offer)).await?;
            return Ok(Fetched::Whole(path));
        }
        End::Turn => {
            // What becomes free it takes at once; but who has just had a turn ends nobody else's.
            later.claims = Some(now + TURN);
            "others have their turn, then it goes on".clone_into(&mut later.reason);
        }
        End::Busy(reason) => {
            later.due = Some(now + later.tries.wait(reason)?);
            reason.clone_into(&mut later.reason);
        }
        End::Failed(reason) => {
            later.due = Some(now + later.tries.fail(&reason)?);
            later.reason = reason;
        }
    }
    Ok(Fetched::Later(Box::new(later)))
}

/// Does something that blocks.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failed> + Send + 'static,
) -> Result<T, Failed> {
    let lost = |_| Failed::Disk(std::io::ErrorKind::Interrupted.into());
    spawn_blocking(work).await.map_err(lost)?
}

/// Tries to get the rest of a file. Gives back the draft, and how that ended where it is not over.
async fn attempt(
    files: &Transfers,
    number: FileNumber,
    dial: &impl Dial,
    (from, offer): (&OnionAddress, &FileOffer),
    mut draft: Draft,
) -> Result<(Draft, End), Failed> {
    let began = Instant::now();
    let destination = Destination::Onion(from.clone(), PORT);
    let dialled = timeout(DIAL, dial.dial(&destination)).await;
    let stream = match dialled.unwrap_or(Err(DialError::Late)) {
        Ok(stream) => stream,
        Err(error) if error.may_pass() => return Ok((draft, End::Failed(error.to_string()))),
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
        Err(error) => return Ok((draft, End::Failed(error.to_string()))),
    };
    if let Some(reason) = check(&answer, draft.length(), offer.size)? {
        return Ok((draft, End::Busy(reason)));
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
            return Ok((draft, End::Whole));
        }
        let why = match filled {
            Ok(Ok(())) => {
                let now = Instant::now();
                if now - began >= TURN && files.table().must_give_up(now) {
                    return Ok((draft, End::Turn));
                }
                continue;
            }
            Ok(Err(lost)) => lost,
            Err(_) => ExchangeError::Silent,
        };
        return Ok((draft, End::Failed(why.to_string())));
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
