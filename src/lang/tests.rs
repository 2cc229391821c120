//! Tests of the catalogue: the files, the English texts, and which language a browser gets.

mod files;
mod samples;

use super::*;
use crate::chat::{
    Actor, Answer, EndReason, EventKind, Refusal, TimeLeft, command::usage::Usage, event::Sanction,
    name::NickFault,
};
use samples::{entry, nick, roster, text};

/// The languages are told apart by their codes, and each says what it is.
#[test]
fn languages_have_codes_and_names() {
    for (at, lang) in Lang::ALL.into_iter().enumerate() {
        assert_eq!(lang as usize, at, "the table of texts is in this order");
        assert_eq!(Lang::parse(lang.code()), Some(lang));
        assert_eq!(Lang::parse(&lang.code().to_uppercase()), Some(lang));
        let name = lang.own_name();
        let begins_rtl = name.starts_with(|c| matches!(c, '\u{600}'..='\u{6ff}'));
        assert_eq!(begins_rtl, lang.is_right_to_left(), "{name}");
        assert_eq!(begins_rtl, lang.dir() == "rtl", "{name}");
        assert_eq!(lang.is_reviewed(), lang == Lang::En);
    }
    for code in ["", "e", "eng", "en-US", "*", "tlh", "e\u{301}n"] {
        assert_eq!(Lang::parse(code), None, "{code}");
    }
}

/// A browser gets the language that it asks for most, as far as the chat speaks it.
#[test]
fn a_browser_gets_what_it_asks_for() {
    for (header, lang) in [
        ("", Lang::En),
        ("en-US,en;q=0.5", Lang::En),
        ("de", Lang::De),
        ("de-AT", Lang::De),
        ("DE-at", Lang::De),
        ("pt-BR,pt;q=0.9,en-US;q=0.8", Lang::Pt),
        ("zh-CN", Lang::Zh),
        ("zh-Hant-TW,zh;q=0.9", Lang::Zh),
        ("fa-IR, ar;q=0.9", Lang::Fa),
        // The weight counts, then the order.
        ("en;q=0.5,fr;q=0.8", Lang::Fr),
        ("es;q=0.8,fr;q=0.8", Lang::Es),
        ("ru;q=0.999,ar", Lang::Ar),
        ("ru ; Q = 0.9 , en;q=0.1", Lang::Ru),
        // What the chat does not speak is passed over.
        ("sv,fi;q=0.9,ru;q=0.1", Lang::Ru),
        ("sv,fi;q=0.9", Lang::En),
        // Zero is a no.
        ("de;q=0,fr;q=0.1", Lang::Fr),
        ("de;q=0", Lang::En),
        ("*", Lang::En),
        ("de,*;q=0.5", Lang::De),
        ("sv,*;q=0.5,de;q=0.1", Lang::En),
        // What is no entry asks for nothing.
        ("de;q=2,fr;q=0.1", Lang::Fr),
        ("de;q=-1,fr;q=0.1", Lang::Fr),
        ("de;q=nan,fr;q=inf,es;q=0.1", Lang::Es),
        ("de;q=,fr;q,es;level=1,ar;q=0.1", Lang::Ar),
        (",,;q=1,;,de", Lang::De),
        ("deutsch", Lang::En),
    ] {
        assert_eq!(Lang::negotiate(header), lang, "{header}");
    }
}

/// However long or strange the header is, a bounded part of it is looked at, and no half of an entry.
#[test]
fn a_strange_header_is_harmless() {
    for unit in [
        "x",
        ",",
        ";",
        "=",
        "-",
        "q=",
        "sv,",
        "\u{0}",
        "世",
        "\u{202e},",
    ] {
        assert_eq!(Lang::negotiate(&unit.repeat(100_000)), Lang::En, "{unit}");
    }
    let mut entries = "sv,".repeat(MAX_ACCEPT_ENTRIES - 1);
    entries.push_str("de");
    assert_eq!(Lang::negotiate(&entries), Lang::De, "the last that counts");
    entries.insert_str(0, "sv,");
    assert_eq!(Lang::negotiate(&entries), Lang::En, "one too many");
    let long = |tail: &str| format!("es;q=0.5,{}{tail}", "x".repeat(MAX_ACCEPT_BYTES - 12));
    assert_eq!(long(",de").len(), MAX_ACCEPT_BYTES);
    assert_eq!(Lang::negotiate(&long(",de")), Lang::De);
    assert_eq!(Lang::negotiate(&long(",de;q=0.1")), Lang::Es, "cut off");
    assert_eq!(
        Lang::negotiate(&long("世,de")),
        Lang::Es,
        "cut in a character"
    );
}

