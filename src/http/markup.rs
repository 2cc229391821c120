//! What of a message is more than text: a few elements, and addresses that can be followed.
//!
//! Nothing of a tag is copied from what was typed: its name comes from a list, and it has no
//! attributes. Tags count in pairs only, and everything else is shown as it was typed. So the HTML
//! of a message is balanced, whatever the message holds, and a parser sees the tree that is meant
//! here: no message can reach into the next one.

mod link;

use std::{
    fmt::{self, Write as _},
    ops::Range,
};

use super::escape::escape_into;

/// The elements that a text may have. Parsers end each of them at its own end tag and nowhere else,
/// which is not so for a `p` or an `li`, nor for a heading in a heading.
const ELEMENTS: [&str; 15] = [
    "b",
    "i",
    "u",
    "s",
    "em",
    "strong",
    "code",
    "pre",
    "h1",
    "h2",
    "h3",
    "blockquote",
    "mark",
    "sub",
    "sup",
];

/// How the paths begin that hold somebody's session: no message may lead there.
pub const TICKETS: &str = "/w/";

/// How deep elements may stand in one another: words that are bold, italic, underlined, struck and
/// marked at once, in a quotation. Each quotation takes room from both sides, so on a phone nothing is
/// left for words much deeper. What is deeper is text.
const MAX_DEPTH: usize = 6;

/// What of a text is more than text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Markup {
    /// Tags such as `<b>` and `</b>`, exactly so and in pairs, are elements. They are within `code` and
    /// `pre` as well: one rule for all of them is what people can keep in mind.
    pub formatting: bool,
    /// `https://` addresses, and `http://` addresses of onion services, are links.
    pub links: bool,
}

impl Markup {
    /// The text as HTML that can stand wherever text and blocks can.
    #[must_use]
    pub fn to_html(self, text: &str) -> String {
        let mut html = String::with_capacity(text.len());
        match self.write(text, &mut html) {
            Ok(()) => html,
            // Writing into a string does not fail; if it did, a half of it would not be balanced.
            Err(fmt::Error) => String::new(),
        }
    }

    /// Writes a text: the tags that count, and what is between them.
    fn write(self, text: &str, html: &mut String) -> fmt::Result {
        let tags = if self.formatting {
            admitted(paired(tags(text)))
        } else {
            Vec::new()
        };
        let mut done = 0;
        for tag in tags {
            self.write_between(&text[done..tag.at.start], html)?;
            tag.write(html)?;
            done = tag.at.end;
        }
        self.write_between(&text[done..], html)
    }

    /// Writes text without tags, or with such as do not count.
    fn write_between(self, text: &str, html: &mut String) -> fmt::Result {
        let mut done = 0;
        if self.links {
            for link in link::links(text) {
                escape_into(&text[done..link.start], html)?;
                link::write(&text[link.clone()], html)?;
                done = link.end;
            }
        }
        escape_into(&text[done..], html)
    }
}

/// A tag as it was typed.
#[derive(Debug)]
struct Tag {
    /// Where it stands in the text.
    at: Range<usize>,
    /// Which of the [`ELEMENTS`] it names.
    element: usize,
    /// Whether it is the end tag.
    ends: bool,
    /// Which of the tags is the other one of its pair.
    partner: Option<usize>,
}

impl Tag {
    /// Reads a tag where a `<` stands. It looks no further than the longest tag reaches.
    fn read(text: &str, start: usize) -> Option<Self> {
        let rest = &text[start + 1..];
        let (name, ends) = rest
            .strip_prefix('/')
            .map_or((rest, false), |name| (name, true));
        let element = ELEMENTS.iter().position(|element| {
            name.get(..element.len())
                .is_some_and(|typed| typed.eq_ignore_ascii_case(element))
                && name[element.len()..].starts_with('>')
        })?;
        let end = start + 1 + usize::from(ends) + ELEMENTS[element].len() + 1;
        Some(Self {
            at: start..end,
            element,
            ends,
            partner: None,
        })
    }

    /// Whether it belongs to a heading.
    fn is_heading(&self) -> bool {
        matches!(ELEMENTS[self.element], "h1" | "h2" | "h3")
    }

    /// Writes the tag.
    fn write(&self, html: &mut String) -> fmt::Result {
        let name = ELEMENTS[self.element];
        if self.ends {
            return write!(html, "</{name}>");
        }
        write!(html, "<{name}>")?;
        if name == "pre" {
            // Parsers drop a line feed that stands here; let it be this one, and not a typed one.
            html.push('\n');
        }
        Ok(())
    }
}

/// All tags of a text.
fn tags(text: &str) -> Vec<Tag> {
    text.match_indices('<')
        .filter_map(|(start, _)| Tag::read(text, start))
        .collect()
}

/// Finds the pairs: an end tag ends the last element of its name that is open, and those that were
/// begun within that element and not ended were no elements.
fn paired(mut tags: Vec<Tag>) -> Vec<Tag> {
    let mut open = Vec::new();
    // How many are open of each. Without it, every end tag of an element that nobody began would be
    // compared with all that are open.
    let mut open_of = [0; ELEMENTS.len()];
    for at in 0..tags.len() {
        let element = tags[at].element;
        if !tags[at].ends {
            open.push(at);
            open_of[element] += 1;
            continue;
        }
        if open_of[element] == 0 {
            continue;
        }
        while let Some(start) = open.pop() {
            open_of[tags[start].element] -= 1;
            if tags[start].element == element {
                tags[start].partner = Some(at);
                tags[at].partner = Some(start);
                break;
            }
        }
    }
    tags
}

/// Keeps the tags that count: those in pairs that are not too deep and not a heading in a heading,
/// which parsers would put behind the outer one.
fn admitted(mut tags: Vec<Tag>) -> Vec<Tag> {
    let mut depth = 0;
    let mut heading_open = false;
    for at in 0..tags.len() {
        let Some(partner) = tags[at].partner else {
            continue;
        };
        let is_heading = tags[at].is_heading();
        if tags[at].ends {
            depth -= 1;
            heading_open &= !is_heading;
        } else if depth == MAX_DEPTH || (heading_open && is_heading) {
            tags[at].partner = None;
            tags[partner].partner = None;
        } else {
            depth += 1;
            heading_open |= is_heading;
        }
    }
    tags.retain(|tag| tag.partner.is_some());
    tags
}

#[cfg(test)]
mod tests;
