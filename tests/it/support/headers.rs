//! The headers of an answer. Every answer, of whatever status and whoever makes it (a page, a refusal,
//! hyper's own 400), has exactly the same ones, because any difference tells an onlooker something: a
//! `Date` header tells the skew of the host's clock, and the seed sends one.

/// The headers that every answer has, with the one value that each may have.
pub const FIXED: [(&str, &str); 7] = [
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

/// The content security policy. The status page quotes it too.
pub const CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; img-src 'self'";

/// The headers that an answer may have beside the fixed ones. All else (`date`, `allow`, `etag`, ...) is a
/// fault.
const ALLOWED: [&str; 6] = [
    "content-type",
    "content-length",
    "transfer-encoding",
    "connection",
    "location",
    "set-cookie",
];

/// What is wrong with the headers of an answer, in words; nothing when all is well.
pub fn faults(headers: &[(&str, &str)]) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, expected) in FIXED {
        let own = headers
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name));
        let values: Vec<&str> = own.map(|(_, value)| *value).collect();
        if values != [expected] {
            faults.push(format!("{name} is {values:?}, and not [{expected:?}]"));
        }
    }
    for (name, value) in headers {
        let known = FIXED
            .iter()
            .map(|(key, _)| *key)
            .chain(ALLOWED)
            .any(|key| key.eq_ignore_ascii_case(name));
        if !known {
            faults.push(format!("{name}: {value} is not among the headers allowed"));
        }
    }
    faults
}
