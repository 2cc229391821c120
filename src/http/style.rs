//! The looks of the pages: style sheets, and the policy that lets browsers use these and no others.

use std::sync::LazyLock;

use data_encoding::BASE64;
use sha2::{Digest as _, Sha256};

/// A style sheet as it stands in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Of whole pages.
    Page,
    /// Of the small frames: the keepers, and the form.
    Frame,
    /// Of the transcript.
    Chat,
    /// Of the places around and beside its lines.
    Panel,
}

/// The colours and the letters, which all pages share.
const BASE: &str = include_str!("../../templates/css/base.css");

/// Of whole pages.
const PAGE: &str = include_str!("../../templates/css/page.css");

/// Of the small frames.
const FRAME: &str = include_str!("../../templates/css/frame.css");

/// Of the transcript.
const CHAT: &str = include_str!("../../templates/css/chat.css");

/// Of the places around its lines.
const PANEL: &str = include_str!("../../templates/css/panel.css");

/// The sheets in the order of [`Style::ALL`], without the ends of lines.
static SHEETS: LazyLock<[String; Style::ALL.len()]> = LazyLock::new(|| {
    Style::ALL.map(|style| {
        let parts = match style {
            Style::Page => [BASE, PAGE],
            Style::Frame => [BASE, FRAME],
            Style::Chat => [BASE, CHAT],
            // The colours of the page around it hold there as well.
            Style::Panel => ["", PANEL],
        };
        parts.concat().replace('\n', "")
    })
});

/// The content security policy of every answer: nothing may be loaded but our own frames and what a page
/// holds itself, such as its empty icon, which keeps browsers from asking for one; nothing may be sent
/// anywhere else, and of styles just the sheets above hold, which their hashes name (CSP Level 3, section
/// 2.3.1). So nothing that finds its way into a page can ask for anything, or look like anything.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hashes = Style::ALL.map(|style| {
        let hash = Sha256::digest(style.css());
        format!(" 'sha256-{}'", BASE64.encode(&hash))
    });
    format!(
        "default-src 'none'; style-src{}; frame-src 'self'; form-action 'self'; img-src data:; \
         base-uri 'none'; frame-ancestors 'self'",
        hashes.concat()
    )
});

impl Style {
    /// All of them.
    const ALL: [Self; 4] = [Self::Page, Self::Frame, Self::Chat, Self::Panel];

    /// The sheet, as it stands between the tags.
    #[must_use]
    pub fn css(self) -> &'static str {
        &SHEETS[self as usize]
    }
}

/// The content security policy of every answer.
#[must_use]
pub fn policy() -> &'static str {
    &POLICY
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sheets are found by their names, and hold nothing that could end them or load something.
    #[test]
    fn sheets_are_harmless() {
        for (index, style) in Style::ALL.into_iter().enumerate() {
            assert_eq!(style as usize, index);
            let css = style.css();
            assert!(!css.is_empty() && !css.contains('<') && !css.contains("url("));
            assert!(!css.contains("@import"), "{css}");
        }
        assert_eq!(policy().matches("'sha256-").count(), Style::ALL.len());
    }
}
