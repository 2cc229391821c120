//! Tests of nicks: what may be typed, what is refused, and which two are taken for the same.
//! The file is long because most of it is tables of names.

use proptest::{collection, prelude::*, sample::select};
use rand::{SeedableRng, rngs::StdRng};

use super::*;

/// Behind the last letters that look like others: what follows are planes of rare ideographs.
const LAST_LETTER: char = '\u{20000}';

/// The text of the nick that was typed.
fn canonical(typed: &str) -> Result<String, NickFault> {
    Nick::parse(typed).map(|nick| nick.as_str().to_owned())
}

/// Whether what was typed is refused or is taken for a nick that is given.
fn refused_or_twin_of(nick: &str, typed: &str) -> bool {
    let held = Nick::parse(nick).unwrap().folded();
    Nick::parse(typed).is_err() || Nick::parse(typed).is_ok_and(|typed| typed.folded() == held)
}

/// Every drawn nick is one that the cookie's form admits and that anybody could type, and they differ.
#[test]
fn drawn_nicks_are_of_both_forms() {
    let mut rng = StdRng::seed_from_u64(1);
    let drawn: HashSet<Nick> = (0..50).map(|_| Nick::random(&mut rng)).collect();
    assert!(drawn.len() > 45);
    for nick in drawn {
        assert_eq!(Nick::parse_seed(nick.as_str()).as_ref(), Some(&nick));
        assert_eq!(Nick::parse(nick.as_str()).as_ref(), Ok(&nick));
    }
}

/// The words are a hundred different ones, and every nick that can be drawn with them is of both forms.
#[test]
fn the_words_fit_both_forms() {
    let distinct: HashSet<&str> = WORDS.into_iter().collect();
    assert_eq!(distinct.len(), 100);
    for word in WORDS {
        for tag in [0x0000_u16, 0x0b6d, 0xc1d1, 0xffff] {
            let nick = format!("{word}-{tag:04x}");
            assert!(Nick::parse_seed(&nick).is_some(), "{nick}");
            assert_eq!(canonical(&nick).as_ref(), Ok(&nick));
        }
    }
}

/// Nicks that look alike fold to the same, others do not.
#[test]
fn look_alikes_fold_to_the_same() {
    let folded = |raw: &str| Nick::parse_seed(raw).unwrap().folded();
    for (one, other) in [
        ("Lily-ab12", "LiIy-ab12"),
        ("Lily-ab12", "lily-ab12"),
        ("Fern-0000", "Fem-0000"),
        ("Crow-0000", "Crovv-0000"),
        ("Cloud-0000", "doud-0000"),
    ] {
        assert!(folded(one) == folded(other), "{one} {other}");
    }
    assert!(folded("Lily-ab12") != folded("Lily-ab13"));
    assert!(folded("Fox-0000") != folded("Fog-0000"));
}

/// What a visitor makes up is refused as a cookie unless it is of the form.
#[test]
fn other_forms_are_refused_as_cookies() {
    for raw in [
        "",
        "-",
        "Fox",
        "Fox-",
        "Fox-ab1",
        "Fox-ab123",
        "Fox-AB12",
        "F-ab12",
        "Fox-ab1g",
        "Foxfoxfoxfo-ab12",
        "Fox-ab12 ",
        " Fox-ab12",
        "Fox_ab12",
        "F\u{f6}x-ab12",
        "Fox--b12",
        "<b>-ab12",
        "Fox-ab12\n",
        "Fox-ab\u{ff11}2",
    ] {
        assert!(Nick::parse_seed(raw).is_none(), "{raw:?} was taken");
    }
    assert!(Nick::parse_seed("Fox-ab12").is_some());
}

