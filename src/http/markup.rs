//! Placeholder until the real one is here.

use askama::filters::Escaper as _;

/// What of a text is more than text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Markup {
    /// Tags.
    pub formatting: bool,
    /// Links.
    pub links: bool,
}

impl Markup {
    /// As HTML.
    #[must_use]
    pub fn to_html(self, text: &str) -> String {
        let mut out = String::new();
        let _ = super::escape::Html.write_escaped_str(&mut out, text);
        out
    }
}
