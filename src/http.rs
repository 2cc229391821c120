//! HTTP/1.1 over any stream of bytes, and the only place where HTML is made.
//!
//! [`serve_connection`] takes an onion stream, a socket or an in-memory pipe alike. Every answer
//! leaves through [`headers::seal`], also those that the HTTP library gives of its own accord.

pub mod answer;
pub mod api;
pub mod body;
pub mod choose;
pub mod cookie;
pub mod doors;
pub mod escape;
pub mod files;
pub mod form;
pub mod hangup;
pub mod hashing;
pub mod headers;
pub mod markup;
pub mod page;
pub mod pages;
pub mod peers;
pub mod post;
pub mod reading;
pub mod render;
pub mod route;
pub mod style;
pub mod ticket;
pub mod transcript;
pub mod view;
pub mod visit;
pub mod visitor;
pub mod wire;

use std::{
    convert::Infallible,
    sync::{Arc, OnceLock},
    time::Duration,
};

use bytes::Bytes;
use hyper::{StatusCode, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::{
    chat::{RoomView, place::RoomName},
    clock::Clock,
    hub::{Form, Hub, ring::join},
    mail::Mail,
    server::{
        Origin,
        deadline::{WRITE_STALL, WriteDeadline},
    },
    session::Sessions,
};
use hangup::{HeldEnd, Owed};
use hashing::Hashing;
use wire::OwnReplies;

/// How long a request's head may take, and a connection may be idle: a person's Tor circuit needs
/// a second or two, and a held-open connection costs somebody else's place.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);

/// The most bytes of a request's head; browsers send about 600. It is also the most that waits for
/// an onion stream that takes nothing, where hyper would let 400 KiB gather. This is the least that
/// hyper allows.
const BUFFER: usize = 8192;

/// How many header fields a request may have; browsers send about fifteen.
const MAX_HEADERS: usize = 64;

/// What every request needs of the room.
#[derive(Debug)]
pub struct Web {
    /// The room.
    pub hub: Hub,
    /// Who is who.
    pub sessions: Sessions,
    /// The time.
    pub clock: Clock,
    /// The lobby's title.
    pub title: String,
    /// What hashes passphrases.
    pub hashing: Hashing,
    /// Whether cookies are ever set.
    pub cookies: bool,
    /// The answers that may be held at once.
    pub holding: Arc<Semaphore>,
    /// Told when everything closes.
    pub closing: CancellationToken,
    /// The mailbox for messages from other appliances, as soon as there is one.
    pub mail: OnceLock<Arc<Mail>>,
}

impl Web {
    /// What a room is called at the top of its page.
    fn title<'a>(&'a self, room: &'a RoomView) -> &'a str {
        let name = room.name.as_ref();
        name.map_or(&self.title, RoomName::as_str)
    }

    /// The first lines of somebody who comes in, and how much time is left, where the host has set an end. The
    /// line says when it was true, so it may stay on the screen.
    fn with_closing(&self, form: Form, lines: Bytes) -> Bytes {
        let Some(left) = self.hub.time_left() else {
            return lines;
        };
        let now = self.clock.now().shown;
        join([lines, render::closing(form, now, left)].iter())
    }
}

/// Serves the room on one stream until either side has had enough or the room closes.
///
/// Nothing is returned or logged: what goes wrong on a visitor's connection concerns nobody else.
pub async fn serve_connection<S>(
    stream: S,
    origin: Origin,
    web: Arc<Web>,
    closing: CancellationToken,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let owed = Owed::default();
    let stream = HeldEnd::new(WriteDeadline::new(stream, WRITE_STALL), owed.clone());
    let stream = OwnReplies::new(stream);
    let service = service_fn(move |request| {
        let (web, origin, owing) = (Arc::clone(&web), origin.clone(), owed.begin());
        async move {
            let answer = answer::answer(&web, &origin, request).await;
            drop(owing);
            Ok::<_, Infallible>(answer)
        }
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .max_buf_size(BUFFER)
        .max_headers(MAX_HEADERS)
        .auto_date_header(false)
        .serve_connection(TokioIo::new(stream), service);
    let outcome = tokio::select! {
        outcome = &mut connection => outcome,
        () = closing.cancelled() => {
            std::pin::Pin::new(&mut connection).graceful_shutdown();
            (&mut connection).await
        }
    };
    let Err(error) = outcome else { return };
    let parts = connection.into_parts();
    let stream = parts.io.into_inner();
    if error.is_timeout() && !parts.read_buf.is_empty() {
        say_goodbye(stream, StatusCode::REQUEST_TIMEOUT).await;
    } else if error.is_parse() && !stream.has_replied() {
        say_goodbye(stream, StatusCode::BAD_REQUEST).await;
    }
}

/// Answers a client whose request could not be read, where the library does not, and closes.
async fn say_goodbye<S>(mut stream: OwnReplies<S>, status: StatusCode)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let told = async {
        stream.write_all(&headers::bare_reply(status)).await?;
        stream.shutdown().await
    };
    // The client may be gone, which is all the same to us now.
    let _ = tokio::time::timeout(HEAD_PATIENCE, told).await;
}
