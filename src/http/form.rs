//! Forms: a bounded body, strictly decoded.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::{
    Request, StatusCode,
    body::Body,
    header::{CONTENT_LENGTH, CONTENT_TYPE, EXPECT, HeaderMap},
};

/// The field that holds the message.
const FIELD: &[u8] = b"msg";

/// The most bytes of a decoded message; the seed's number, which 500 characters of any script fit.
pub const MAX_DECODED: usize = 2048;

/// The most bytes of a body: every byte of the longest message percent-encoded, and the rest.
const MAX_BODY: usize = 8192;

/// How much of a body that is too large is read and thrown away before it is refused: a connection
/// that is closed on unread bytes is reset, and the answer can be lost with it. This is more than the
/// buffers on the way hold, so what is larger still sees the answer before it has sent everything.
const DRAINED: usize = 256 * 1024;

/// How long a body may take.
const BODY_PATIENCE: Duration = Duration::from_secs(10);

/// Reads a request's body and gives its `msg` field, decoded; empty where there is none. It may be
/// longer than [`MAX_DECODED`], so that it can be given back.
///
/// # Errors
/// The status to answer with: 415 for another content type, 413 for a body that is too large, 408
/// for one that is too slow, 400 for what is not a form.
pub async fn read_message<B>(request: Request<B>) -> Result<String, StatusCode>
where
    B: Body<Data = Bytes> + Unpin,
{
    if !is_form(request.headers()) {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let body = tokio::time::timeout(BODY_PATIENCE, read_body(request))
        .await
        .map_err(|_| StatusCode::REQUEST_TIMEOUT)??;
    message(&body)
}

/// Whether the body is a urlencoded form; a client that says nothing means that.
fn is_form(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return true;
    };
    let essence = value
        .to_str()
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default();
    essence
        .trim()
        .eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// Reads a whole body of bounded size.
async fn read_body<B>(request: Request<B>) -> Result<Vec<u8>, StatusCode>
where
    B: Body<Data = Bytes> + Unpin,
{
    let announced = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok())
        .unwrap_or(0);
    if announced > MAX_BODY as u64 && request.headers().contains_key(EXPECT) {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let mut frames = request.into_body();
    let mut body = Vec::new();
    let mut seen = 0;
    while let Some(frame) = frames.frame().await {
        let Ok(data) = frame.map_err(|_| StatusCode::BAD_REQUEST)?.into_data() else {
            continue;
        };
        seen += data.len();
        if seen > DRAINED {
            break;
        }
        if seen <= MAX_BODY {
            body.extend_from_slice(&data);
        }
    }
    if seen > MAX_BODY {
        Err(StatusCode::PAYLOAD_TOO_LARGE)
    } else {
        Ok(body)
    }
}

/// The `msg` field of an encoded form.
///
/// # Errors
/// 400 where the encoding is broken, the field stands there twice, or it is not UTF-8.
pub fn message(body: &[u8]) -> Result<String, StatusCode> {
    let mut found = None;
    for pair in body.split(|&byte| byte == b'&') {
        let mut halves = pair.splitn(2, |&byte| byte == b'=');
        let name = decode(halves.next().unwrap_or_default())?;
        let value = decode(halves.next().unwrap_or_default())?;
        if name == FIELD && found.replace(value).is_some() {
            return Err(StatusCode::BAD_REQUEST);
        }
    }
    String::from_utf8(found.unwrap_or_default()).map_err(|_| StatusCode::BAD_REQUEST)
}

/// Undoes the encoding of `application/x-www-form-urlencoded` (WHATWG URL, section 5.1), but
/// refuses a broken escape where that standard lets it stand: no browser sends one.
fn decode(encoded: &[u8]) -> Result<Vec<u8>, StatusCode> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut bytes = encoded.iter();
    while let Some(&byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let high = hex(bytes.next())?;
                high << 4 | hex(bytes.next())?
            }
            byte => byte,
        });
    }
    Ok(decoded)
}

/// The value of a hexadecimal digit.
fn hex(digit: Option<&u8>) -> Result<u8, StatusCode> {
    digit
        .and_then(|&byte| char::from(byte).to_digit(16))
        .and_then(|value| u8::try_from(value).ok())
        .ok_or(StatusCode::BAD_REQUEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forms as browsers and programs send them are read.
    #[test]
    fn reads_forms() {
        for (body, text) in [
            ("msg=hello", "hello"),
            ("msg=a+b%2Bc%26d%3De", "a b+c&d=e"),
            ("x=1&msg=%F0%9F%A6%8A&y", "\u{1f98a}"),
            ("%6dsg=named", "named"),
            ("msg", ""),
            ("", ""),
            ("&&=&", ""),
            ("MSG=other", ""),
            ("msg=a=b", "a=b"),
        ] {
            assert_eq!(message(body.as_bytes()).as_deref(), Ok(text), "{body}");
        }
    }

    /// What is not a form, or says two things at once, is refused.
    #[test]
    fn refuses_what_is_no_form() {
        for body in [
            "msg=%zz",
            "msg=%",
            "msg=%4",
            "x=%g0&msg=a",
            "msg=a&msg=b",
            "msg=%FF",
            "msg=%C3",
        ] {
            assert_eq!(
                message(body.as_bytes()),
                Err(StatusCode::BAD_REQUEST),
                "{body}"
            );
        }
    }

    /// 500 characters of four bytes fit, escaped as browsers send them.
    #[test]
    fn the_longest_message_fits() {
        let fox = "%F0%9F%A6%8A".repeat(500);
        let form = format!("msg={fox}");
        assert!(form.len() <= MAX_BODY);
        let text = message(form.as_bytes()).unwrap();
        assert!(text.chars().count() == 500 && text.len() <= MAX_DECODED);
    }
}