/// A nick may be typed in any script that is in use, and stays as it was typed.
#[test]
fn nicks_of_many_scripts_are_taken_as_they_are() {
    for nick in [
        "alice",
        "Al",
        "a-b",
        "x_y-z",
        "r2d2",
        "4chan",
        "Zoë",
        "José",
        "Łukasz",
        "Ngọc-Ánh",
        "Nguyễn",
        "Þórr",
        "Çağla",
        "Straße",
        "Ħaġar",
        "Œuvre",
        "Ọlá",
        "Boris",
        "Борис",
        "Ёжик",
        "Їжак",
        "Ђорђе",
        "Әсем",
        "Өмүр",
        "Боба",
        "собор",
        "Егор",
        "Νίκος",
        "άννα",
        "Ελένη",
        "σοφός",
        "محمد",
        "فاطمة",
        "پرویز",
        "ژاله",
        "علی۱۲",
        "مُحَمَّد",
        "יוסף",
        "שלום",
        "रवि",
        "प्रिया",
        "हिंदी",
        "क्षितिज१",
        "রহিম",
        "ਗੁਰਪ੍ਰੀਤ",
        "પ્રીતિ",
        "முருகன்",
        "లక్ష్మి",
        "ಕನ್ನಡ",
        "മലയാളം",
        "සිංහල",
        "สมชาย",
        "น้ำฝน",
        "ສົມພອນ",
        "ນ້ຳຄຳ",
        "མེ",
        "བསྒྲུབས",
        "မြို့",
        "သန်းထွန်း",
        "សុខា",
        "ស្រីមុំ",
        "王小明",
        "漢字",
        "ひらがな",
        "カタカナ",
        "田中さくら",
        "ルーシー",
        "まさキ",
        "がぎぐ",
        "김철수",
        "金철수",
        "Արամ",
        "Հայկ",
        "გიორგი",
        "ሰላም",
        "አበበ",
        "ދިވެހި",
    ] {
        assert_eq!(canonical(nick).as_deref(), Ok(nick), "{nick:?}");
    }
}

/// What is kept is the canonical form of what was typed, never what was typed.
#[test]
fn what_is_checked_is_what_is_kept() {
    for (typed, kept) in [
        (" alice ", "alice"),
        ("\u{3000}alice\r\n", "alice"),
        ("alice\u{a0}", "alice"),
        ("ａｌｉｃｅ", "alice"),
        ("ａｌｉｃｅ－７", "alice-7"),
        ("𝓪𝓵𝓲𝓬𝓮", "alice"),
        ("𝐀𝐥𝐢𝐜𝐞", "Alice"),
        ("ⓐⓛⓘⓒⓔ", "alice"),
        ("ﬁnn", "finn"),
        ("Zoe\u{308}", "Zo\u{eb}"),
        ("Nguye\u{302}\u{303}n", "Nguy\u{1ec5}n"),
        ("\u{1100}\u{1161}\u{11a8}나", "각나"),
        ("ｶﾞｷﾞ", "ガギ"),
        ("alice\u{2077}", "alice7"),
        ("\u{212b}sa", "\u{c5}sa"),
    ] {
        assert_eq!(canonical(typed).as_deref(), Ok(kept), "{typed:?}");
    }
}

/// What is no nick is refused, and the reason is the one that helps.
#[test]
fn what_is_no_nick_is_refused() {
    use NickFault::{
        Capitals, Character, Edges, Marks, MixedScripts, NoLetter, Reserved, TooLong, TooShort,
    };
    let long = "x".repeat(MAX_CHARACTERS + 1);
    let endless = "x".repeat(100_000);
    let ornate = "a\u{300}\u{301}\u{302}\u{303}".repeat(100);
    let ligatures = "\u{fdfa}".repeat(10);
    for (typed, fault) in [
        ("", TooShort),
        (" \t ", TooShort),
        ("a", TooShort),
        ("王", TooShort),
        (long.as_str(), TooLong { characters: 25 }),
        (
            endless.as_str(),
            TooLong {
                characters: 100_000,
            },
        ),
        (ornate.as_str(), TooLong { characters: 500 }),
        (ligatures.as_str(), TooLong { characters: 180 }),
        ("al ice", Character),
        ("al\u{a0}ice", Character),
        ("al\u{3000}ice", Character),
        ("al\tice", Character),
        ("al\nice", Character),
        ("al\0ice", Character),
        ("al\u{85}ice", Character),
        ("alice.", Character),
        ("al'ice", Character),
        ("al\u{2019}ice", Character),
        ("al\u{b7}ice", Character),
        ("<b>alice</b>", Character),
        ("alice&amp;", Character),
        ("al;ice", Character),
        ("al=ice", Character),
        ("alice🦊", Character),
        ("🦊🦊", Character),
        ("alice\u{2014}", Character),
        ("al\u{2010}ice", Character),
        ("\u{e000}alice", Character),
        ("al\u{378}ice", Character),
        ("al\u{ffff}ice", Character),
        ("ᚠᚢᚦ", Character),
        ("𓀀𓀁", Character),
        ("ᴀʟɪᴄᴇ", Character),
        ("\u{301}alice", Marks),
        ("-\u{301}alice", Edges),
        ("a-\u{301}lice", Marks),
        ("7\u{303}alice", Marks),
        ("q\u{300}\u{301}\u{302}", Marks),
        ("q\u{323}\u{323}\u{323}lice", Marks),
        ("-alice", Edges),
        ("alice-", Edges),
        ("_alice", Edges),
        ("alice_", Edges),
        ("--", Edges),
        ("\u{2bb}\u{2bb}", NoLetter),
        ("12", NoLetter),
        ("1-2", NoLetter),
        ("१२", NoLetter),
        ("\u{430}lice", MixedScripts),
        ("alic\u{435}", MixedScripts),
        ("\u{3b1}lice", MixedScripts),
        ("alice王", MixedScripts),
        ("аlісе", MixedScripts),
        ("καλa", MixedScripts),
        ("김あ", MixedScripts),
        ("alice\u{661}", MixedScripts),
        ("a\u{64e}lice", MixedScripts),
        ("ΑΝΝΑ", Capitals),
        ("ΝΙΝΑ", Capitals),
        ("host", Reserved),
    ] {
        assert_eq!(canonical(typed), Err(fault), "{typed:?}");
    }
}

