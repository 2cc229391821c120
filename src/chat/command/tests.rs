//! What is typed, and what it is read as.

use super::*;
use crate::{chat::text::MAX_CHARACTERS, lang::Lang};

/// Reads a line.
fn read(typed: &str) -> Result<Option<Command<Passphrase>>, Refusal> {
    Command::parse(typed, TooLong::Refuse)
}

/// What a line that is no command says to the room.
fn said(typed: &str) -> Option<String> {
    match read(typed) {
        Ok(Some(Command::Say(text))) => Some(text.as_str().to_owned()),
        Ok(None) => None,
        other => panic!("{typed:?} is read as {other:?}"),
    }
}

/// Everything that does not begin with one slash is said as it is.
#[test]
fn texts_are_said() {
    for text in ["hello", "a /help b", "1/2", "\\help", "\u{2215}help"] {
        assert_eq!(said(text).as_deref(), Some(text));
    }
    assert_eq!(said("//help me").as_deref(), Some("/help me"));
    assert_eq!(said("///").as_deref(), Some("//"));
    assert_eq!(said("  ").as_deref(), None);
}

/// Every command is read in its shortest and its longest form, by every name, in any letters, with white space
/// about it.
#[test]
fn every_command_is_read() {
    for (typed, debug) in [
        ("/help", "Help(None)"),
        ("/HELP kick", "Help(Some"),
        ("/help /kick", "Help(Some"),
        ("/help //", "Help(Some"),
        ("/nick Ivy", "Rename("),
        ("/me waves  twice", "Act("),
        ("/who", "Who"),
        ("/whisper Fox-ab12 hello you", "Whisper("),
        ("/w @fox hello", "Whisper("),
        ("/msg fox hello", "Whisper("),
        ("/purr fox hello", "Whisper("),
        ("/reply hello", "Reply("),
        ("/create demo", "Create(RoomName([scrubbed]), None)"),
        (
            "/create demo open sesame",
            "Create(RoomName([scrubbed]), Some",
        ),
        (
            "/join demo-ABCDEFGHJKLMNPQR",
            "Join(RoomCode([scrubbed]), None)",
        ),
        (
            "/join demo-abcdefghjklmnpqr x y",
            "Join(RoomCode([scrubbed]), Some",
        ),
        ("/leave", "Leave"),
        ("/exit", "Exit"),
        ("/topic", "ShowTopic"),
        ("/topic news", "SetTopic("),
        ("/ignore fox", "Ignore("),
        ("/unignore fox", "Unignore("),
        ("/kick fox", "Kick(Called([scrubbed]), None)"),
        ("/kick fox for a reason", "Kick(Called([scrubbed]), Some"),
        ("/ban fox", "Ban("),
        ("/mute fox", "Mute("),
        ("/unmute fox", "Unmute("),
        ("/delete", "Delete(MyLast)"),
        ("/delete fox", "Delete(LastOf"),
        ("/delete fox ALL", "Delete(AllOf"),
        ("/lock open sesame", "Lock(Passphrase([scrubbed]))"),
        ("/unlock", "Unlock"),
        ("/stop", "Stop"),
        ("  /op 0123  ", "Op(HostToken([scrubbed]))"),
    ] {
        let command = read(typed).unwrap().unwrap();
        assert!(
            format!("{command:?}").starts_with(debug),
            "{typed}: {command:?}"
        );
        let has_passphrase = typed.contains(" open sesame") || typed.ends_with(" x y");
        assert_eq!(command.passphrase().is_some(), has_passphrase, "{typed}");
    }
}

/// What is half-typed or mistyped is not said to the room; the refusal names the command and its usage.
#[test]
fn mistakes_are_refused_with_the_usage() {
    for (typed, named) in [
        ("/", "/help [COMMAND]"),
        ("\u{200f}/knick Ivy", "/nick NAME"),
        ("\u{ff0f}knick Ivy", "/nick NAME"),
        ("\u{feff} \u{200b}/knick Ivy", "/nick NAME"),
        ("/knick Ivy", "/nick NAME"),
        ("/whis fox hello", "/whisper NICK TEXT"),
        ("/etc/passwd", "//TEXT"),
        ("/nick", "/nick NAME"),
        ("/me", "/me ACTION"),
        ("/whisper fox", "/whisper NICK TEXT"),
        ("/w", "/whisper NICK TEXT"),
        ("/reply", "/reply TEXT"),
        ("/create", "/create NAME"),
        ("/join", "/join CODE"),
        ("/who is there", "/who"),
        ("/stop it", "/stop"),
        ("/kick", "/kick NICK"),
        ("/ban a b", "/ban NICK"),
        ("/delete fox everything", "/delete [NICK [all]]"),
        ("/lock", "/lock PASSPHRASE"),
        ("/op", "/op TOKEN"),
        ("/help nothing-such", "/"),
    ] {
        let refusal = Lang::default().refusal(&read(typed).unwrap_err());
        assert!(refusal.contains(named), "{typed}: {refusal}");
    }
    assert_eq!(read("/create a/b").unwrap_err(), Refusal::RoomName);
    assert_eq!(read("/join demo-A7F2").unwrap_err(), Refusal::NoRoom);
}

/// A text in a command has 500 characters like any other, however long the command's own words are.
#[test]
fn texts_in_commands_are_counted_alone() {
    let (full, over) = ("ж".repeat(MAX_CHARACTERS), "ж".repeat(MAX_CHARACTERS + 1));
    for before in [
        "/me ",
        "/w fox ",
        "/reply ",
        "/topic ",
        "/kick fox ",
        "",
        "/",
    ] {
        let slash = if before == "/" { "/" } else { "" };
        assert!(read(&format!("{before}{slash}{}", &full[slash.len() * 2..])).is_ok());
        assert_eq!(
            read(&format!("{before}{slash}{over}")).unwrap_err(),
            Refusal::TooLong {
                characters: 501 + slash.len()
            }
        );
    }
}

/// A host's token is compared as a whole.
#[test]
fn host_tokens_are_compared() {
    use rand::{SeedableRng as _, rngs::StdRng};
    let mut rng = StdRng::seed_from_u64(1);
    let token = HostToken::random(&mut rng);
    let Ok(Some(Command::Op(typed))) = read(&format!("/op {}", token.reveal())) else {
        panic!("the command is read");
    };
    assert!(token.is(&typed) && !token.is(&HostToken::random(&mut rng)));
    assert!(!token.is(&HostToken("".into())));
}
