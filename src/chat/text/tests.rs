//! Tests of message texts: what is taken as it is, what is taken out, and what is refused.
//! The file is long because most of it is tables of texts.

use proptest::{collection, prelude::*, sample::select};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

use super::*;

/// Parses with the seed's rule and gives the text.
fn cut(typed: &str) -> Option<String> {
    MessageText::parse(typed, TooLong::Cut)
        .unwrap()
        .map(|text| text.as_str().to_owned())
}

/// White space around a text is dropped, and nothing else is nothing.
#[test]
fn trims_and_finds_blank_texts() {
    assert_eq!(cut("  hello \r\n").as_deref(), Some("hello"));
    assert_eq!(cut("a\r\nb\tc").as_deref(), Some("a\nb\tc"));
    assert_eq!(cut("a\r\r\nb\rc").as_deref(), Some("a\n\nb\nc"));
    assert_eq!(cut(" \t\r\n\u{3000}"), None);
    assert_eq!(cut(""), None);
}

/// 500 characters are 500 characters in every script, and a cut never splits one.
#[test]
fn counts_characters_and_not_bytes() {
    for character in ['a', 'ж', '漢', '🦊'] {
        let full: String = std::iter::repeat_n(character, MAX_CHARACTERS).collect();
        let over = format!("{full}{character}");
        assert_eq!(cut(&full).as_deref(), Some(full.as_str()));
        assert_eq!(cut(&over).as_deref(), Some(full.as_str()));
        assert_eq!(
            MessageText::parse(&over, TooLong::Refuse),
            Err(Refusal::TooLong { characters: 501 })
        );
    }
}

/// Control characters are refused wherever they stand, and can be taken out.
#[test]
fn refuses_control_characters() {
    for typed in ["a\0b", "\x1b[31m", "\u{9b}m", "x\x7f", "\x0b"] {
        assert_eq!(
            MessageText::parse(typed, TooLong::Cut),
            Err(Refusal::ControlCharacters),
            "{typed:?}"
        );
    }
    assert_eq!(without_control_characters("a\0\x1bb\tc"), "ab\tc");
}
/// Ordinary texts of any script come through to the byte.
#[test]
fn ordinary_texts_are_left_as_they_are() {
    for text in [
        "Hello,  there!\n\n  -> a\tb <c> & \"d\" 'e' \\ % ~ `x`",
        "naïve café, Straße, œuvre, Ħal Għargħur, ½ × 3 ≠ 4 – „so“ …",
        "e\u{301}te\u{301} and Vie\u{323}\u{302}t Nam",
        "Tiếng Việt có dấu, thử xem nhé",
        "Съешь же ещё этих мягких французских булок",
        "З\u{301}амок — за\u{301}мок",
        "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
        "ᾧ α\u{313}\u{342}\u{345}",
        "السلام عليكم، كيف حالك؟ ١٢٣",
        "بِسْمِ ٱللَّٰهِ ٱلرَّحْمَٰنِ",
        "می\u{200c}خواهم کتاب\u{200c}ها را ببینم",
        "۱۴۰۳ ه\u{200d}. ش",
        "اردو میں لکھا ہوا",
        "שלום C++\u{200f} שלום",
        "(\u{200e}+1 555\u{200e}) שלום",
        "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים אֵ֥ת הַשָּׁמַ֖יִם",
        "ש\u{5c1}\u{5bc}\u{5b8}\u{591}\u{5bd}",
        "العربية\u{61c} 1-2",
        "हिन्दी में क्षत्रिय, श्री क्\u{200d}ष और क्\u{200c}ष",
        "বাংলা র\u{200d}\u{9cd}যাব",
        "ਪੰਜਾਬੀ ਗੁਜરાતી",
        "தமிழ் எழுத்து",
        "తెలుగు క్\u{200c}ష",
        "ಕನ್ನಡ ರ\u{200d}\u{ccd}ಯ",
        "മലയാളം അവന്\u{200d}",
        "അവന്\u{200d}\nഅവള്\u{200d} !",
        "ශ්\u{200d}රී ලංකා",
        "ภาษาไทย น้ำที่ปั้น",
        "ພາສາລາວ ນ້ຳ",
        "བོད་སྐད་ བསྒྲུབས་ ཧཱུྃ",
        "မြန်မာဘာသာ မြို့",
        "ភាសាខ្មែរ ស្ត្រី",
        "汉字漢字，中文。葛\u{e0100}城",
        "ひらがなカタカナ漢字ー。か\u{3099}",
        "한국어 \u{1112}\u{1161}\u{11ab}",
        "ქართული ᲥᲐᲠᲗᲣᲚᲘ",
        "Հայերեն լեզու։",
        "አማርኛ ቋንቋ፡",
        "ᠮᠣᠩᠭᠣᠯ ᠪᠠ\u{180b}",
        "ދިވެހި ބަސް",
        "ᏣᎳᎩ",
        "⠓⠑⠇⠇⠕\u{2800}⠺",
        "𐎀𐎁 𓀀\u{13430}𓀁",
        "\u{600}١٢ \u{6dd}٣",
        "👨\u{200d}👩\u{200d}👧\u{200d}👦 👩🏽\u{200d}🦰 👍🏿",
        "❤\u{fe0f}\u{200d}🔥 👁\u{fe0f}\u{200d}🗨\u{fe0f} ☺\u{fe0e}",
        "🏳\u{fe0f}\u{200d}🌈 🏴\u{200d}☠\u{fe0f}",
        "🇩🇪🇯🇵🇺🇦",
        "1\u{fe0f}\u{20e3}#\u{fe0f}\u{20e3}*\u{20e3}",
        "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}!",
        "🏴\u{e0075}\u{e0073}\u{e0063}\u{e0061}\u{e007f}🏴",
        "a\u{a0}b\u{2009}c\u{3000}d\u{202f}e",
        "x\u{20d7} ə\u{303}\u{300} ø\u{338}",
        "unassigned \u{378}\u{1fffd} and \u{fffd}\u{fffc}",
    ] {
        assert_eq!(cut(text).as_deref(), Some(text), "{text:?}");
    }
}

