//! What a parser of HTML must see in a message, worked out in another way than the program does.
//!
//! It knows nothing of the program, so that whoever fuzzes the program can use it as well.

use html5ever::{parse_document, tendril::TendrilSink as _};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use url::{Host, Url};

/// The elements that a text may have.
const NAMES: &str = "b i u s em strong code pre h1 h2 h3 blockquote mark sub sup";

/// How deep they may stand in one another.
const DEPTH: usize = 6;

/// A part of a message as a reader gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    /// Text; two of them never follow each other, and none is empty.
    Text(String),
    /// An element.
    Element {
        /// Its name.
        name: String,
        /// Its attributes, sorted.
        attributes: Vec<(String, String)>,
        /// What is in it.
        children: Vec<Node>,
    },
}

/// A part of a text while its pairs of tags are looked for.
#[derive(Clone)]
enum Piece {
    /// Text that is no tag.
    Plain(String),
    /// A start tag of this name, as typed.
    Start(String, String),
    /// An end tag of this name, as typed.
    End(String, String),
    /// A pair of tags and what is between them: the name, the start tag, the pieces, the end tag.
    Pair(String, String, Vec<Piece>, String),
}

/// Fails unless the HTML shows this text with this markup, inside a message and nowhere else.
pub(super) fn check(text: &str, formatting: bool, links: bool, html: &str) {
    let seen = parse(html);
    let mut addresses = Vec::new();
    let seen = without_links(seen, &mut addresses);
    assert!(links || addresses.is_empty(), "a link in {html:?}");
    for (href, shown) in addresses {
        assert_eq!(href, shown, "a link says something else in {html:?}");
        check_address(&href);
    }
    assert_eq!(seen, expected(text, formatting), "{text:?} became {html:?}");
}

/// What a parser makes of a message with this HTML, where a message stands in the transcript.
fn parse(html: &str) -> Vec<Node> {
    let page = format!(
        "<!DOCTYPE html><html><head><title>x</title></head><body>\
         <div class=\"msg\"><span class=\"text\">{html}</span></div><div id=\"after\"></div></body></html>"
    );
    let dom = parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(page.as_str());
    let errors = dom.errors.borrow();
    assert!(errors.is_empty(), "{errors:?} in {html:?}");
    let body = nodes(&dom.document.children.borrow()[1].children.borrow()[1]);
    let element = |name: &str, attribute: (&str, &str), children| Node::Element {
        name: name.to_owned(),
        attributes: vec![(attribute.0.to_owned(), attribute.1.to_owned())],
        children,
    };
    let Some(Node::Element { children, .. }) = body.first() else {
        panic!("no message in {body:?}");
    };
    let Some(Node::Element {
        children: message, ..
    }) = children.first()
    else {
        panic!("no text in {body:?}");
    };
    let whole = [
        element(
            "div",
            ("class", "msg"),
            vec![element("span", ("class", "text"), message.clone())],
        ),
        element("div", ("id", "after"), Vec::new()),
    ];
    assert_eq!(body, whole, "{html:?} reaches out of its message");
    message.clone()
}

/// What a node of the parser has in it.
fn nodes(parent: &Handle) -> Vec<Node> {
    let mut found = Vec::new();
    for child in parent.children.borrow().iter() {
        match &child.data {
            NodeData::Text { contents } => add_text(&mut found, &contents.borrow()),
            NodeData::Element { name, attrs, .. } => {
                let mut attributes: Vec<_> = attrs
                    .borrow()
                    .iter()
                    .map(|attribute| {
                        (
                            attribute.name.local.to_string(),
                            attribute.value.to_string(),
                        )
                    })
                    .collect();
                attributes.sort();
                found.push(Node::Element {
                    name: name.local.to_string(),
                    attributes,
                    children: nodes(child),
                });
            }
            other => panic!("{other:?} in a message"),
        }
    }
    found
}

/// Adds text to what is there.
fn add_text(nodes: &mut Vec<Node>, text: &str) {
    match nodes.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ if text.is_empty() => {}
        _ => nodes.push(Node::Text(text.to_owned())),
    }
}

/// The nodes with links as the text that they show; where they lead to and what they show is put aside.
fn without_links(nodes: Vec<Node>, addresses: &mut Vec<(String, String)>) -> Vec<Node> {
    let mut kept = Vec::new();
    for node in nodes {
        match node {
            Node::Text(text) => add_text(&mut kept, &text),
            Node::Element {
                name,
                attributes,
                children,
            } if name == "a" => {
                let [(_, href), rel, target] = &attributes[..] else {
                    panic!("a link with {attributes:?}");
                };
                assert_eq!(attributes[0].0, "href");
                assert_eq!((&*rel.0, &*rel.1), ("rel", "noopener noreferrer nofollow"));
                assert_eq!((&*target.0, &*target.1), ("target", "_blank"));
                let [Node::Text(shown)] = &children[..] else {
                    panic!("a link with {children:?}");
                };
                add_text(&mut kept, shown);
                addresses.push((href.clone(), shown.clone()));
            }
            Node::Element {
                name,
                attributes,
                children,
            } => kept.push(Node::Element {
                name,
                attributes,
                children: without_links(children, addresses),
            }),
        }
    }
    kept
}