/// The English texts, to the letter.
#[test]
fn english_says_exactly_this() {
    let en = Lang::default();
    let (ada, zoya) = (nick("Fox-ab12"), nick("Зоя"));
    let topic = EventKind::Topic {
        by: Actor::Member(ada.clone()),
        topic: text("tea\nand cake"),
    };
    let banned = EventKind::Moderated {
        by: Actor::Member(ada.clone()),
        nick: zoya.clone(),
        how: Sanction::Banned,
        reason: Some(text("spam")),
    };
    let kicked = |reason| EndReason::Kicked {
        by: Actor::Member(ada.clone()),
        reason: Some(text(reason)),
    };
    let whisper = Answer::Help(Usage::of("whisper"));
    for (said, expected) in [
        (
            en.notice(&EventKind::Joined(ada.clone())).unwrap(),
            "Fox-ab12 has joined.",
        ),
        (
            en.notice(&EventKind::Joined(zoya.clone())).unwrap(),
            "\u{2068}Зоя\u{2069} has joined.",
        ),
        (
            en.notice(&EventKind::Farewell(ada.clone())).unwrap(),
            "Fox-ab12: Gotta go now. I will talk to you folks later. (said by /exit)",
        ),
        (
            en.notice(&topic).unwrap(),
            "Fox-ab12 set the topic: tea and cake",
        ),
        (
            en.notice(&banned).unwrap(),
            "Fox-ab12 banned \u{2068}Зоя\u{2069}: spam",
        ),
        (
            en.notice(&EventKind::Closing(TimeLeft::of(
                std::time::Duration::from_mins(61),
            )))
            .unwrap(),
            "The room closes in 1 hour and 1 minute.",
        ),
        (
            en.end(&kicked("no spam")),
            "Fox-ab12 removed you from the room: no spam. Reload the page to try joining again.",
        ),
        (
            en.end(&kicked("no spam!")),
            "Fox-ab12 removed you from the room: no spam! Reload the page to try joining again.",
        ),
        (
            en.end(&EndReason::Stopped),
            "The room was stopped: everything said here is erased, and everyone was removed.",
        ),
        (
            en.answer(&whisper),
            "/whisper NICK TEXT: say something to one person only; also /w, /msg, /purr",
        ),
        (
            en.answer(&Answer::Who(roster(
                Some("demo"),
                vec![entry("Fox-ab12", 7), entry("Зоя", 0)],
                (3, 2),
            ))),
            "demo: 5 here, and 2 without a name\nFox-ab12 (operator, away, muted)\n\u{2068}Зоя\u{2069}\nand 3 more",
        ),
        (
            en.answer(&Answer::Ignoring(ada.clone())),
            "You see nothing more of Fox-ab12. /unignore Fox-ab12 takes that back.",
        ),
        (
            en.refusal(&Refusal::TooLong { characters: 1_234 }),
            "This has 1234 characters, and a message has at most 500. Shorten it, then send it again.",
        ),
        (
            en.refusal(&Refusal::Usage(Usage::of("/").unwrap())),
            "This command is written //TEXT: say a text that begins with a slash.",
        ),
        (
            en.refusal(&Refusal::Nick(NickFault::TooShort)),
            "A nick has at least 2 characters. Choose a longer one.",
        ),
        (
            en.heading(&roster(None, Vec::new(), (0, 0))),
            "lobby: 0 here",
        ),
        (en.gap(1), "You missed 1 message."),
        (en.gap(1_234_567), "You missed 1234567 messages."),
        (en.only_you(), "(visible only to you)"),
        (en.text("come-in-again"), "Come in again"),
    ] {
        assert_eq!(said, expected);
    }
}

/// Every language has words for everything, its own or the English ones.
#[test]
fn every_language_says_everything() {
    for lang in Lang::ALL {
        for kind in samples::events() {
            let notice = lang.notice(&kind);
            assert_eq!(notice.is_some(), Lang::En.notice(&kind).is_some());
            assert!(notice.is_none_or(|notice| !notice.is_empty()));
        }
        for answer in samples::answers() {
            assert!(!lang.answer(&answer).is_empty());
        }
        for end in samples::ends() {
            assert!(!lang.end(&end).is_empty());
        }
        for refusal in samples::refusals() {
            assert!(!lang.refusal(&refusal).is_empty());
        }
        for missed in [0, 1, 2, 3, 5, 11, 21, 100, 1_000_000] {
            let gap = lang.gap(missed);
            // Some languages have words of their own for one and two.
            let shown = missed < 3 || gap.contains(&missed.to_string());
            assert!(!gap.is_empty() && shown, "{gap}");
        }
    }
}

/// In a language that runs from right to left, whatever is not of it is isolated, ASCII too.
#[test]
fn what_is_foreign_is_isolated_in_arabic() {
    let isolated = |text: &str| format!("\u{2068}{text}\u{2069}");
    for lang in [Lang::Ar, Lang::Fa] {
        let joined = lang.notice(&EventKind::Joined(nick("Fox-ab12"))).unwrap();
        assert!(joined.contains(&isolated("Fox-ab12")), "{joined}");
        let topic = lang.answer(&Answer::Topic(Some(text("tea\n/stop"))));
        assert!(topic.contains(&isolated("tea /stop")), "{topic}");
        let usage = lang.refusal(&Refusal::Usage(Usage::of("kick").unwrap()));
        assert!(usage.contains(&isolated("/kick NICK [REASON]")), "{usage}");
        let members = vec![entry("Fox-ab12", 0), entry("Owl-0000", 1)];
        let who = lang.answer(&Answer::Who(roster(Some("demo"), members, (0, 0))));
        for foreign in ["demo", "Fox-ab12", "Owl-0000"] {
            assert!(who.contains(&isolated(foreign)), "{who}");
        }
        let lobby = lang.heading(&roster(None, Vec::new(), (0, 0)));
        assert!(!lobby.contains('\u{2068}'), "its own word: {lobby}");
    }
}
