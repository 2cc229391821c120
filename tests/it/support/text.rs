//! What is written: shapes of nicks and times, bodies of forms, and the messages in a transcript.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

/// The body of a form as a browser writes it: every byte but the unreserved ones as `%XX`, a space as `+`.
pub fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

/// One name or value of a form.
fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => {
                out.push(char::from(byte));
            }
            _ => out.extend(['%', digit(byte >> 4), digit(byte & 15)]),
        }
    }
    out
}

/// A digit as browsers write it, in capitals.
fn digit(value: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(value)])
}

/// Whether a nick has the seed's shape, `^[A-Za-z]{2,10}-[0-9a-f]{4}$`.
pub fn is_nick(nick: &str) -> bool {
    let Some((word, hex)) = nick.split_once('-') else {
        return false;
    };
    (2..=10).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_alphabetic())
        && hex.len() == 4
        && hex
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether a text has the shape of a session token: 128 bits in hexadecimal digits. Anything shorter could be
/// guessed.
pub fn is_token(text: &str) -> bool {
    text.len() == 32
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A page with what is drawn for each reader and each form replaced by as many stars: the tokens in addresses,
/// and the numbers of forms.
pub fn without_secrets(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    let marks = ["/w/", "name=\"once\" value=\""];
    while let Some(at) = marks
        .iter()
        .filter_map(|mark| Some(rest.find(mark)? + mark.len()))
        .min()
    {
        let (before, after) = rest.split_at(at);
        let digits = after.bytes().take_while(u8::is_ascii_hexdigit).count();
        assert!(digits >= 16, "a number is missing before {after:?}");
        out.push_str(before);
        out.push_str(&"*".repeat(digits));
        rest = &after[digits..];
    }
    out + rest
}

/// The nick that a range of tests uses when any will do; each index gives another.
pub fn nick(index: usize) -> String {
    format!("Fox-{index:04x}")
}

/// Whether a text has the shape of a pattern, in which `9` stands for any digit and all else for itself.
pub fn has_shape(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, shape)| {
            if shape == b'9' {
                byte.is_ascii_digit()
            } else {
                byte == shape
            }
        })
}

/// The first part of a text that has the shape of a pattern.
pub fn find_shape<'a>(text: &'a str, pattern: &str) -> Option<&'a str> {
    (0..text.len())
        .filter_map(|start| text.get(start..start + pattern.len()))
        .find(|part| has_shape(part, pattern))
}

/// The shape of a time in the API.
pub const API_TIME: &str = "9999-99-99T99:99Z";
/// The shape of the time on the clock's page.
pub const CLOCK_TIME: &str = "9999-99-99 99:99 UTC";

/// The whole minute that a time of either shape names, counted from 1970.
pub fn minute_of(time: &str) -> i64 {
    let number = |range: std::ops::Range<usize>| -> i64 {
        time[range].parse().expect("digits, as the shape says")
    };
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    // Days before a date, with March as the first month of the year, so that the leap day is the last one.
    let (y, m) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let days =
        365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * m + 2) / 5 + day
            - 1
            - 719_468;
    (days * 24 + number(11..13)) * 60 + number(14..16)
}

/// The seconds since 1970 by the clock of this machine.
#[expect(
    clippy::disallowed_methods,
    reason = "the test compares what is shown with the real time"
)]
pub fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a clock after 1970");
    i64::try_from(since.as_secs()).expect("a clock of this age of the universe")
}

/// The texts of the messages in a piece of a transcript, in order, still escaped.
pub fn texts(html: &str) -> Vec<&str> {
    spans(html, "text")
}

/// The nicks of the messages in a piece of a transcript, in order.
pub fn nicks(html: &str) -> Vec<&str> {
    spans(html, "nick")
}

/// The contents of all spans of a class.
fn spans<'a>(html: &'a str, class: &str) -> Vec<&'a str> {
    let open = format!("<span class=\"{class}\">");
    html.split(&open)
        .skip(1)
        .filter_map(|rest| rest.split_once("</span>"))
        .map(|(inner, _)| inner)
        .collect()
}

/// One field of every message that the API gives.
pub fn column<'a>(messages: &'a Value, field: &str) -> Vec<&'a str> {
    let messages = messages
        .as_array()
        .expect("the API gives an array of messages");
    messages
        .iter()
        .map(|message| {
            message[field]
                .as_str()
                .expect("the fields of a message are strings")
        })
        .collect()
}

/// The value of the text field in a page with the form, as a browser would show it: unescaped.
pub fn typed(page: &str) -> Option<String> {
    let tag = page
        .split("<input")
        .find(|tag| tag.contains("name=\"msg\""))?
        .split('>')
        .next()?;
    Some(unescape(tag.split_once("value=\"")?.1.split('"').next()?))
}

/// Text as a browser reads it, with character references of the three kinds resolved.
pub fn unescape(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (reference, tail) = after.split_once(';').unwrap_or(("", after));
        let character = match reference {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => numeric(reference),
        };
        rest = if let Some(character) = character {
            out.push(character);
            tail
        } else {
            out.push('&');
            after
        };
    }
    out + rest
}

/// The character of a numeric reference.
fn numeric(reference: &str) -> Option<char> {
    let digits = reference.strip_prefix('#')?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    char::from_u32(code.ok()?)
}

/// The text in the first element of a class, without the tags within it.
pub fn element(page: &str, class: &str) -> Option<String> {
    let rest = page
        .split_once(&format!("class=\"{class}\""))?
        .1
        .split_once('>')?
        .1;
    let inner = rest.split_once("</").map_or(rest, |(inner, _)| inner);
    let plain: String = inner
        .split('<')
        .enumerate()
        .map(|(i, part)| if i == 0 { part } else { after_tag(part) })
        .collect();
    Some(unescape(plain.trim()))
}

/// What follows the rest of a tag.
fn after_tag(part: &str) -> &str {
    part.split_once('>').map_or("", |(_, text)| text)
}

/// The first number in a text.
pub fn number(text: &str) -> Option<usize> {
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}