/// Every ASCII character that can be said, wherever it stands.
#[test]
fn ascii_is_left_as_it_is() {
    let printable: String = ('!'..='~').collect();
    for text in [
        printable.clone(),
        format!("{printable} \t {printable}\n\n{printable}"),
    ] {
        assert_eq!(cut(&text).as_ref(), Some(&text));
    }
}

/// Each typed text leaves what it should.
fn assert_left(table: &[(&str, &str)]) {
    for &(typed, left) in table {
        assert_eq!(cut(typed).as_deref(), Some(left), "{typed:?}");
    }
}

/// What piles up or hides in variants is taken out, and the rest is left.
#[test]
fn what_piles_up_is_taken_out() {
    let zalgo = format!(
        "Z{}a{}!",
        "\u{310}".repeat(100),
        "\u{489}\u{323}".repeat(50)
    );
    let tower = format!("x{}", "\u{300}\u{301}\u{302}\u{303}".repeat(100));
    let thai = format!("ก{}", "\u{e49}".repeat(50));
    let bytes: String = std::iter::once('😀')
        .chain('\u{e0100}'..='\u{e01ef}')
        .collect();
    assert_left(&[
        // Selectors.
        ("a\u{fe0f}\u{fe0f}\u{fe0f}b", "a\u{fe0f}b"),
        ("\u{fe0f}a", "a"),
        ("a \u{fe0f}b", "a b"),
        ("e\u{301}\u{fe00}", "e\u{301}"),
        (bytes.as_str(), "😀"),
        ("a\u{e0100}b", "ab"),
        ("葛\u{e0100}\u{e0101}", "葛\u{e0100}"),
        // What piles up.
        (
            zalgo.as_str(),
            "Z\u{310}\u{310}\u{310}\u{310}\u{310}a\u{489}\u{323}\u{489}\u{323}\u{489}!",
        ),
        (tower.as_str(), "x\u{300}\u{301}\u{302}\u{303}\u{300}"),
        (thai.as_str(), "ก\u{e49}\u{e49}\u{e49}\u{e49}\u{e49}"),
        ("\u{301}x", "x"),
        ("\u{200b}\u{301}x", "x"),
        ("a \u{301}b", "a b"),
        ("a\n\u{301}b", "a\nb"),
        (
            "a\u{200d}\u{301}\u{200d}\u{301}\u{200d}\u{301}\u{200d}\u{301}\u{200d}\u{301}\u{200d}\u{301}b",
            "a\u{200d}\u{301}\u{200d}\u{301}\u{200d}\u{301}\u{200d}\u{301}\u{200d}\u{301}\u{200d}b",
        ),
        ("\u{13430}𓀀", "𓀀"),
    ]);
}

