//! How texts are made safe for HTML.

use std::fmt;

/// Escapes as Python's `html.escape` does: the room's existing clients decode these five.
#[derive(Debug, Clone, Copy)]
pub struct Html;

impl askama::filters::Escaper for Html {
    fn write_escaped_str<W: fmt::Write>(&self, mut to: W, text: &str) -> fmt::Result {
        escape_into(text, &mut to)
    }
}

/// Writes a text so that it is text in HTML, between tags as well as in a quoted attribute.
///
/// # Errors
/// Whatever writing to `to` fails with.
pub fn escape_into(text: &str, to: &mut impl fmt::Write) -> fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (plain, special) = rest.split_at(at);
        to.write_str(plain)?;
        to.write_str(match special.as_bytes()[0] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#x27;",
        })?;
        rest = &special[1..];
    }
    to.write_str(rest)
}

#[cfg(test)]
mod tests {
    use askama::filters::Escaper as _;

    use super::*;

    /// The five characters that could end a text are written as entities, everything else as is.
    #[test]
    fn escapes_what_could_end_a_text() {
        let mut escaped = String::new();
        Html.write_escaped_str(&mut escaped, "<b a='1' c=\"2\">&amp; ж漢🦊")
            .unwrap();
        assert_eq!(
            escaped,
            "&lt;b a=&#x27;1&#x27; c=&quot;2&quot;&gt;&amp;amp; ж漢🦊"
        );
    }
}
