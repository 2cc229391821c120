//! Every response header, in one place.

use hyper::{
    Response, StatusCode,
    header::{HeaderName, HeaderValue},
};

/// The content security policy; the seed's.
pub const CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; \
                       form-action 'self'; img-src 'self'";

/// The headers that every answer carries, whatever its status; the seed's.
const FIXED: [(&str, &str); 7] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "SAMEORIGIN"),
    ("cache-control", "no-store"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    ),
    ("content-security-policy", CSP),
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
    response
}

/// The headers that every answer carries, as they stand on the wire.
#[must_use]
pub fn fixed_lines() -> String {
    FIXED
        .iter()
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
