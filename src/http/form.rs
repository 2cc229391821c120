//! Forms: a bounded body, strictly decoded.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::{
    Request, StatusCode,
    body::Body,
    header::{CONTENT_LENGTH, CONTENT_TYPE, EXPECT, HeaderMap},
};

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

/// Reads a form and gives these fields of it, decoded; empty those that it has not. They may be longer than
/// [`MAX_DECODED`], so that they can be given back.
///
/// # Errors
/// The status to answer with: 415 for another content type, 413 for a body that is too large, 408
/// for one that is too slow, 400 for what is not a form.
pub async fn read_fields<B, const N: usize>(
    request: Request<B>,
    names: [&str; N],
) -> Result<[String; N], StatusCode>
where
    B: Body<Data = Bytes> + Unpin,
{
    // A client that says nothing means a form.
    let essence = essence(request.headers());
    if essence.is_some_and(|essence| essence != "application/x-www-form-urlencoded") {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    fields_of(&read_in_time(request).await?, names)
}

/// A message as a program sends it.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Message {
    /// What is to be said.
    text: String,
}

/// A passphrase as a program sends it.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Door {
    /// The passphrase.
    passphrase: String,
}

/// Reads a JSON object with a `text`, and gives that.
///
/// # Errors
/// As [`read_fields`].
pub async fn read_json<B>(request: Request<B>) -> Result<String, StatusCode>
where
    B: Body<Data = Bytes> + Unpin,
{
    let message: Message = read_object(request).await?;
    Ok(message.text)
}

/// Reads a JSON object with a `passphrase`, and gives that.
///
/// # Errors
/// As [`read_fields`].
pub async fn read_json_passphrase<B>(request: Request<B>) -> Result<String, StatusCode>
where
    B: Body<Data = Bytes> + Unpin,
{
    let door: Door = read_object(request).await?;
    Ok(door.passphrase)
}

/// Reads a JSON object.
async fn read_object<B, T>(request: Request<B>) -> Result<T, StatusCode>
where
    B: Body<Data = Bytes> + Unpin,
    T: serde::de::DeserializeOwned,
{
    let body = read_json_body(request).await?;
    serde_json::from_slice(&body).map_err(|_| StatusCode::BAD_REQUEST)
}

/// Reads a whole body that is said to be JSON: no other site's form can send that.
///
/// # Errors
/// As [`read_fields`].
pub async fn read_json_body<B>(request: Request<B>) -> Result<Vec<u8>, StatusCode>
where
    B: Body<Data = Bytes> + Unpin,
{
    if essence(request.headers()).is_none_or(|essence| essence != "application/json") {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    read_in_time(request).await
}

/// What a body is said to be, in small letters and without parameters; nothing where that is not said.
fn essence(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default();
    Some(essence.trim().to_ascii_lowercase())
}

/// Reads a whole body of bounded size in bounded time.
async fn read_in_time<B>(request: Request<B>) -> Result<Vec<u8>, StatusCode>
where
    B: Body<Data = Bytes> + Unpin,
{
    let read = tokio::time::timeout(BODY_PATIENCE, read_body(request)).await;
    read.map_err(|_| StatusCode::REQUEST_TIMEOUT)?
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

/// The fields of an encoded form.
///
/// # Errors
/// 400 where the encoding is broken, a field stands there twice, or it is not UTF-8.
pub fn fields_of<const N: usize>(body: &[u8], names: [&str; N]) -> Result<[String; N], StatusCode> {
    let mut found = [const { None }; N];
    for pair in body.split(|&byte| byte == b'&') {
        let mut halves = pair.splitn(2, |&byte| byte == b'=');
        let name = decode(halves.next().unwrap_or_default())?;
        let value = decode(halves.next().unwrap_or_default())?;
        let wanted = names.iter().position(|wanted| wanted.as_bytes() == name);
        if wanted.is_some_and(|index| found[index].replace(value).is_some()) {
            return Err(StatusCode::BAD_REQUEST);
        }
    }
    let mut fields = [const { String::new() }; N];
    for (field, found) in fields.iter_mut().zip(found) {
        *field =
            String::from_utf8(found.unwrap_or_default()).map_err(|_| StatusCode::BAD_REQUEST)?;
    }
    Ok(fields)
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
            assert_eq!(
                fields_of(body.as_bytes(), ["msg"]),
                Ok([text.to_owned()]),
                "{body}"
            );
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
                fields_of(body.as_bytes(), ["msg"]),
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
        let [text] = fields_of(form.as_bytes(), ["msg"]).unwrap();
        assert!(text.chars().count() == 500 && text.len() <= MAX_DECODED);
    }
}