/// Fails unless a browser goes from this address where its text says, and by a way that is allowed.
fn check_address(href: &str) {
    let url = Url::parse(href).unwrap_or_else(|error| panic!("{href}: {error}"));
    let Some(Host::Domain(host)) = url.host() else {
        panic!("{href} is no name");
    };
    assert!(
        url.username().is_empty() && url.password().is_none(),
        "{href} hides its host"
    );
    assert!(
        host.contains('.') && !host.split('.').any(|label| label.starts_with("xn--")),
        "{href} has another host than it seems"
    );
    let key = host
        .strip_suffix(".onion")
        .and_then(|name| name.rsplit('.').next());
    let onion = key.is_some_and(|key| {
        key.len() == 56
            && key
                .chars()
                .all(|c| "abcdefghijklmnopqrstuvwxyz234567".contains(c))
    });
    assert!(
        url.scheme() == "https" || (url.scheme() == "http" && onion),
        "{href} is neither over TLS nor an onion service"
    );
    let typed = href.to_ascii_lowercase();
    let beyond = typed.strip_prefix(&format!("{}://{host}", url.scheme()));
    let beyond = beyond.unwrap_or_else(|| panic!("{href} leads to {host}"));
    assert!(
        beyond.is_empty() || beyond.starts_with([':', '/', '?', '#']),
        "{href} leads to {host}"
    );
    assert!(
        !href.ends_with(['.', ',', ';', ':', '!', '?', '\'', '"', '}']),
        "{href} took in punctuation"
    );
}

/// What a reader must get of a text: the first end tag that has a start tag before it makes a pair with
/// the last such one, then the same again.
fn expected(text: &str, formatting: bool) -> Vec<Node> {
    let mut pieces = if formatting {
        pieces(text)
    } else {
        vec![Piece::Plain(text.to_owned())]
    };
    while let Some((start, end)) = first_pair(&pieces) {
        let mut pair = pieces.splice(start..=end, [Piece::Plain(String::new())]);
        let Some(Piece::Start(name, typed)) = pair.next() else {
            unreachable!("a pair begins with its start tag");
        };
        let mut inner: Vec<Piece> = pair.collect();
        let Some(Piece::End(_, typed_end)) = inner.pop() else {
            unreachable!("a pair ends with its end tag");
        };
        pieces[start] = Piece::Pair(name, typed, inner, typed_end);
    }
    let mut nodes = Vec::new();
    add_pieces(&mut nodes, &pieces, &[]);
    nodes
}

/// A text cut at all that has the form of a tag.
fn pieces(text: &str) -> Vec<Piece> {
    let lower = text.to_ascii_lowercase();
    let mut tags = Vec::new();
    for name in NAMES.split(' ') {
        for (slash, is_end) in [("", false), ("/", true)] {
            let tag = format!("<{slash}{name}>");
            tags.extend(
                lower
                    .match_indices(&tag)
                    .map(|(at, _)| (at, at + tag.len(), is_end, name)),
            );
        }
    }
    tags.sort_unstable();
    let mut pieces = Vec::new();
    let mut done = 0;
    for (at, end, is_end, name) in tags {
        pieces.push(Piece::Plain(text[done..at].to_owned()));
        let (name, typed) = (name.to_owned(), text[at..end].to_owned());
        pieces.push(if is_end {
            Piece::End(name, typed)
        } else {
            Piece::Start(name, typed)
        });
        done = end;
    }
    pieces.push(Piece::Plain(text[done..].to_owned()));
    pieces
}

/// The first pair of tags among the pieces.
fn first_pair(pieces: &[Piece]) -> Option<(usize, usize)> {
    pieces.iter().enumerate().find_map(|(end, piece)| {
        let Piece::End(wanted, _) = piece else {
            return None;
        };
        let is_start = |piece: &Piece| matches!(piece, Piece::Start(name, _) if name == wanted);
        Some((pieces[..end].iter().rposition(is_start)?, end))
    })
}

/// Adds what a reader gets of these pieces within these elements.
fn add_pieces(nodes: &mut Vec<Node>, pieces: &[Piece], within: &[&str]) {
    for piece in pieces {
        match piece {
            Piece::Plain(text) | Piece::Start(_, text) | Piece::End(_, text) => {
                add_text(nodes, text);
            }
            Piece::Pair(name, start, inner, end) => {
                let heading = |name: &&str| ["h1", "h2", "h3"].contains(name);
                let nests = heading(&name.as_str()) && within.iter().any(heading);
                if nests || within.len() == DEPTH {
                    add_text(nodes, start);
                    add_pieces(nodes, inner, within);
                    add_text(nodes, end);
                } else {
                    let mut children = Vec::new();
                    add_pieces(&mut children, inner, &[within, &[name.as_str()]].concat());
                    nodes.push(Node::Element {
                        name: name.clone(),
                        attributes: Vec::new(),
                        children,
                    });
                }
            }
        }
    }
}