/// Nobody is called as the room is, however it is spelt.
#[test]
fn reserved_names_and_their_look_alikes_are_refused() {
    for word in RESERVED {
        let capitals = word.to_uppercase();
        let spaced: Vec<String> = word.chars().map(String::from).collect();
        for typed in [word, &capitals, &spaced.join("-"), &spaced.join("_")] {
            if typed.len() > MAX_CHARACTERS {
                continue;
            }
            assert_eq!(Nick::parse(typed), Err(NickFault::Reserved), "{typed}");
        }
    }
    for typed in [
        "H0ST",
        "hóst",
        "h-o-s-t",
        "ＨＯＳＴ",
        "𝒽ℴ𝓈𝓉",
        "adrnin",
        "ADM1N",
        "adm\u{131}n",
        "ADMİN",
        "aclmin",
        "rnod",
        "mocl",
        "moderat0r",
        "N0body",
        "nob0dy",
        "1obby",
        "T0r",
        "t_o_r",
        "onionchαt",
        "rооm",
        "ſystem",
        "sуstem",
        "YOU",
        "mё",
        "m\u{113}",
        "operatør",
    ] {
        assert!(Nick::parse(typed).is_err(), "{typed:?} was taken");
    }
    for typed in ["hostess", "admiral", "Ali", "allan", "tory", "rooms", "mei"] {
        assert!(Nick::parse(typed).is_ok(), "{typed:?} was refused");
    }
}

/// Faults of `OnionShare`: a name with white space or invisible characters beside its twin without, a name
/// that is nothing to the eye, and a name with a homoglyph that passed because a sanitised copy was
/// checked.
#[test]
fn invisible_differences_make_no_other_nick() {
    for invisible in [
        '\u{ad}',
        '\u{34f}',
        '\u{61c}',
        '\u{115f}',
        '\u{1160}',
        '\u{17b4}',
        '\u{17b5}',
        '\u{180b}',
        '\u{180e}',
        '\u{200b}',
        '\u{200c}',
        '\u{200d}',
        '\u{200e}',
        '\u{200f}',
        '\u{2028}',
        '\u{2029}',
        '\u{202a}',
        '\u{202b}',
        '\u{202c}',
        '\u{202d}',
        '\u{202e}',
        '\u{2060}',
        '\u{2061}',
        '\u{2062}',
        '\u{2063}',
        '\u{2064}',
        '\u{2066}',
        '\u{2067}',
        '\u{2068}',
        '\u{2069}',
        '\u{206a}',
        '\u{206f}',
        '\u{2800}',
        '\u{3164}',
        '\u{fe00}',
        '\u{fe0f}',
        '\u{feff}',
        '\u{ffa0}',
        '\u{fff9}',
        '\u{fffb}',
        '\u{1d173}',
        '\u{e0001}',
        '\u{e0061}',
        '\u{e007f}',
        '\u{e0100}',
        ' ',
        '\u{a0}',
        '\u{2003}',
        '\u{202f}',
        '\t',
        '\u{323}',
        '\u{307}',
        '\u{335}',
        '\u{338}',
    ] {
        for typed in [
            format!("alice-7{invisible}"),
            format!("{invisible}alice-7"),
            format!("al{invisible}ice-7"),
            format!("alice{invisible}-7"),
        ] {
            assert!(refused_or_twin_of("alice-7", &typed), "{typed:?} was taken");
        }
        let alone = invisible.to_string().repeat(3);
        assert!(Nick::parse(&alone).is_err(), "{alone:?} was taken");
    }
}

