//! HTTP on a stream that leads somewhere else, which may be anybody.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request, Response,
    body::{Body, Incoming},
    client::conn::http1::{self, SendRequest},
};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    task::JoinHandle,
    time::timeout,
};

/// The most bytes of an answer's head: this program's has about 600. It is the least that hyper allows.
const MAX_HEAD: usize = 8192;

/// How many header fields an answer may have; this program's has eleven.
const MAX_HEADERS: usize = 64;

/// How long an answer may be in coming, once the request is sent: a loaded circuit needs some seconds.
const PATIENCE: Duration = Duration::from_secs(45);

/// Why a request has no answer that counts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// The stream ended, or something came that is no HTTP.
    #[error("the connection was lost, or something else is at the other end")]
    Lost,
    /// Nothing came for too long.
    #[error("the other end does not answer")]
    Silent,
    /// More came than anybody wants to have.
    #[error("the other end sends more than it may")]
    TooMuch,
}

impl From<hyper::Error> for ExchangeError {
    fn from(_: hyper::Error) -> Self {
        Self::Lost
    }
}

/// HTTP/1.1 on one stream, for one request after the other; dropping it closes the stream.
#[derive(Debug)]
pub struct Connection {
    /// Takes requests.
    requests: SendRequest<Full<Bytes>>,
    /// Moves the bytes.
    driver: JoinHandle<()>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

impl Connection {
    /// Speaks HTTP on a stream.
    ///
    /// # Errors
    /// Where the stream has ended.
    pub async fn over<S>(stream: S) -> Result<Self, ExchangeError>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (requests, connection) = http1::Builder::new()
            .max_buf_size(MAX_HEAD)
            .max_headers(MAX_HEADERS)
            .handshake(TokioIo::new(stream))
            .await?;
        // What goes wrong on it shows in the request that is under way.
        let driver = tokio::spawn(async move {
            let _ = connection.await;
        });
        Ok(Self { requests, driver })
    }

    /// Sends a request and gives the head of its answer; the body comes as it comes, as long as the connection is
    /// held.
    ///
    /// # Errors
    /// Where none comes in time.
    pub async fn send(
        &mut self,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, ExchangeError> {
        let exchange = async {
            self.requests.ready().await?;
            self.requests.send_request(request).await
        };
        let answer = timeout(PATIENCE, exchange).await;
        Ok(answer.map_err(|_| ExchangeError::Silent)??)
    }
}

/// Reads the body of an answer, up to a number of bytes.
///
/// # Errors
/// Where it ends too soon, is too slow or too long.
pub async fn read_all<B>(body: B, most: usize) -> Result<Bytes, ExchangeError>
where
    B: Body<Data = Bytes> + Unpin,
{
    let reading = async {
        let mut body = body;
        let mut read = BytesMut::new();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| ExchangeError::Lost)?;
            let Ok(data) = frame.into_data() else {
                continue;
            };
            if read.len() + data.len() > most {
                return Err(ExchangeError::TooMuch);
            }
            read.extend_from_slice(&data);
        }
        Ok(read.freeze())
    };
    timeout(PATIENCE, reading)
        .await
        .unwrap_or(Err(ExchangeError::Silent))
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    /// Asks somebody who answers with these bytes and then, if told so, says nothing more.
    async fn ask(answer: &'static [u8], then_hangs: bool) -> Result<Bytes, ExchangeError> {
        let (ours, mut theirs) = tokio::io::duplex(64 * 1024);
        tokio::spawn(async move {
            let _ = theirs.read(&mut [0; 1024]).await;
            let _ = theirs.write_all(answer).await;
            if then_hangs {
                std::future::pending::<()>().await;
            }
        });
        let mut connection = Connection::over(ours).await?;
        let answer = connection.send(Request::default()).await?;
        read_all(answer.into_body(), 8).await
    }

    /// Whatever is at the other end, something is told about it, in bounded time and memory.
    #[tokio::test(start_paused = true)]
    async fn whoever_answers_is_borne() {
        let long_head: &'static [u8] = Box::leak(
            format!("HTTP/1.1 200 {}", "x".repeat(9000))
                .into_bytes()
                .into_boxed_slice(),
        );
        for (answer, hangs, outcome) in [
            (
                &b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi"[..],
                true,
                Ok(Bytes::from_static(b"hi")),
            ),
            (
                b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n123456789",
                true,
                Err(ExchangeError::TooMuch),
            ),
            (
                b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhi",
                true,
                Err(ExchangeError::Silent),
            ),
            (
                b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhi",
                false,
                Err(ExchangeError::Lost),
            ),
            (b"SSH-2.0-OpenSSH_9.2\r\n", true, Err(ExchangeError::Lost)),
            (long_head, true, Err(ExchangeError::Lost)),
            (b"", true, Err(ExchangeError::Silent)),
            (b"", false, Err(ExchangeError::Lost)),
        ] {
            assert_eq!(ask(answer, hangs).await, outcome, "{answer:?}");
        }
    }
}
