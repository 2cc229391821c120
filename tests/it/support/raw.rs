//! A socket that sends bytes as they are, well formed or not, and reads what comes back byte by byte.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{sleep, timeout};

use super::{PATIENCE, headers};

/// The receive buffer of a reader who is slow on purpose: the least that the system grants, so that it is
/// soon full.
const SMALL_BUFFER: u32 = 4096;

/// A connection, and what has come on it that nobody has read yet.
pub struct Wire {
    /// The connection.
    stream: TcpStream,
    /// What came and was not read.
    buffer: Vec<u8>,
}

/// An answer as it stood on the wire.
#[derive(Debug)]
pub struct RawReply {
    /// The status.
    pub status: u16,
    /// The headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Wire {
    /// A new connection to a room.
    pub async fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address)
            .await
            .expect("the room takes connections");
        Self {
            stream,
            buffer: Vec::new(),
        }
    }

    /// A connection that takes little at a time, so that the room cannot write far ahead of its reader.
    pub async fn narrow(address: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket
            .set_recv_buffer_size(SMALL_BUFFER)
            .expect("a small buffer");
        Self {
            stream: socket
                .connect(address)
                .await
                .expect("the room takes connections"),
            buffer: Vec::new(),
        }
    }

    /// Sends bytes. That the other side does not want them all is for the answer to say, and no fault here.
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        drop(self.stream.write_all(bytes.as_ref()).await);
    }

    /// Sends one byte after another, with a pause behind each, until all are sent or the other side has
    /// closed.
    pub async fn drip(&mut self, bytes: impl AsRef<[u8]>, pause: Duration) {
        self.stream.set_nodelay(true).expect("no delay");
        for byte in bytes.as_ref() {
            if self.stream.write_all(&[*byte]).await.is_err() {
                return;
            }
            sleep(pause).await;
        }
    }

    /// Says that nothing more will be sent, while still listening.
    pub async fn finish(&mut self) {
        drop(self.stream.shutdown().await);
    }

    /// Waits until something has come, without taking it from the system.
    pub async fn readable(&self) {
        timeout(PATIENCE, self.stream.readable())
            .await
            .expect("something comes")
            .expect("an open connection");
    }

    /// Reads the next answer. Its headers must be the fixed ones.
    pub async fn reply(&mut self) -> RawReply {
        self.reply_within(PATIENCE).await
    }

    /// The same with a limit of its own.
    pub async fn reply_within(&mut self, limit: Duration) -> RawReply {
        let mut reply = self.head_within(limit).await;
        reply.body = if reply.header("transfer-encoding").is_some() {
            let mut body = Vec::new();
            while let Some(chunk) = self.chunk(PATIENCE).await {
                body.extend(chunk);
            }
            body
        } else if let Some(length) = reply.header("content-length") {
            let length = length.parse().expect("a length");
            self.fill(PATIENCE, |buffer| {
                (buffer.len() >= length).then_some(length)
            })
            .await
        } else if matches!(reply.status, 204 | 304) {
            Vec::new()
        } else {
            self.rest(PATIENCE).await
        };
        reply
    }

    /// Reads the head of the next answer and leaves its body on the wire.
    pub async fn head(&mut self) -> RawReply {
        self.head_within(PATIENCE).await
    }

    /// The same with a limit of its own.
    async fn head_within(&mut self, limit: Duration) -> RawReply {
        let reply = self.interim(limit).await;
        let faults = reply.faults();
        assert!(
            faults.is_empty(),
            "the headers of {}: {faults:#?}",
            reply.status
        );
        reply
    }

    /// Reads a head of which nothing is expected, such as `100 Continue`.
    pub async fn interim(&mut self, limit: Duration) -> RawReply {
        let head = self
            .fill(limit, |buffer| find(buffer, b"\r\n\r\n").map(|at| at + 4))
            .await;
        RawReply::parse(&head)
    }

    /// The data of the next chunk of a chunked body, or nothing when it was the last.
    pub async fn chunk(&mut self, limit: Duration) -> Option<Vec<u8>> {
        let line = self
            .fill(limit, |buffer| find(buffer, b"\r\n").map(|at| at + 2))
            .await;
        let line = String::from_utf8(line).expect("a line with a size");
        let size = usize::from_str_radix(line.trim_end(), 16)
            .unwrap_or_else(|_| panic!("no size of a chunk: {line:?}"));
        let mut data = self
            .fill(limit, |buffer| {
                (buffer.len() >= size + 2).then_some(size + 2)
            })
            .await;
        assert!(data.ends_with(b"\r\n"), "a chunk ends with an end of line");
        data.truncate(size);
        (size > 0).then_some(data)
    }

    /// Reads chunks until one of them has brought this text, and gives all that they held.
    pub async fn chunks_until(&mut self, needle: &str) -> String {
        let mut page = String::new();
        while !page.contains(needle) {
            let chunk = self.chunk(PATIENCE).await;
            let chunk =
                chunk.unwrap_or_else(|| panic!("the page ended without {needle:?}: {page}"));
            page.push_str(std::str::from_utf8(&chunk).expect("a chunk holds whole characters"));
        }
        page
    }

    /// Waits until the other side has closed, and gives what still came.
    pub async fn rest(&mut self, limit: Duration) -> Vec<u8> {
        while self.more(limit).await {}
        std::mem::take(&mut self.buffer)
    }

    /// Fails unless the other side closes and says nothing more.
    pub async fn expect_closed(&mut self) {
        let rest = self.rest(PATIENCE).await;
        assert!(
            rest.is_empty(),
            "behind the last answer came {:?}",
            String::from_utf8_lossy(&rest)
        );
    }

    /// What comes within a time, and whether the other side has closed.
    pub async fn listen(&mut self, time: Duration) -> (Vec<u8>, bool) {
        let closed = timeout(time, async { while self.read().await {} })
            .await
            .is_ok();
        (std::mem::take(&mut self.buffer), closed)
    }

    /// Takes the bytes up to an end that is found, reading on until it is.
    async fn fill(&mut self, limit: Duration, enough: impl Fn(&[u8]) -> Option<usize>) -> Vec<u8> {
        loop {
            if let Some(end) = enough(&self.buffer) {
                return self.buffer.drain(..end).collect();
            }
            let more = self.more(limit).await;
            assert!(
                more,
                "the connection closed after {:?}",
                String::from_utf8_lossy(&self.buffer)
            );
        }
    }

    /// Reads what is there, within a time.
    async fn more(&mut self, limit: Duration) -> bool {
        let more = timeout(limit, self.read()).await;
        more.unwrap_or_else(|_| {
            panic!(
                "nothing for {limit:?} after {:?}",
                String::from_utf8_lossy(&self.buffer)
            )
        })
    }

    /// Reads what is there; false when the other side has closed, be it politely or not.
    async fn read(&mut self) -> bool {
        match self.stream.read_buf(&mut self.buffer).await {
            Ok(count) => count > 0,
            Err(e) if e.kind() == io::ErrorKind::ConnectionReset => false,
            Err(e) => panic!("the connection broke: {e}"),
        }
    }
}

