//! One request to the room, and what came of it.

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Method, Request, Response,
    body::Incoming,
    header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, HeaderMap, HeaderValue, SERVER},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;
use tokio::time::timeout;

use super::{
    line::{BadLine, Line, Splitter},
    text::{Name, Words},
};
use crate::{
    chat::{Place, RoomCode},
    dial::{Connection, Destination, Dial, DialError, ExchangeError, read_all},
    session::SessionToken,
};

/// How long a stream may take to open. Tor looks for a room's announcement in several places, each of which may be
/// slow, and meets the room at a relay of its choice then.
const DIAL: Duration = Duration::from_secs(90);

/// How long a room may say nothing: it says something every 30 seconds.
const SILENCE: Duration = Duration::from_secs(75);

/// The most bytes of an answer that ends: the answer to a command has some kilobytes.
const MAX_ANSWER: usize = 64 * 1024;

/// The status of what is too large (RFC 9110, section 15.5.14).
const TOO_LARGE: u16 = 413;

/// What every answer of this program's says of itself.
const OURS: &str = "onionchat";

/// The room, as one visitor speaks to it.
#[derive(Debug, Clone)]
pub struct Api<D> {
    /// Makes streams.
    dial: D,
    /// Whose room.
    at: Destination,
    /// Who the visitor is.
    session: SessionToken,
}

/// Why a request came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// There is no stream.
    #[error(transparent)]
    Dial(#[from] DialError),
    /// The stream was lost.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// What comes is no line.
    #[error(transparent)]
    Line(#[from] BadLine),
    /// Somebody else answers.
    #[error("what answers is no onionchat, or one that is older than this program")]
    Foreign,
    /// The room answers with nothing but a status.
    #[error("the room cannot read what this program sends, so one of them is older (status {0})")]
    Status(u16),
    /// Nothing comes.
    #[error("nothing was heard for {} seconds", SILENCE.as_secs())]
    Silent,
    /// The room says no.
    #[error("{}", .0.reason.in_one_line())]
    Refused(Refused),
}

/// A "no" of the room.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Refused {
    /// Its name, for programs.
    pub error: Name,
    /// Why, in words.
    pub reason: Words,
}

/// What came of something that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Taken {
    /// The nick in force.
    pub nick: Name,
    /// The answer to a command.
    #[serde(default)]
    pub answer: Option<Words>,
    /// Where the command leads.
    #[serde(default)]
    room: Option<String>,
    /// Whether the command left the room.
    #[serde(default)]
    pub left: bool,
}

impl Taken {
    /// The room that the command leads to, where that can be one.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        match self.room.as_deref()? {
            "/" => Some(Place::Lobby),
            path => Some(Place::Room(RoomCode::parse(path.strip_prefix("/r/")?)?)),
        }
    }
}

/// Why something was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendError {
    /// The room says no.
    Refused(Refused),
    /// It did not get there.
    NotSent(CallError),
    /// It may have got there.
    Unknown(CallError),
}

/// The room's stream.
#[derive(Debug)]
pub struct Stream {
    /// Carries it.
    _connection: Connection,
    /// What comes.
    body: Incoming,
    /// Makes lines of it.
    lines: Splitter,
}

impl<D: Dial> Api<D> {
    /// The room of this address, for a visitor who has not been there.
    pub fn new(dial: D, at: Destination, session: SessionToken) -> Self {
        Self { dial, at, session }
    }

    /// What makes the streams, and whose room it is.
    pub fn way(&self) -> (&D, &Destination) {
        (&self.dial, &self.at)
    }