/// Whatever Unicode knows to look like a letter or a digit in ASCII is refused in its place, or is taken
/// for it, unless its canonical form is another ASCII character: then that is what is shown.
#[test]
fn confusables_make_no_other_nick() {
    let skeleton = |c: char| -> String { unicode_security::skeleton(&c.to_string()).collect() };
    let plain: Vec<(char, String)> = ('0'..='9')
        .chain('A'..='Z')
        .chain('a'..='z')
        .map(|place| (place, skeleton(place)))
        .collect();
    let mut tried = 0;
    for c in ('\u{80}'..LAST_LETTER).filter(|&c| !c.nfkc().all(|c| c.is_ascii())) {
        let seen = skeleton(c);
        for (place, _) in plain.iter().filter(|(_, looks)| *looks == seen) {
            tried += 1;
            for (before, behind) in [("al", "ce-7"), ("ko", "")] {
                let (nick, typed) = (
                    format!("{before}{place}{behind}"),
                    format!("{before}{c}{behind}"),
                );
                assert!(refused_or_twin_of(&nick, &typed), "{typed:?} beside {nick}");
            }
        }
    }
    assert!(tried > 500, "{tried} confusables");
}

/// A word that is in another script altogether is taken for the Latin one that it looks like.
#[test]
fn words_of_another_script_fold_to_what_they_look_like() {
    for (one, other) in [
        ("cope", "соре"),
        ("Cope", "СОРЕ"),
        ("cope", "СоРе"),
        ("BACO", "ВАСО"),
        ("baco", "васо"),
        ("HEP", "нер"),
        ("por", "рог"),
        ("ropa", "гора"),
        ("6o6a", "боба"),
        ("scope-7", "ѕсоре-7"),
        ("vova", "νονα"),
        ("nov", "ηον"),
        ("ho", "հօ"),
        ("Alice", "ÀLÎÇÉ"),
        ("dod", "đøð"),
    ] {
        let [one_folded, other_folded] = [one, other].map(|typed| {
            Nick::parse(typed)
                .unwrap_or_else(|fault| panic!("{typed}: {fault:?}"))
                .folded()
        });
        assert!(one_folded == other_folded, "{one} {other}");
    }
}

/// Two nicks that differ only in what people overlook are the same to the room, in any script.
#[test]
fn what_people_overlook_tells_no_nicks_apart() {
    for (one, other) in [
        ("a-b", "ab"),
        ("a_b", "ab"),
        ("a--b", "a_b"),
        ("alice-7", "ALICE7"),
        ("STRASSE", "straße"),
        ("Straẞe", "strasse"),
        ("ışık", "IŞIK"),
        ("İzmir", "izmir"),
        ("izmir", "ızmir"),
        ("σοφός", "ΣΟΦΌΣ"),
        ("борис", "БОРИС"),
        ("вася", "ВАСЯ"),
        ("Ёлка", "елка"),
        ("José", "jose"),
        ("ạna", "ana"),
        ("مُحَمَّد", "محمد"),
        ("Արամ", "արամ"),
        ("modern", "modem"),
        ("www", "vvvvvv"),
        ("vvw", "wvv"),
        ("c1an", "dan"),
        ("O0o", "ooo"),
    ] {
        assert!(
            Nick::parse(one).unwrap().folded() == Nick::parse(other).unwrap().folded(),
            "{one} {other}"
        );
    }
    for (one, other) in [
        ("anna", "awa"),
        ("luna", "lyna"),
        ("nova", "vova"),
        ("alice", "alise"),
        ("יוסף", "וסף"),
        ("か行", "が行"),
        ("रवि", "रवी"),
        ("борис", "барис"),
        ("김철수", "김철호"),
        ("สมชาย", "สมชัย"),
        ("alice-7", "alice-8"),
    ] {
        assert!(
            Nick::parse(one).unwrap().folded() != Nick::parse(other).unwrap().folded(),
            "{one} {other}"
        );
    }
}

