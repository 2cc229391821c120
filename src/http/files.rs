//! Files for other appliances.

use hyper::{
    HeaderMap, Response, StatusCode,
    header::{CONTENT_RANGE, CONTENT_TYPE, HeaderValue, RANGE},
};

use super::{
    answer::{Answer, empty},
    body::Body,
    visit::Visit,
};
use crate::{peer::FileToken, transfer::NotSent};

/// What files are sent as, whatever they hold: nothing that a browser would show.
const FILE: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// Sends a file that the host offers to whoever knows its token. Whether the mailbox is closed does not matter: the
/// host has offered it all the same. Where nothing is offered under the token, there is no such page.
pub fn send(visit: Visit<'_>, headers: &HeaderMap, token: &FileToken) -> Answer {
    let web = visit.web;
    let Some(mail) = web.mail.get() else {
        return empty(StatusCode::NOT_FOUND);
    };
    let sending = match mail.send_file(token, from(headers), &web.closing) {
        Ok(sending) => sending,
        Err(NotSent::Unknown) => return empty(StatusCode::NOT_FOUND),
        Err(NotSent::Busy) => return empty(StatusCode::SERVICE_UNAVAILABLE),
    };
    let (from, size) = (sending.from(), sending.size());
    let mut answer = Response::new(Body::File(Box::new(sending)));
    answer.headers_mut().insert(CONTENT_TYPE, FILE);
    if from > 0 {
        let range = format!("bytes {from}-{}/{size}", size - 1);
        *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
        // Numbers are always a header.
        if let Ok(range) = HeaderValue::from_str(&range) {
            answer.headers_mut().insert(CONTENT_RANGE, range);
        }
    }
    answer
}

/// Where what is asked for begins. All other sorts of ranges may be answered as if nobody had asked for them
/// (RFC 9110, section 14.2).
fn from(headers: &HeaderMap) -> u64 {
    let mut ranges = headers.get_all(RANGE).iter();
    let range = ranges.next().and_then(|range| range.to_str().ok());
    let digits = range.and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-'));
    match (digits, ranges.next()) {
        (Some(digits), None) if digits.bytes().all(|digit| digit.is_ascii_digit()) => {
            digits.parse().unwrap_or(0)
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod ranges {
    use super::*;

    /// One range to the end counts, and nothing else does.
    #[test]
    fn ranges_to_the_end_count() {
        for (range, begin) in [
            ("bytes=0-", 0),
            ("bytes=5-", 5),
            ("bytes=18446744073709551615-", u64::MAX),
            ("bytes=18446744073709551616-", 0),
            ("bytes=5-9", 0),
            ("bytes=-5", 0),
            ("bytes=5-,7-", 0),
            ("bytes=+5-", 0),
            ("bytes= 5-", 0),
            ("bytes=-", 0),
            ("lines=5-", 0),
            ("", 0),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(RANGE, HeaderValue::from_static(range));
            assert_eq!(from(&headers), begin, "{range}");
            headers.append(RANGE, HeaderValue::from_static(range));
            assert_eq!(from(&headers), 0, "{range}, twice");
        }
        assert_eq!(from(&HeaderMap::new()), 0);
    }
}