impl RawReply {
    /// Parses a head that ends with an empty line.
    pub fn parse(head: &[u8]) -> Self {
        let head = String::from_utf8(head.to_vec()).expect("a head is ASCII");
        let mut lines = head.lines();
        let mut status = lines.next().unwrap_or_default().splitn(3, ' ');
        let version = status.next().unwrap_or_default();
        assert!(version.starts_with("HTTP/1."), "no status line: {head:?}");
        let status = status
            .next()
            .and_then(|code| code.parse().ok())
            .unwrap_or_else(|| panic!("no status: {head:?}"));
        let fields = lines.take_while(|line| !line.is_empty());
        let headers = fields.map(|line| {
            line.split_once(':')
                .unwrap_or_else(|| panic!("no header: {line:?}"))
        });
        let headers = headers
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .collect();
        Self {
            status,
            headers,
            body: Vec::new(),
        }
    }

    /// The value of a header, or nothing.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// What is wrong with the headers, in words.
    pub fn faults(&self) -> Vec<String> {
        let values = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        headers::faults(&values.collect::<Vec<_>>())
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("answers are UTF-8")
    }

    /// Fails unless this is an empty answer of this status.
    #[track_caller]
    pub fn expect_empty(&self, status: u16) {
        assert_eq!(
            (self.status, self.text()),
            (status, ""),
            "the status and the body"
        );
    }
}

/// Where a piece of bytes begins within others.
pub fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .position(|window| window == needle)
}