/// What is folded once is folded for good, so that two ways to compare can't disagree.
#[test]
fn folding_ends() {
    for c in ('\0'..LAST_LETTER).filter(|&c| Part::of(c).is_some()) {
        let once = fold::fold(&c.to_string());
        assert_eq!(fold::fold(&once), once, "U+{:04X}", u32::from(c));
        if Part::of(c) == Some(Part::Letter) {
            assert!(!once.is_empty(), "U+{:04X}", u32::from(c));
        }
    }
}

/// Neither form of a nick shows itself to a log.
#[test]
fn nicks_hide_from_debug() {
    let nick = Nick::parse("alice-7").unwrap();
    let shown = format!("{nick:?} {:?}", nick.folded());
    assert!(!shown.contains("al"), "{shown}");
}

/// Every fault says what to do in a line.
#[test]
fn faults_say_what_to_do() {
    for fault in [
        NickFault::TooShort,
        NickFault::TooLong { characters: 25 },
        NickFault::Character,
        NickFault::Marks,
        NickFault::Edges,
        NickFault::NoLetter,
        NickFault::MixedScripts,
        NickFault::Capitals,
        NickFault::Reserved,
    ] {
        let text = crate::lang::Lang::default().refusal(&crate::chat::Refusal::Nick(fault));
        assert!(text.ends_with('.') && text.len() < 90, "{text}");
    }
}

/// Texts near to nicks: letters of one script, marks, links, digits, and now and then anything.
fn nearly_a_nick() -> impl Strategy<Value = String> {
    let scripts = select(vec![
        "abcdilmnoruvwIO01",
        "äéñøßœİıſﬁ",
        "абвгдежзиорсуѕіјё",
        "αβγηινουσςΝΥΗ",
        "مُحَدّ١",
        "שלום",
        "रवीि्ष१",
        "กำ้ิน",
        "王田ーあがカ",
        "김각",
        "Եհօս",
        "ႠგვᲕ",
    ]);
    let rest = select(
        "aо-_-_ \u{301}\u{323}\u{200d}7７"
            .chars()
            .collect::<Vec<_>>(),
    );
    scripts.prop_flat_map(move |script| {
        let letters = select(script.chars().collect::<Vec<_>>());
        let any = prop_oneof![20 => letters, 3 => rest.clone(), 1 => any::<char>()];
        collection::vec(any, 0..30).prop_map(String::from_iter)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is taken is taken again as itself, is within its bounds, and holds nothing invisible.
    #[test]
    fn what_is_taken_is_canonical(typed in prop_oneof![nearly_a_nick(), any::<String>()]) {
        if let Ok(nick) = Nick::parse(&typed) {
            let again = Nick::parse(nick.as_str());
            prop_assert_eq!(again.as_ref(), Ok(&nick));
            prop_assert!(again.is_ok_and(|again| again.folded() == nick.folded()));
            let characters = nick.as_str().chars().count();
            prop_assert!((MIN_CHARACTERS..=MAX_CHARACTERS).contains(&characters));
            prop_assert!(nick.as_str().len() <= MAX_BYTES);
            prop_assert!(!nick.as_str().chars().any(|c| c.is_whitespace()
                || c.is_control()
                || c.general_category() == GeneralCategory::Format));
            let folded = fold::fold(nick.as_str());
            prop_assert!(!folded.is_empty());
            prop_assert_eq!(fold::fold(&folded), folded);
        }
    }

    /// Case, dashes and the spelling of a letter tell no two nicks apart.
    #[test]
    fn a_twin_is_found(typed in nearly_a_nick()) {
        let Ok(nick) = Nick::parse(&typed) else { return Ok(()) };
        let text = nick.as_str();
        for twin in [text.to_lowercase(), text.to_uppercase(), text.nfd().collect(), text.replace('-', "_"), text.replace(['-', '_'], "")] {
            if let Ok(twin) = Nick::parse(&twin) {
                prop_assert!(twin.folded() == nick.folded(), "{} {}", text, twin.as_str());
            }
        }
    }
}
