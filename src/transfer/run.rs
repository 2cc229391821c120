//! Reads what is to be offered, and fetches what was accepted.

use std::{future::pending, sync::Arc};

use tokio::{
    task::{JoinSet, spawn_blocking},
    time::{Instant, sleep_until},
};

use super::{
    FileNumber, Transfers,
    fetch::{Fetched, fetch},
    source::Source,
    state::FileView,
    table::Job,
};
use crate::{
    dial::Dial,
    onion::OnionAddress,
    peer::{FileOffer, FileToken, MessageId},
};

/// How many files are fetched at once: each takes a circuit, and the rooms of the process need theirs.
const FETCHED_AT_ONCE: usize = 4;

/// Does what is to be done with files, for ever. Own files are read and offered by the first of `messages`, which says
/// why where it cannot, and whose messages the second takes back; those of others are fetched as soon as `tor_works` is
/// over.
pub async fn run<S, B>(
    files: Arc<Transfers>,
    dial: impl Dial,
    tor_works: impl Future,
    messages: (S, B),
) where
    S: Fn(&OnionAddress, FileOffer) -> Result<MessageId, String>,
    B: Fn(MessageId),
{
    let reading = read_all(&files, messages);
    let fetching = async {
        tor_works.await;
        fetch_all(&files, dial).await;
    };
    tokio::join!(reading, fetching);
}

/// Reads what is to be offered, one file after the other, for ever.
async fn read_all<S, B>(files: &Arc<Transfers>, (send, take_back): (S, B))
where
    S: Fn(&OnionAddress, FileOffer) -> Result<MessageId, String>,
    B: Fn(MessageId),
{
    let mut changes = files.changes.subscribe();
    loop {
        changes.mark_unchanged();
        let unread = files.table().unread();
        for (number, view, source) in unread {
            let offer = read(files, number, &view, source).await;
            let outcome = offer.and_then(|offer| {
                let message = send(&view.peer, offer.clone())?;
                Ok((offer, message))
            });
            let unwanted = files.table().read(number, outcome);
            if let Some(message) = unwanted {
                take_back(message);
            }
        }
        // The files are held here, so there always may be another change.
        let _ = changes.changed().await;
    }
}

/// Reads an own file; gives the offer of it, or why there is none.
async fn read(
    files: &Arc<Transfers>,
    number: FileNumber,
    view: &FileView,
    source: Arc<Source>,
) -> Result<FileOffer, String> {
    let (told, size) = (Arc::clone(files), source.size());
    let digest =
        spawn_blocking(move || source.digest(|bytes| told.table().progress(number, bytes)));
    let digest = digest.await.map_err(|error| error.to_string())?;
    Ok(FileOffer {
        name: view.name.clone(),
        size,
        hash: digest.map_err(|error| error.to_string())?,
        token: FileToken::random(&mut rand::rng()),
    })
}

/// Fetches what was accepted, for ever.
async fn fetch_all(files: &Arc<Transfers>, dial: impl Dial) {
    let mut changes = files.changes.subscribe();
    let mut under_way = JoinSet::new();
    loop {
        changes.mark_unchanged();
        let now = Instant::now();
        while under_way.len() < FETCHED_AT_ONCE {
            let Some(job) = files.table().job(now) else {
                break;
            };
            under_way.spawn(do_job(Arc::clone(files), dial.clone(), job));
        }
        let due = files.table().next_due(now);
        let is_due = async {
            match due {
                Some(due) => sleep_until(due).await,
                None => pending().await,
            }
        };
        let has_room = under_way.len() < FETCHED_AT_ONCE;
        tokio::select! {
            _ = changes.changed() => {}
            () = is_due, if has_room => {}
            Some(_) = under_way.join_next() => {}
        }
    }
}

/// Tries to fetch one file, unless that is not wanted any more.
async fn do_job(files: Arc<Transfers>, dial: impl Dial, job: Job) {
    let (number, stop) = (job.number, job.stop.clone());
    let fetching = fetch(&files, &dial, job);
    let Some(outcome) = stop.run_until_cancelled(fetching).await else {
        return;
    };
    let mut table = files.table();
    // It may have been stopped this moment, and accepted anew.
    if stop.is_cancelled() {
        return;
    }
    match outcome {
        Ok(Fetched::Whole(path)) => table.fetched(number, Ok(path)),
        Ok(Fetched::Later(later)) => table.again(number, *later),
        Err(failed) => table.fetched(number, Err(failed.to_string())),
    }
}
