//! Files asked for over HTTP, as peers ask, and as others might.

use std::{
    collections::BTreeMap,
    future::pending,
    sync::{Arc, OnceLock},
};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{Method, Request, body::Incoming};
use rand::{SeedableRng as _, rngs::StdRng};
use tempfile::NamedTempFile;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::{
    chat::Moderation,
    clock::Clock,
    dial::{Connection, Loopback},
    http::{Web, hashing::Hashing, markup::Markup, render::Words, serve_connection},
    hub::Hub,
    mail::{self, Mail},
    onion::{OnionAddress, tests::Key},
    peer::Admission,
    server::Origin,
    session::Sessions,
    transfer::FileState,
};

/// What the file holds: a few pieces.
fn content() -> Vec<u8> {
    (0..20_000_u32).flat_map(u32::to_be_bytes).collect()
}

/// A room whose mailbox is closed.
fn room() -> (Arc<Web>, Arc<Mail>) {
    let mut rng = StdRng::seed_from_u64(1);
    let clock = Clock::start(&mut rng);
    let words = Words {
        markup: Markup::default(),
    };
    let web = Web {
        hub: Hub::new(1, Moderation::default(), None, Arc::new(words), &mut rng),
        sessions: Sessions::new(&mut rng),
        clock,
        title: String::new(),
        hashing: Hashing::new(&mut rng),
        cookies: true,
        holding: Arc::new(Semaphore::new(1)),
        closing: CancellationToken::new(),
        mail: OnceLock::new(),
    };
    let key = Arc::new(Key::new(1));
    let mail = Mail::open(key, Admission::Nobody, clock, None).unwrap();
    web.mail.set(Arc::clone(&mail)).unwrap();
    (Arc::new(web), mail)
}

/// Offers a file to some peers, once or several times; gives a token for each time.
async fn offer(mail: &Arc<Mail>, peers: &[u8]) -> (NamedTempFile, Vec<FileToken>) {
    let file = NamedTempFile::new().unwrap();
    std::fs::write(file.path(), content()).unwrap();
    for &peer in peers {
        let peer = OnionAddress::of([peer; 32]);
        mail.offer_file(&peer, file.path()).unwrap();
    }
    let is_over = || {
        mail.files()
            .iter()
            .all(|view| view.state == FileState::Offered)
    };
    let over = async {
        while !is_over() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = mail::carry(Arc::clone(mail), Loopback, pending::<()>()) => {}
        () = over => {}
    }
    let offers = mail.files().into_iter().map(|view| view.offer.unwrap());
    (file, offers.map(|offer| offer.token).collect())
}

/// Asks the room; the connection is to be held as long as the body is read.
async fn ask(
    web: &Arc<Web>,
    method: &Method,
    path: &str,
    range: Option<&str>,
) -> (Connection, Response<Incoming>) {
    let (ours, theirs) = tokio::io::duplex(4096);
    let served = serve_connection(
        theirs,
        Origin::default(),
        Arc::clone(web),
        CancellationToken::new(),
    );
    tokio::spawn(served);
    let mut connection = Connection::over(ours).await.unwrap();
    let mut request = Request::builder().method(method).uri(path);
    request = request.header("host", "localhost");
    if let Some(range) = range {
        request = request.header(RANGE, range);
    }
    let request = request.body(Full::<Bytes>::default()).unwrap();
    let answer = connection.send(request).await.unwrap();
    (connection, answer)
}

/// The headers of an answer.
fn headers(answer: &Response<Incoming>) -> BTreeMap<String, String> {
    let headers = answer.headers().iter();
    headers
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect()
}

/// Who has the token gets the file, from wherever they ask, as something that no browser shows.
#[tokio::test]
async fn files_are_sent_to_who_has_the_token() {
    let (web, mail) = room();
    let (_file, tokens) = offer(&mail, &[7]).await;
    let path = format!("/peer/file/{}", tokens[0]);
    let content = content();
    let size = content.len();
    let last = format!("bytes={}-", size - 1);
    let behind = format!("bytes={size}-");
    for (range, from) in [
        (None, 0),
        (Some("bytes=0-"), 0),
        (Some("bytes=1-"), 1),
        (Some(last.as_str()), size - 1),
        (Some(behind.as_str()), 0),
        (Some("bytes=3-4"), 0),
    ] {
        let (_connection, answer) = ask(&web, &Method::GET, &path, range).await;
        let headers = headers(&answer);
        let (status, told) = match from {
            0 => (200, None),
            _ => (206, Some(format!("bytes {from}-{}/{size}", size - 1))),
        };
        assert_eq!(answer.status(), status);
        assert_eq!(headers.get("content-range"), told.as_ref());
        assert_eq!(headers["content-type"], "application/octet-stream");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["content-length"], (size - from).to_string());
        let got = answer.into_body().collect().await.unwrap().to_bytes();
        assert!(got == content[from..], "{range:?}");
    }
    let (_connection, answer) = ask(&web, &Method::HEAD, &path, None).await;
    assert_eq!(answer.status(), 200);
}

/// Where nothing is offered under a token, or not in this way, the answer is that of every path that leads nowhere.
#[tokio::test]
async fn nothing_tells_that_files_are_offered() {
    let (web, mail) = room();
    let (_file, tokens) = offer(&mail, &[7]).await;
    let path = format!("/peer/file/{}", tokens[0]);
    let wrong = format!("/peer/file/{}", "0".repeat(32));
    for method in [Method::GET, Method::HEAD, Method::POST, Method::PUT] {
        let (_, nowhere) = ask(&web, &method, "/nowhere", None).await;
        for path in [&wrong, &path.to_uppercase(), &format!("{path}/")] {
            let (_, answer) = ask(&web, &method, path, Some("bytes=1-")).await;
            assert_eq!(answer.status(), nowhere.status(), "{method} {path}");
            assert_eq!(headers(&answer), headers(&nowhere), "{method} {path}");
        }
    }
    let (_, posted) = ask(&web, &Method::POST, &path, None).await;
    assert_eq!(posted.status(), 404);
    mail.cancel_file(mail.files()[0].number).unwrap();
    let (_, answer) = ask(&web, &Method::GET, &path, None).await;
    assert_eq!(answer.status(), 404);
}

/// Some are sent at once, fewer to one peer, and one more has to wait until one of them has ended.
#[tokio::test]
async fn a_few_are_sent_at_once() {
    let (web, mail) = room();
    let (_file, tokens) = offer(&mail, &[1, 1, 2, 2, 3, 1]).await;
    let get = async |at: usize| {
        let path = format!("/peer/file/{}", tokens[at]);
        ask(&web, &Method::GET, &path, None).await
    };
    let mut open = Vec::new();
    for first in [0, 2] {
        for at in [first, first + 1] {
            let (connection, answer) = get(at).await;
            assert_eq!(answer.status(), 200);
            open.push((connection, answer));
        }
        let (_, busy) = get(5).await;
        assert_eq!(busy.status(), 503, "one peer has all that it can have");
    }
    let (_, busy) = get(4).await;
    assert_eq!(busy.status(), 503);
    let (connection, answer) = open.pop().unwrap();
    answer.into_body().collect().await.unwrap();
    drop(connection);
    let (_connection, answer) = get(4).await;
    assert_eq!(answer.status(), 200);
}
