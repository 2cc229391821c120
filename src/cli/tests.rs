//! What is typed, and what is refused.

use super::{value::MAX_TITLE, *};
use crate::exit::Exit;

/// The definition is consistent; clap checks it only when asked.
#[test]
fn the_definition_is_consistent() {
    Cli::command().debug_assert();
}

/// Every exit code is explained in the help.
#[test]
fn the_help_explains_every_exit_code() {
    for exit in Exit::ALL {
        let explained = format!("\n  {:<4}", exit.code());
        assert!(
            AFTER_HELP.contains(&explained),
            "{exit:?} is not in the help"
        );
    }
}

/// Titles are checked wherever they come from.
#[test]
fn titles_are_checked() {
    let title = |raw: &str| Cli::try_parse_from(["onionchat", "--title", raw]).is_ok();
    assert!(title("Night shift \u{1f98a}") && title(&"x".repeat(MAX_TITLE)));
    assert!(!title("") && !title("  ") && !title("a\x1b[2J") && !title(&"x".repeat(101)));
}

/// What would do nothing is refused, but not what stands in the environment for other commands.
#[test]
fn options_of_the_room_need_a_room() {
    let read = |typed: &str| Cli::try_read_from(typed.split(' '));
    for bad in [
        "onionchat --private keys import d",
        "onionchat --ephemeral address",
        "onionchat --title t status",
    ] {
        let error = read(bad).err().unwrap();
        assert_eq!(error.exit_code(), Exit::Usage.code(), "{bad}");
    }
    for good in [
        "onionchat --private",
        "onionchat --private serve",
        "onionchat --keys k --output json status",
    ] {
        assert!(read(good).is_ok(), "{good}");
    }
}

/// Global options stand before or after the command, the room's with or without `serve`.
#[test]
fn options_stand_on_either_side() {
    for typed in [
        "onionchat --keys k --title t --no-tor",
        "onionchat serve --keys k --title t --no-tor",
        "onionchat --keys k --no-tor serve --title t",
    ] {
        let cli = Cli::try_parse_from(typed.split(' ')).unwrap();
        let (global, Command::Serve(serve)) = cli.into_parts() else {
            panic!("{typed} does not open the room");
        };
        assert_eq!(global.keys.as_deref(), Some(std::path::Path::new("k")));
        assert_eq!((serve.title.as_deref(), serve.no_tor), (Some("t"), true));
    }
}

/// The way to Tor is told to `join` as to a room, before its name or behind it; nothing else of a room is.
#[test]
fn the_way_to_tor_is_for_joining_too() {
    let read = |typed: &str| Cli::try_read_from(typed.split(' '));
    let typed = "onionchat --proxy socks5://127.0.0.1:9 --bridge a join 127.0.0.1:1 --bridge b";
    let (_, command) = read(typed).ok().unwrap().into_parts();
    let Command::Join(join) = command else {
        panic!("another command");
    };
    assert_eq!(join.route.bridges, [Hidden::from("a"), Hidden::from("b")]);
    assert_eq!(join.route.proxy, Some(Hidden::from("socks5://127.0.0.1:9")));
    assert!(read("onionchat --private join 127.0.0.1:1").is_err());
    assert!(read("onionchat --bridge a address").is_err());
    assert!(read("onionchat join 127.0.0.1:1 --guest-key x").is_err());
}
