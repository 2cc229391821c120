//! Tests of the markup: chosen texts, and any texts, read by a real parser.

mod oracle;

use proptest::prelude::*;

use super::*;

/// Formatting alone.
const FORMATTING: Markup = Markup {
    formatting: true,
    links: false,
};

/// Everything.
const ALL: Markup = Markup {
    formatting: true,
    links: true,
};

/// Without markup a text is escaped as it always was.
#[test]
fn without_markup_a_text_is_text() {
    let text = "<b a='1' c=\"2\">x</b> <i>y</i> &amp; https://example.org";
    let mut escaped = String::new();
    escape_into(text, &mut escaped).unwrap();
    assert_eq!(Markup::default().to_html(text), escaped);
}

/// Every element is written in lower case, in any case it was typed.
#[test]
fn every_element_can_be_had() {
    for name in ELEMENTS {
        let typed = format!("a <{}>x</{name}> z", name.to_uppercase());
        let first = if name == "pre" { "\n" } else { "" };
        let expected = format!("a <{name}>{first}x</{name}> z");
        assert_eq!(FORMATTING.to_html(&typed), expected);
    }
}

/// Only tags in pairs count, and nothing that merely looks like one.
#[test]
fn only_pairs_count() {
    for (text, html) in [
        ("", ""),
        ("<b></b>", "<b></b>"),
        ("<b>1<b>2</b>3</b>", "<b>1<b>2</b>3</b>"),
        ("<i>1</i><i>2</i>", "<i>1</i><i>2</i>"),
        // A tag of its own, or in the wrong order.
        ("<b>x", "&lt;b&gt;x"),
        ("x</b>", "x&lt;/b&gt;"),
        ("</b>x<b>", "&lt;/b&gt;x&lt;b&gt;"),
        ("<b><b>x</b>", "&lt;b&gt;<b>x</b>"),
        ("<b><i></b></i>", "<b>&lt;i&gt;</b>&lt;/i&gt;"),
        ("<b></i>x</b>", "<b>&lt;/i&gt;x</b>"),
        ("<i><b><i></b></i>", "<i><b>&lt;i&gt;</b></i>"),
        // Almost tags.
        ("<b", "&lt;b"),
        ("</b", "&lt;/b"),
        ("<", "&lt;"),
        ("<b onclick=x>y</b>", "&lt;b onclick=x&gt;y&lt;/b&gt;"),
        (
            "<b >x</b > < b>x</ b>",
            "&lt;b &gt;x&lt;/b &gt; &lt; b&gt;x&lt;/ b&gt;",
        ),
        ("<b/>x</b>", "&lt;b/&gt;x&lt;/b&gt;"),
        ("<b\n>x</b>", "&lt;b\n&gt;x&lt;/b&gt;"),
        ("<bb>x</bb>", "&lt;bb&gt;x&lt;/bb&gt;"),
        ("<b>x<//b>", "&lt;b&gt;x&lt;//b&gt;"),
        (
            "<\u{fe64}b>\u{212a}</b>",
            "&lt;\u{fe64}b&gt;\u{212a}&lt;/b&gt;",
        ),
        ("<<b>>x<</b>>", "&lt;<b>&gt;x&lt;</b>&gt;"),
        // Elements that there are not.
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        (
            "<a>x</a><p>x</p>",
            "&lt;a&gt;x&lt;/a&gt;&lt;p&gt;x&lt;/p&gt;",
        ),
        ("<!--<b>x</b>-->", "&lt;!--<b>x</b>--&gt;"),
        // Entities are text as well.
        ("&lt;b&gt;x</b>", "&amp;lt;b&amp;gt;x&lt;/b&gt;"),
        ("<b>&#60;</b>", "<b>&amp;#60;</b>"),
    ] {
        assert_eq!(FORMATTING.to_html(text), html, "{text}");
    }
}

/// A heading in a heading is text, and only there.
#[test]
fn headings_do_not_nest() {
    for (text, html) in [
        ("<h1><h2>x</h2></h1>", "<h1>&lt;h2&gt;x&lt;/h2&gt;</h1>"),
        (
            "<h1><b><h1>x</h1></b></h1>",
            "<h1><b>&lt;h1&gt;x&lt;/h1&gt;</b></h1>",
        ),
        (
            "<h1><b>1</b><h2>2</h2></h1>",
            "<h1><b>1</b>&lt;h2&gt;2&lt;/h2&gt;</h1>",
        ),
        ("<h1>1</h1><h2>2</h2>", "<h1>1</h1><h2>2</h2>"),
        ("<h1><h2>x</h2>", "&lt;h1&gt;<h2>x</h2>"),
        ("<h1>x</h2>", "&lt;h1&gt;x&lt;/h2&gt;"),
    ] {
        assert_eq!(FORMATTING.to_html(text), html, "{text}");
    }
}

/// The line feed that a parser drops is never a typed one.
#[test]
fn preformatted_text_keeps_its_first_lines() {
    assert_eq!(FORMATTING.to_html("<pre>\n\nx</pre>"), "<pre>\n\n\nx</pre>");
    assert_eq!(FORMATTING.to_html("<pre>x</pre>"), "<pre>\nx</pre>");
    assert_eq!(FORMATTING.to_html("<pre>\nx"), "&lt;pre&gt;\nx");
}