/// What hides or turns the direction is taken out, and the rest is left.
#[test]
fn what_hides_is_taken_out() {
    let smuggled: String = "a"
        .chars()
        .chain(
            "ignore"
                .chars()
                .filter_map(|c| char::from_u32(0xe0000 + u32::from(c))),
        )
        .collect();
    assert_left(&[
        // What turns the direction around.
        ("\u{202e}drawkcab", "drawkcab"),
        ("file\u{202e}gpj.exe", "filegpj.exe"),
        ("a\u{202a}b\u{202b}c\u{202c}d\u{202d}e", "abcde"),
        ("a\u{2066}b\u{2067}c\u{2068}d\u{2069}e", "abcde"),
        ("שלום \u{202b}more", "שלום more"),
        ("\u{200f}\u{200f}\u{200f}x", "x"),
        ("\u{200e}x", "x"),
        ("x\u{200f}", "x"),
        ("x\u{61c}\n\u{61c}y", "x\ny"),
        ("a\u{200e}\u{200f}\u{200e}b", "a\u{200e}b"),
        (
            "a\u{206a}b\u{206b}c\u{206c}d\u{206d}e\u{206e}f\u{206f}g",
            "abcdefg",
        ),
        // What cannot be seen.
        ("ze\u{200b}ro\u{feff}", "zero"),
        ("\u{feff}x", "x"),
        (
            "a\u{2060}b\u{2061}c\u{2062}d\u{2063}e\u{2064}f\u{2065}g",
            "abcdefg",
        ),
        ("soft\u{ad}ly", "softly"),
        ("a\u{34f}b", "ab"),
        ("a\u{180e}b", "ab"),
        ("ក\u{17b4}\u{17b5}", "ក"),
        ("a\u{115f}b\u{1160}c\u{3164}d\u{ffa0}e", "abcde"),
        ("a\u{16fe4}b", "ab"),
        ("a\u{fff9}b\u{fffa}c\u{fffb}d", "abcd"),
        ("a\u{fff0}b", "ab"),
        ("a\u{1bca0}\u{1bca3}b", "ab"),
        ("a\u{1d159}\u{1d173}\u{1d17a}b", "ab"),
        ("x\u{200d}", "x"),
        ("\u{200d}x", "x"),
        ("\u{200c}\u{200c}x", "x"),
        ("x \u{200d} y", "x  y"),
        ("x\u{200d} ", "x"),
        ("x\u{200d}\n", "x"),
        ("x\u{200d}\ny", "x\ny"),
        ("x\n\u{200d}y", "x\ny"),
        ("x\n \u{200d}y", "x\n y"),
        ("a\u{200d}\u{200d}b", "a\u{200d}b"),
        ("a\u{200c}\u{200d}\u{200c}\u{200d}b", "a\u{200c}b"),
        ("a\u{200d}\u{200b}\u{200d}b", "a\u{200d}b"),
        ("a\u{200d}\u{fe0f}\u{200d}b", "a\u{200d}b"),
        // Tags.
        (smuggled.as_str(), "a"),
        ("a\u{e0001}\u{e0065}\u{e006e}\u{e007f}", "a"),
        ("🏴\u{e0067}\u{e0062}", "🏴"),
        ("🏴\u{e0067}\u{e0062}\u{e007f}", "🏴"),
        (
            "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e0061}\u{e0062}\u{e007f}",
            "🏴",
        ),
        ("🏴\u{e0047}\u{e0042}\u{e0053}\u{e007f}", "🏴"),
        ("🏴\u{200b}\u{e0067}\u{e0062}\u{e0073}\u{e007f}", "🏴"),
        ("🏳\u{e0067}\u{e0062}\u{e0073}\u{e007f}", "🏳"),
        ("a\u{e0080}\u{e00ff}\u{e01f0}\u{e0fff}b", "ab"),
        // What is not for everybody.
        ("a\u{e000}b\u{f8ff}c\u{f0000}d\u{10fffd}e", "abcde"),
        (
            "a\u{fdd0}b\u{fdef}c\u{fffe}d\u{ffff}e\u{1fffe}f\u{10ffff}g",
            "abcdefg",
        ),
        // Lines and blanks.
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("a\r\n\r\n\r\n\r\nb", "a\n\nb"),
        ("a\u{2028}b\u{2029}c", "a\nb\nc"),
        ("a\u{2028}\u{2029}\n\u{2028}b", "a\n\nb"),
        ("a\n \n\t\n \n  b", "a\n \n  b"),
        ("a\n\u{200b}\n\u{200d}\n\u{2800}\n\u{3164}\nb", "a\n\nb"),
        ("\u{2800}x\u{2800}", "x"),
        ("\u{200b} \u{200d} x \u{200c} \u{feff}", "x"),
    ]);
}

