//! Requests and answers, over any byte stream. Today that is a loopback socket; a stream through Tor is
//! another [`Dial`].

use std::fmt::Debug;
use std::io;
use std::net::SocketAddr;

use bytes::Bytes;
use futures::future::BoxFuture;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{HeaderMap, Method, Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::process::Room;
use super::{PATIENCE, headers, text};

/// A byte stream to the room, whatever carries it.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A way to the room.
pub trait Dial: Sync {
    /// A new connection.
    fn dial(&self) -> BoxFuture<'_, io::Result<Box<dyn Stream>>>;
    /// The name of the room in the `Host` header.
    fn host(&self) -> String;
}

impl Dial for SocketAddr {
    fn dial(&self) -> BoxFuture<'_, io::Result<Box<dyn Stream>>> {
        Box::pin(async { Ok(Box::new(TcpStream::connect(*self).await?) as Box<dyn Stream>) })
    }

    fn host(&self) -> String {
        self.to_string()
    }
}

impl Dial for Room {
    fn dial(&self) -> BoxFuture<'_, io::Result<Box<dyn Stream>>> {
        self.address.dial()
    }

    fn host(&self) -> String {
        self.address.host()
    }
}

/// A request that has exactly the headers given, beside `Host` and those that frame the body.
#[derive(Clone)]
pub struct Ask {
    /// The method.
    method: Method,
    /// The target.
    path: String,
    /// The headers, in order.
    headers: Vec<(String, String)>,
    /// The body.
    body: Bytes,
}

impl Ask {
    /// A request without headers and body.
    pub fn new(method: &str, path: &str) -> Self {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        Self {
            method,
            path: path.to_owned(),
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    /// A request for a document.
    pub fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    /// A form as a browser sends it.
    pub fn form(path: &str, fields: &[(&str, &str)]) -> Self {
        Self::post(path, text::form(fields))
            .header("content-type", "application/x-www-form-urlencoded")
    }

    /// A body as it is, without a type.
    pub fn post(path: &str, body: impl Into<Bytes>) -> Self {
        Self {
            body: body.into(),
            ..Self::new("POST", path)
        }
    }

    /// A further header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The cookie of the seed: a nick and nothing that proves it.
    pub fn nick(self, nick: &str) -> Self {
        self.header("cookie", &format!("nick={nick}"))
    }
}

/// A connection on which one request follows another.
pub struct Line {
    /// Takes the requests.
    sender: SendRequest<Full<Bytes>>,
    /// The value of `Host`.
    host: String,
    /// Moves the bytes.
    _driver: Driver,
}

/// The task that moves a connection's bytes. The connection closes when this is dropped.
struct Driver(JoinHandle<()>);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Line {
    /// A connection over any byte stream.
    pub async fn over(
        stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
        host: String,
    ) -> Self {
        let (sender, connection) = handshake(TokioIo::new(stream)).await.expect("a connection");
        let driver = Driver(tokio::spawn(async move { drop(connection.await) }));
        Self {
            sender,
            host,
            _driver: driver,
        }
    }

    /// A new connection to a room.
    pub async fn to(room: &(impl Dial + ?Sized)) -> Self {
        Self::over(
            room.dial().await.expect("the room takes connections"),
            room.host(),
        )
        .await
    }

    /// Asks and reads the whole answer.
    pub async fn ask(&mut self, ask: Ask) -> Reply {
        let what = format!("{} {}", ask.method, ask.path);
        let response = self.send(ask).await;
        let (head, body) = response.into_parts();
        let body = timeout(PATIENCE, body.collect()).await;
        let body = body.unwrap_or_else(|_| panic!("the answer to {what} does not end"));
        let body = body
            .unwrap_or_else(|e| panic!("the answer to {what} broke: {e}"))
            .to_bytes();
        let body = String::from_utf8(body.to_vec()).expect("answers are UTF-8");
        let value = |name: &str| {
            let value = head.headers.get(name);
            value
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
        };
        if value("content-type").starts_with("text/html") {
            let faults = headers::forbidden(value(headers::POLICY), &body);
            assert!(faults.is_empty(), "{what}: {faults:#?}");
        }
        Reply {
            what,
            status: head.status.as_u16(),
            headers: head.headers,
            body,
        }
    }

    /// Asks, and leaves the body of the answer to be read.
    pub async fn send(&mut self, ask: Ask) -> Response<Incoming> {
        let (what, path) = (format!("{} {}", ask.method, ask.path), ask.path);
        let mut request = Request::builder()
            .method(ask.method)
            .uri(&path)
            .header("host", &self.host);
        for (name, value) in &ask.headers {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(ask.body)).expect("a request");
        let response = timeout(PATIENCE, async {
            self.sender.ready().await?;
            self.sender.send_request(request).await
        });
        let response = response
            .await
            .unwrap_or_else(|_| panic!("no answer to {what} within {PATIENCE:?}"));
        let response = response.unwrap_or_else(|e| panic!("no answer to {what}: {e}"));
        let values = response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str(), value.to_str().unwrap_or("?")));
        // What another site's page leads to is another answer, of which nothing is kept.
        let is_from_elsewhere = ask.headers.iter().any(|(name, site)| {
            name == "sec-fetch-site" && site != "same-origin" && site != "none"
        });
        let path = if is_from_elsewhere { "" } else { &path };
        let faults = headers::faults_at(path, &values.collect::<Vec<_>>());
        assert!(
            faults.is_empty(),
            "the headers of {what} ({}): {faults:#?}",
            response.status()
        );
        response
    }
}

/// A whole answer, whose headers were found to be the right ones.
#[derive(Debug)]
pub struct Reply {
    /// What was asked, for the words of a failure.
    what: String,
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Reply {
    /// The value of a header, or nothing.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The cookies that are set, in order, as they stand.
    pub fn cookies(&self) -> Vec<&str> {
        self.headers
            .get_all("set-cookie")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect()
    }

    /// The value of a cookie that is set.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let set = self
            .cookies()
            .into_iter()
            .find_map(|cookie| cookie.strip_prefix(name)?.strip_prefix('='))?;
        set.split(';').next()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|e| panic!("{} is no JSON: {e}\n{}", self.what, self.body))
    }

    /// Fails unless the status is this one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status, status,
            "the status of {}; the body:\n{}",
            self.what, self.body
        );
        self
    }

    /// Fails unless the status is this one and the body empty, as every error is that has nothing to say to
    /// a person.
    #[track_caller]
    pub fn expect_empty(self, status: u16) -> Self {
        let reply = self.expect(status);
        assert_eq!(reply.body, "", "the body of {} ({status})", reply.what);
        reply
    }

    /// Fails unless the answer is a redirect to this place.
    #[track_caller]
    pub fn expect_see_other(self, location: &str) -> Self {
        let reply = self.expect_empty(303);
        assert_eq!(
            reply.header("location"),
            Some(location),
            "the location after {}",
            reply.what
        );
        reply
    }
}