    /// Opens the stream of a room; `nick` is what the visitor was called before.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn stream(&self, place: &Place, nick: Option<&Name>) -> Result<Stream, CallError> {
        let mut connection = self.connect().await?;
        let path = format!("/api{}/stream", place.path());
        let request = self.request(Method::GET, &path, nick, Bytes::new())?;
        let answer = connection.send(request).await?;
        let answer = ours(answer).await?;
        if !is(answer.headers(), "application/x-ndjson") {
            return Err(CallError::Foreign);
        }
        Ok(Stream {
            _connection: connection,
            body: answer.into_body(),
            lines: Splitter::default(),
        })
    }

    /// Sends what was typed.
    ///
    /// # Errors
    /// Why it is not said.
    pub async fn send(
        &self,
        place: &Place,
        nick: Option<&Name>,
        text: &str,
    ) -> Result<Taken, SendError> {
        let path = format!("/api{}/send", place.path());
        let body = json!({ "text": text }).to_string();
        let request = self
            .request(Method::POST, &path, nick, body.into())
            .map_err(SendError::NotSent)?;
        let mut connection = self.connect().await.map_err(SendError::NotSent)?;
        let read = async {
            let answer = connection.send(request).await?;
            let answer = ours(answer).await?;
            let body = read_all(answer.into_body(), MAX_ANSWER).await?;
            serde_json::from_slice(&body).map_err(|_| CallError::Foreign)
        };
        read.await.map_err(|error| match error {
            CallError::Refused(refused) => SendError::Refused(refused),
            CallError::Status(TOO_LARGE) => SendError::Refused(Refused {
                error: Name::new("too_long"),
                reason: Words::new("This is much longer than a message may be."),
            }),
            CallError::Status(status) => SendError::Refused(Refused {
                error: Name::new("unreadable"),
                reason: Words::new(&CallError::Status(status).to_string()),
            }),
            other => SendError::Unknown(other),
        })
    }

    /// Shows the passphrase of a room.
    ///
    /// # Errors
    /// Why it does not let in.
    pub async fn knock(&self, place: &Place, passphrase: &str) -> Result<(), CallError> {
        let path = format!("/api{}", place.path());
        let body = json!({ "passphrase": passphrase }).to_string();
        let request = self.request(Method::POST, &path, None, body.into())?;
        let mut connection = self.connect().await?;
        let answer = connection.send(request).await?;
        ours(answer).await.map(drop)
    }

    /// Opens a connection.
    async fn connect(&self) -> Result<Connection, CallError> {
        let stream = timeout(DIAL, self.dial.dial(&self.at)).await;
        let stream = stream.unwrap_or(Err(DialError::Late))?;
        Ok(Connection::over(stream).await?)
    }

    /// A request with what says who the visitor is.
    fn request(
        &self,
        method: Method,
        path: &str,
        nick: Option<&Name>,
        body: Bytes,
    ) -> Result<Request<Full<Bytes>>, CallError> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, self.at.host())
            .header(AUTHORIZATION, format!("Bearer {}", self.session.reveal()));
        if let Some(nick) = nick {
            let nick = utf8_percent_encode(nick.as_str(), NICK);
            request = request.header(COOKIE, format!("nick={nick}"));
        }
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        // Codes and escaped nicks are ASCII that headers and paths may hold.
        request
            .body(Full::new(body))
            .map_err(|_| CallError::Foreign)
    }
}

/// What of a nick stands in a cookie as it is.
const NICK: &percent_encoding::AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// The answer, if a room has given it and it is no "no".
async fn ours(answer: Response<Incoming>) -> Result<Response<Incoming>, CallError> {
    let server = answer.headers().get(SERVER).map(HeaderValue::as_bytes);
    if server != Some(OURS.as_bytes()) {
        return Err(CallError::Foreign);
    }
    if answer.status().is_success() {
        return Ok(answer);
    }
    let status = answer.status().as_u16();
    let body = read_all(answer.into_body(), MAX_ANSWER).await?;
    Err(match serde_json::from_slice(&body) {
        Ok(refused) => CallError::Refused(refused),
        Err(_) if body.is_empty() => CallError::Status(status),
        Err(_) => CallError::Foreign,
    })
}

/// Whether an answer is of this type.
fn is(headers: &HeaderMap, content_type: &str) -> bool {
    let value = headers.get(CONTENT_TYPE);
    value.is_some_and(|value| value.as_bytes() == content_type.as_bytes())
}

impl Stream {
    /// The next line; nothing where the stream has ended.
    ///
    /// # Errors
    /// Where it broke, or nothing came for too long.
    pub async fn next(&mut self) -> Result<Option<Line>, CallError> {
        loop {
            if let Some(line) = self.lines.pull()? {
                return Ok(Some(line));
            }
            let frame = timeout(SILENCE, self.body.frame()).await;
            match frame.map_err(|_| CallError::Silent)? {
                None => return Ok(None),
                Some(frame) => {
                    let frame = frame.map_err(ExchangeError::from)?;
                    if let Some(bytes) = frame.data_ref() {
                        self.lines.push(bytes);
                    }
                }
            }
        }
    }
}