/// A text in which nothing can be seen is no text.
#[test]
fn invisible_texts_are_nothing() {
    for invisible in [
        "\u{200b}",
        "\u{200c}",
        "\u{200d}",
        "\u{200e}\u{200f}",
        "\u{61c}",
        "\u{2060}",
        "\u{feff}",
        "\u{ad}",
        "\u{34f}",
        "\u{115f}",
        "\u{1160}",
        "\u{3164}",
        "\u{ffa0}",
        "\u{180e}",
        "\u{180b}",
        "\u{2800}",
        "\u{2800} \u{2800}",
        "\u{3000}\u{200b}\u{a0}",
        "\u{202e}",
        "\u{2066}\u{2069}",
        "\u{206a}",
        "\u{fe0f}",
        "\u{e0100}",
        "\u{e0001}",
        "\u{e0061}\u{e007f}",
        "\u{301}\u{302}",
        " \u{301}",
        "\u{20e3}",
        "\u{e000}",
        "\u{ffff}",
        "\u{2028}\u{2029}",
        "\u{1d159}",
        "\u{13430}",
        "\u{16fe4}",
        "\u{17b4}",
        "\u{fffb}",
    ] {
        assert_eq!(cut(invisible), None, "{invisible:?}");
        assert_eq!(cut(&invisible.repeat(600)), None, "{invisible:?}");
    }
}

/// Only what is left is counted, and a cut leaves nothing half.
#[test]
fn what_is_taken_out_is_not_counted() {
    let full = "x".repeat(MAX_CHARACTERS);
    let padded = "x\u{200b}\u{202e}".repeat(MAX_CHARACTERS);
    assert_eq!(
        MessageText::parse(&padded, TooLong::Refuse)
            .unwrap()
            .unwrap()
            .as_str(),
        full
    );
    let over = format!("{padded}\u{feff}y\u{feff}");
    assert_eq!(cut(&over).as_ref(), Some(&full));
    assert_eq!(
        MessageText::parse(&over, TooLong::Refuse),
        Err(Refusal::TooLong { characters: 501 })
    );
    let almost = "x".repeat(MAX_CHARACTERS - 4);
    for (end, left) in [
        ("   \n yes", ""),
        ("abc\u{200d}d", "abc"),
        ("🏴\u{e0067}\u{e0062}\u{e0073}\u{e007f}", "🏴"),
        ("ab e\u{301}", "ab e"),
    ] {
        assert_eq!(
            cut(&format!("{almost}{end}")),
            Some(format!("{almost}{left}"))
        );
    }
}

/// Control characters are refused even where they stand among what is taken out.
#[test]
fn control_characters_do_not_hide_behind_others() {
    for typed in ["\u{200b}\0", "a\u{85}b", "\u{202e}\x1b[0m\u{202c}"] {
        assert_eq!(
            MessageText::parse(typed, TooLong::Cut),
            Err(Refusal::ControlCharacters),
            "{typed:?}"
        );
    }
}

/// What is said does not show itself to a log.
#[test]
fn texts_hide_from_debug() {
    let text = MessageText::parse("secret", TooLong::Cut).unwrap();
    assert!(!format!("{text:?}").contains("secret"));
}

/// Whether the text ends with a virama and its joiner, as a text may.
fn ends_with_virama_joined(text: &str) -> bool {
    text.strip_suffix(['\u{200c}', '\u{200d}'])
        .and_then(|text| text.chars().next_back())
        .is_some_and(|mark| unicode_normalization::char::canonical_combining_class(mark) == 9)
}

/// More marks in a row than one character carries, with its variation selector.
const MARKS_TOO_MANY: usize = 7;

