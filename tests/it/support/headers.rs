//! The headers of an answer. Every answer, of whatever status and whoever makes it (a page, a refusal,
//! hyper's own 400), has exactly the same ones, because any difference tells an onlooker something: a
//! `Date` header tells the skew of the host's clock, and the seed sends one.

use data_encoding::BASE64;
use sha2::{Digest as _, Sha256};

/// The headers that every answer has, with the one value that each may have.
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

/// What browsers are told to keep of an answer: nothing.
const NOT_KEPT: &str = "no-store";

/// What they are told of the pages that hold a window together, which must be there without the network.
pub const KEPT: &str = "private, max-age=86400, immutable";

/// The name of the content security policy. The status page quotes it too.
pub const POLICY: &str = "content-security-policy";

/// How the policy begins, up to the hashes of the style sheets.
const POLICY_BEGIN: &str = "default-src 'none'; style-src ";

/// How it goes on behind them.
const POLICY_END: &str = "; frame-src 'self'; form-action 'self'; img-src data:; base-uri 'none'; \
                          frame-ancestors 'self'";

/// The empty icon of every page, which keeps browsers from asking for one.
pub const ICON: &str = "<link rel=\"icon\" href=\"data:,\">";

/// How many style sheets the pages have between them.
const SHEETS: usize = 4;

/// The headers that an answer may have beside the fixed ones. All else (`date`, `allow`, `etag`, ...) is a
/// fault.
const ALLOWED: [&str; 7] = [
    "content-range",
    "content-type",
    "content-length",
    "transfer-encoding",
    "connection",
    "location",
    "set-cookie",
];

/// What is wrong with the headers of an answer, in words; nothing when all is well.
pub fn faults(headers: &[(&str, &str)]) -> Vec<String> {
    faults_of(NOT_KEPT, headers)
}

/// The same for the answer to a request for this path.
pub fn faults_at(path: &str, headers: &[(&str, &str)]) -> Vec<String> {
    let is_page = headers
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let kept = is_page && is_keeper(path);
    faults_of(if kept { KEPT } else { NOT_KEPT }, headers)
}

/// Whether a path is that of a page which holds a window together.
fn is_keeper(path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    path.starts_with("/w/") && ["/a", "/b", "/c"].iter().any(|end| path.ends_with(end))
}

/// What is wrong with headers of which one says this of keeping the answer.
fn faults_of(kept: &str, headers: &[(&str, &str)]) -> Vec<String> {
    let mut faults = Vec::new();
    let all = |name: &str| -> Vec<&str> {
        headers
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
            .collect()
    };
    for (name, expected) in FIXED.into_iter().chain([("cache-control", kept)]) {
        let values = all(name);
        if values != [expected] {
            faults.push(format!("{name} is {values:?}, and not [{expected:?}]"));
        }
    }
    match all(POLICY)[..] {
        [policy] => faults.extend(policy_fault(policy)),
        ref others => faults.push(format!("{POLICY} is {others:?}")),
    }
    for (name, value) in headers {
        let known = FIXED
            .iter()
            .map(|(key, _)| *key)
            .chain(["cache-control", POLICY])
            .chain(ALLOWED)
            .any(|key| key.eq_ignore_ascii_case(name));
        if !known {
            faults.push(format!("{name}: {value} is not among the headers allowed"));
        }
    }
    faults
}

/// What is wrong with a policy: it allows our own frames and forms, the style sheets with its hashes, what the
/// page holds itself, and nothing else.
fn policy_fault(policy: &str) -> Option<String> {
    let hashes = policy
        .strip_prefix(POLICY_BEGIN)
        .and_then(|rest| rest.strip_suffix(POLICY_END));
    let Some(hashes) = hashes else {
        return Some(format!("{POLICY} is {policy:?}"));
    };
    let is_hash = |source: &&str| {
        let hash = source
            .strip_prefix("'sha256-")
            .and_then(|rest| rest.strip_suffix('\''))
            .and_then(|hash| BASE64.decode(hash.as_bytes()).ok());
        hash.is_some_and(|hash| hash.len() == 32)
    };
    let sources: std::collections::BTreeSet<&str> = hashes.split(' ').collect();
    let are_hashes = sources.len() == SHEETS && sources.iter().all(is_hash);
    let is_sound = are_hashes && hashes.split(' ').count() == SHEETS;
    (!is_sound).then(|| format!("the style-src of {POLICY} is {hashes:?}"))
}

/// What in a page the policy that came with it forbids: style sheets of which it has no hash, styles of single
/// elements, scripts.
pub fn forbidden(policy: &str, page: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let lower = page.to_ascii_lowercase().replacen(ICON, "", 1);
    for part in [
        " style=", "<script", "<link", "<base", "<object", "<img", "=\"data:",
    ] {
        if lower.contains(part) {
            faults.push(format!("{part} is in the page"));
        }
    }
    for sheet in sheets(page) {
        let hash = BASE64.encode(&Sha256::digest(sheet));
        if !policy.contains(&format!(" 'sha256-{hash}'")) {
            faults.push(format!("the policy has no 'sha256-{hash}' of {sheet}"));
        }
    }
    faults
}

/// The style sheets in a page, also those of a shadow root.
pub fn sheets(page: &str) -> Vec<&str> {
    let rest = page.split("<style>").skip(1);
    let mut sheets: Vec<&str> = rest
        .map(|rest| rest.split("</style>").next().unwrap_or_default())
        .collect();
    // One that begins otherwise is not passed over.
    let begins = page.matches("<style").count();
    sheets.resize(sheets.len().max(begins), "a sheet with attributes");
    sheets
}
