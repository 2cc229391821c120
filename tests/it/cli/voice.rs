//! stdout is for programs, stderr for people.

use libtest_mimic::Trial;
use serde_json::Value;

use crate::support::process::{Exit, Process, Program, Room};
use crate::support::trials;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        help_has_examples_and_names_the_environment,
        version_is_one_line,
        every_line_of_json_is_an_event,
        human_stdout_holds_the_address_only,
        requests_are_not_told,
        quiet_is_quiet,
    ]
}

/// The help of the program and of its command name all that can be set, and how.
async fn help_has_examples_and_names_the_environment() {
    for arguments in [&["--help"][..], &["serve", "--help"]] {
        let exit = Program::new(arguments).run().await;
        assert_eq!((exit.code, exit.stderr.as_str()), (Some(0), ""), "{exit:?}");
        let help = exit.stdout.join("\n");
        let words = [
            "--keys",
            "--cache",
            "--config",
            "--output",
            "--no-tor",
            "--listen",
            "--max-streams",
            "MAX_STREAMS",
        ];
        for word in words.into_iter().chain([
            "--title",
            "--ephemeral",
            "ONIONCHAT_KEYS",
            "ONIONCHAT_CACHE",
            "ONIONCHAT_CONFIG",
        ]) {
            assert!(help.contains(word), "no {word:?} in\n{help}");
        }
    }
    let help = Program::new(&["--help"]).run().await.stdout.join("\n");
    assert!(
        help.to_lowercase().contains("example"),
        "no examples in\n{help}"
    );
}

/// A script may read the version.
async fn version_is_one_line() {
    let exit = Program::new(&["--version"]).run().await;
    assert_eq!((exit.code, exit.stdout.len()), (Some(0), 1), "{exit:?}");
    let words: Vec<&str> = exit.stdout[0].split(' ').collect();
    assert!(
        words[0] == "onionchat" && words[1].starts_with(|c: char| c.is_ascii_digit()),
        "{words:?}"
    );
}

/// From the first line to the last, so that a program may read them without a thought.
async fn every_line_of_json_is_an_event() {
    let room = Room::open().await;
    room.say("Fox-ab12", "hello").await;
    let _reader = room.read().await;
    let address = room.address;
    let exit = room.terminate().await;
    let events: Vec<Value> = exit
        .stdout
        .iter()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let expected = [
        serde_json::json!({"event": "listening", "url": format!("http://{address}")}),
        serde_json::json!({"event": "stopped"}),
    ];
    assert_eq!(events, expected);
}

/// Runs a room in words until it listens, uses it, and ends it.
async fn used(arguments: &[&str]) -> Exit {
    let program =
        Program::new(&["--no-tor", "--listen", "127.0.0.1:0"]).and(arguments.iter().copied());
    let mut process: Process = program.spawn();
    let line = process.line().await.expect("a line with the address");
    let address = line
        .strip_prefix("http://")
        .and_then(|address| address.parse().ok());
    let room = Room {
        process,
        address: address.unwrap_or_else(|| panic!("{line:?} is no address")),
    };
    room.say("Fox-ab12", "hello").await;
    room.get("/wp-login.php").await.expect_empty(404);
    room.read().await.read_until(">hello<").await;
    room.terminate().await
}

/// `url=$(onionchat --no-tor | head -1)` works.
async fn human_stdout_holds_the_address_only() {
    for arguments in [&[][..], &["--output", "human"], &["-v"]] {
        let exit = used(arguments).await;
        assert_eq!(exit.code, Some(0), "{exit:?}");
        assert_eq!(exit.stdout.len(), 1, "{exit:?}");
        assert!(
            !exit.stderr.contains('\x1b'),
            "a file gets no colours: {:?}",
            exit.stderr
        );
    }
}

/// A line per request would be a log of who read when.
async fn requests_are_not_told() {
    let exit = used(&[]).await;
    for word in [
        "/send",
        "/messages",
        "wp-login",
        "Fox-ab12",
        "GET",
        "POST",
        "303",
    ] {
        assert!(!exit.stderr.contains(word), "{word:?} in\n{}", exit.stderr);
    }
}

/// Asked to be quiet, the program says nothing but the address.
async fn quiet_is_quiet() {
    let exit = used(&["-q"]).await;
    assert_eq!((exit.code, exit.stderr.as_str()), (Some(0), ""), "{exit:?}");
    assert_eq!(exit.stdout.len(), 1, "{exit:?}");
}