/// Texts of what cleaning looks at, in any order.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "a",
        "é",
        "ж",
        "漢",
        "ש",
        "क",
        "क\u{94d}",
        "้",
        "์",
        " ",
        "\u{a0}",
        "\u{2800}",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\u{2028}",
        "\u{301}",
        "\u{323}",
        "\u{20e3}",
        "\u{489}",
        "\u{903}",
        "\u{5bc}",
        "\u{200b}",
        "\u{200c}",
        "\u{200d}",
        "\u{200e}",
        "\u{200f}",
        "\u{61c}",
        "\u{202e}",
        "\u{2066}",
        "\u{2069}",
        "\u{206a}",
        "\u{feff}",
        "\u{fe0f}",
        "\u{fe0e}",
        "\u{e0100}",
        "\u{180b}",
        "\u{180e}",
        "\u{3164}",
        "\u{13430}",
        "\u{600}",
        "🏴",
        "😀",
        "🇩🇪",
        "\u{e0067}",
        "\u{e0062}",
        "\u{e0073}",
        "\u{e007f}",
        "🏴\u{e0067}\u{e0062}\u{e0073}\u{e007f}",
        "\u{e000}",
        "\u{ffff}",
        "\u{378}",
    ])
    .prop_map(String::from);
    let any = any::<char>().prop_filter("control characters are refused", |&c| !is_forbidden(c));
    let piece = prop_oneof![12 => pieces, 1 => any.prop_map(String::from)];
    let short = collection::vec(piece.clone(), 0..40);
    let long = collection::vec(piece, 400..700);
    prop_oneof![8 => short, 1 => long].prop_map(|pieces| pieces.concat())
}

/// Whether there is a character in the text that none should have, wherever it stands.
fn has_removed(text: &str) -> bool {
    let text = text.replace("🏴\u{e0067}\u{e0062}\u{e0073}\u{e007f}", "");
    text.chars().any(|c| {
        let kept = matches!(c, '\n' | '\t' | '\u{200c}'..='\u{200f}' | '\u{61c}');
        let shown = matches!(
            c,
            '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}'
                | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
        );
        !kept
            && !shown
            && matches!(
                c.general_category(),
                GeneralCategory::Control
                    | GeneralCategory::Format
                    | GeneralCategory::PrivateUse
                    | GeneralCategory::LineSeparator
                    | GeneralCategory::ParagraphSeparator
            )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is taken is taken again as itself, is within its bound, and has nothing in it that is taken out.
    #[test]
    fn what_is_taken_is_clean(typed in hostile()) {
        let once = cut(&typed);
        if let Some(text) = &once {
            prop_assert!(!text.is_empty() && text.trim() == text);
            prop_assert!(text.chars().count() <= MAX_CHARACTERS);
            prop_assert!(!has_removed(text), "{:?}", text);
            prop_assert!(!text.contains("\n\n\n"));
            let unseen = |c: char| c.is_whitespace() || c == '\u{2800}' || matches!(c, '\u{200c}'..='\u{200f}' | '\u{61c}');
            prop_assert!(!text.starts_with(unseen) && (!text.ends_with(unseen) || ends_with_virama_joined(text)));
            let runs: Vec<char> = text.chars().collect();
            for pair in runs.windows(2) {
                prop_assert!(!pair.iter().all(|c| matches!(c, '\u{200c}'..='\u{200f}' | '\u{61c}')), "{:?}", text);
            }
            for seven in runs.windows(MARKS_TOO_MANY) {
                prop_assert!(!seven.iter().all(|c| c.general_category() == GeneralCategory::NonspacingMark), "{:?}", text);
            }
            let again = cut(text);
            prop_assert_eq!(again.as_ref(), Some(text));
            let whole = MessageText::parse(text, TooLong::Refuse);
            prop_assert!(whole.is_ok_and(|whole| whole.is_some_and(|whole| whole.as_str() == text)));
        }
        prop_assert_eq!(hygiene::clean(&hygiene::clean(&typed)), hygiene::clean(&typed));
    }

    /// Nothing is added and nothing changes its place.
    #[test]
    fn what_is_left_is_part_of_what_was_typed(typed in hostile()) {
        let mut typed_characters = typed.chars();
        let same = |typed: char, left: char| typed == left || (left == '\n' && matches!(typed, '\r' | '\u{2028}' | '\u{2029}'));
        for left in hygiene::clean(&typed).chars() {
            prop_assert!(typed_characters.any(|typed| same(typed, left)));
        }
    }
}