/// What is too deep is text, and what comes after it counts again.
#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| format!("{}x{}", "<i>".repeat(depth), "</i>".repeat(depth));
    let deepest = nested(MAX_DEPTH);
    assert_eq!(FORMATTING.to_html(&deepest), deepest);
    let deeper = FORMATTING.to_html(&format!("{}{deepest}", nested(MAX_DEPTH + 2)));
    assert_eq!(deeper.matches("<i>").count(), 2 * MAX_DEPTH);
    assert_eq!(deeper.matches("&lt;i&gt;").count(), 2);
    assert!(deeper.ends_with(&deepest));
}

/// A link says what it leads to, escaped in both places, and is cut by tags that count.
#[test]
fn links_and_tags_go_together() {
    let link = |address: &str| {
        format!(
            "<a href=\"{address}\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">{address}</a>"
        )
    };
    for (text, html) in [
        (
            "<https://a.org/?x=1&y='2'>",
            format!("&lt;{}&#x27;&gt;", link("https://a.org/?x=1&amp;y=&#x27;2")),
        ),
        (
            "<b>https://a.org</b>/x",
            format!("<b>{}</b>/x", link("https://a.org")),
        ),
        ("https://a<i>.org</i>", "https://a<i>.org</i>".to_owned()),
        (
            "https://a.org<b>/x",
            format!("{}&lt;b&gt;/x", link("https://a.org")),
        ),
        (
            "<pre>https://a.org</pre>",
            format!("<pre>\n{}</pre>", link("https://a.org")),
        ),
    ] {
        assert_eq!(ALL.to_html(text), html, "{text}");
    }
    assert_eq!(FORMATTING.to_html("https://a.org"), "https://a.org");
}

/// A text of a megabyte that compares every tag with every other, or every address with every other,
/// would take this test minutes.
#[test]
fn long_texts_take_no_longer_than_their_length() {
    for (piece, end) in [
        ("<i>", "</b>"),
        ("<b><i>", "</b>"),
        ("<", ">"),
        ("https://_/", ""),
        ("https://a.org/(", ")"),
        ("http", "://"),
    ] {
        let text = [piece.repeat(200_000), end.repeat(200_000)].concat();
        assert!(ALL.to_html(&text).len() >= text.len());
    }
}

/// Pieces of texts, most of which mean something here or to a parser of HTML.
fn piece() -> impl Strategy<Value = String> {
    let names = || proptest::sample::select(&ELEMENTS[..]);
    let tag = (names(), any::<bool>(), any::<bool>()).prop_map(|(name, ends, shout)| {
        let tag = format!("<{}{name}>", if ends { "/" } else { "" });
        if shout { tag.to_uppercase() } else { tag }
    });
    let element =
        (names(), "[a\n]{0,2}").prop_map(|(name, text)| format!("<{name}>{text}</{name}>"));
    let nested = (names(), 1..MAX_DEPTH + 3).prop_map(|(name, depth)| {
        let (begin, end) = (format!("<{name}>"), format!("</{name}>"));
        [begin.repeat(depth), end.repeat(depth)].concat()
    });
    let trouble = proptest::sample::select(&TROUBLE[..]).prop_map(str::to_owned);
    let address = proptest::sample::select(&ADDRESSES[..]).prop_map(str::to_owned);
    prop_oneof![
        6 => tag,
        2 => element,
        1 => nested,
        3 => trouble,
        2 => address,
        2 => "[ a-z<>/&;=\"'\n\t]{1,4}",
        1 => "\\PC{1,6}",
    ]
}

/// What has led parsers of HTML astray.
const TROUBLE: [&str; 28] = [
    "<",
    ">",
    "</",
    "/>",
    "<!",
    "<!--",
    "-->",
    "<?",
    "<![CDATA[",
    "]]>",
    "&",
    "&lt;",
    "&amp",
    "&#x3c;",
    "\"",
    "'",
    "`",
    "=",
    "\n",
    "<p>",
    "<a href=x>",
    "<script>",
    "</span>",
    "</div>",
    "<table>",
    "<svg>",
    "<plaintext>",
    "<b x=y>",
];

/// Addresses and what is like them.
const ADDRESSES: [&str; 12] = [
    "https://a.org",
    "https://a.org/(x)?y=1&z='2'",
    "HTTPS://B.example:80#c",
    "http://abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion/x",
    "http://abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion.org",
    "http://a.org",
    "https://a.org@b.org",
    "https://xn--a.org",
    "https://\u{430}.org",
    "https://",
    "javascript:",
    "://",
];

proptest! {
    // Nothing may be left in the source tree; what once failed belongs among the chosen texts above.
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is typed, a parser sees the elements that are meant, and all of the text.
    #[test]
    fn a_parser_sees_what_is_meant(pieces in proptest::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        for (formatting, links) in [(false, false), (true, false), (false, true), (true, true)] {
            let html = Markup { formatting, links }.to_html(&text);
            oracle::check(&text, formatting, links, &html);
        }
    }

    /// An address among words is a link.
    #[test]
    fn addresses_are_links(
        address in "https://([a-z0-9]{1,5}(-[a-z0-9]{1,5})?\\.){1,3}[a-z]{2,5}(:[1-9][0-9]{0,3})?([/?#]([a-zA-Z0-9/?&=%_~.]{0,9}[a-z0-9])?)?",
        before in "([\\PC&&[^<>/]]{0,5}[ (\"])?",
        after in "[ )\"<,.!]?[ ]",
    ) {
        let bare = address.trim_end_matches('?');
        let text = format!("{before}{address}{after}");
        let html = ALL.to_html(&text);
        oracle::check(&text, true, true, &html);
        let mut href = "<a href=\"".to_owned();
        escape_into(bare, &mut href).unwrap();
        prop_assert!(html.contains(&format!("{href}\" ")), "{html}");
    }
}
