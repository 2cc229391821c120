//! Every response header, in one place.

use hyper::{
    Response, StatusCode,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue},
};

use super::style::policy;

/// What browsers are told to keep of a page: nothing.
const NO_STORE: &str = "no-store";

/// The headers that every answer carries, whatever its status, beside the content security policy; the
/// seed's.
const FIXED: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "SAMEORIGIN"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    ),
    ("server", "onionchat"),
];

/// Gives an answer the headers that every answer carries.
pub fn seal<B>(mut response: Response<B>) -> Response<B> {
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy()));
    // What a window needs to come back by itself may be kept, and says so.
    let cache = headers.entry(CACHE_CONTROL);
    cache.or_insert(HeaderValue::from_static(NO_STORE));
    response
}

/// The headers that every answer carries, as they stand on the wire.
#[must_use]
pub fn fixed_lines() -> String {
    let fixed = FIXED.into_iter().chain([
        (CACHE_CONTROL.as_str(), NO_STORE),
        (CONTENT_SECURITY_POLICY.as_str(), policy()),
    ]);
    fixed
        .flat_map(|(name, value)| [name, ": ", value, "\r\n"])
        .collect()
}

/// A whole answer without a body, after which the connection is closed, as it stands on the wire.
#[must_use]
pub fn bare_reply(status: StatusCode) -> Vec<u8> {
    let reason = status.canonical_reason().unwrap_or_default();
    format!(
        "HTTP/1.1 {} {reason}\r\n{}connection: close\r\ncontent-length: 0\r\n\r\n",
        status.as_u16(),
        fixed_lines(),
    )
    .into_bytes()
}
