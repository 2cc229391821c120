//! Command lines that cannot be meant: a documented exit code, one clear sentence, and never a panic.

use libtest_mimic::Trial;

use crate::support::process::{Exit, Program, Room};
use crate::support::trials;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        unknown_flag_is_named,
        unknown_command_is_named,
        address_that_others_reach_is_refused,
        address_that_is_none_is_refused,
        taken_port_is_named,
        missing_file_is_named,
        unknown_key_is_named,
        value_of_a_wrong_type_is_shown,
        file_that_is_no_toml_is_named,
        limit_that_is_no_number_is_refused,
        port_of_the_seed_is_the_default,
    ]
}

/// The exit code of clap for a command line that it does not understand.
const USAGE: i32 = 2;
/// `EX_UNAVAILABLE` of `sysexits.h`: a service that cannot be given.
const UNAVAILABLE: i32 = 69;
/// `EX_CONFIG` of `sysexits.h`: a faulty configuration.
const CONFIG: i32 = 78;

/// Runs a command line to its end, which should be a refusal with this code, and words that hold each of
/// these.
async fn expect_refusal(program: Program, code: i32, words: &[&str]) -> Exit {
    let exit = program.run().await;
    assert_eq!(exit.code, Some(code), "{exit:?}");
    for word in words {
        assert!(
            exit.stderr.contains(word),
            "no {word:?} in\n{}",
            exit.stderr
        );
    }
    // Who has asked for events is told in one as well.
    let failed = format!("{{\"event\":\"failed\",\"code\":{code},");
    let is_refusal = |line: &String| line.starts_with(&failed);
    assert!(
        exit.stdout.len() <= 1 && exit.stdout.iter().all(is_refusal),
        "a refusal is for people: {exit:?}"
    );
    assert!(
        !exit.stderr.contains("panicked") && !exit.stderr.contains("backtrace"),
        "{}",
        exit.stderr
    );
    exit
}

/// A flag that is misspelt.
async fn unknown_flag_is_named() {
    expect_refusal(
        Program::new(&["--no-tor", "--verbos"]),
        USAGE,
        &["--verbos"],
    )
    .await;
}

/// A command that is misspelt.
async fn unknown_command_is_named() {
    expect_refusal(Program::new(&["sreve", "--no-tor"]), USAGE, &["sreve"]).await;
}

/// A room on the host's own network would be one that anybody there reads, and knows whose it is. It is
/// refused before anything is opened, so the port does not matter.
async fn address_that_others_reach_is_refused() {
    for address in [
        "0.0.0.0:1",
        "192.168.1.20:8181",
        "10.0.0.1:0",
        "[::]:8181",
        "[fe80::1]:8181",
        "8.8.8.8:53",
    ] {
        expect_refusal(
            Program::new(&["--no-tor", "--listen", address]),
            USAGE,
            &["loopback", address],
        )
        .await;
    }
    // A file is no way around it.
    let program = Program::new(&["--config", "room.toml"]);
    program.file("room.toml", "no_tor = true\nlisten = \"0.0.0.0:1\"\n");
    let exit = program.run().await;
    assert!(
        matches!(exit.code, Some(USAGE | CONFIG)) && exit.stderr.contains("loopback"),
        "{exit:?}"
    );
}

/// Half an address, and a name that somebody else resolves.
async fn address_that_is_none_is_refused() {
    for address in ["", "8181", "127.0.0.1", "127.0.0.1:99999", "example.com:80"] {
        expect_refusal(
            Program::new(&["--no-tor", "--listen", address]),
            USAGE,
            &["--listen"],
        )
        .await;
    }
}

/// One sentence that names the address, since the host will have to choose another one or end what is
/// there.
async fn taken_port_is_named() {
    let other = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = other.local_addr().expect("an address").to_string();
    let exit = expect_refusal(
        Program::new(&["--no-tor", "--listen", &address]),
        UNAVAILABLE,
        &[&address],
    )
    .await;
    let lines = exit
        .stderr
        .lines()
        .filter(|line| !line.trim().is_empty())
        .count();
    assert_eq!(lines, 1, "more than a sentence:\n{}", exit.stderr);
}

/// A room whose configuration is not there does not start with another one.
async fn missing_file_is_named() {
    expect_refusal(
        Program::new(&["--no-tor", "--config", "missing.toml"]),
        CONFIG,
        &["missing.toml"],
    )
    .await;
}

/// Runs a room whose file has this content.
async fn expect_faulty(content: &str, words: &[&str]) {
    let program = Program::new(&[
        "--no-tor",
        "--listen",
        "127.0.0.1:0",
        "--config",
        "room.toml",
    ]);
    program.file("room.toml", content);
    expect_refusal(program, CONFIG, words).await;
}

/// A key that is misspelt would be a wish silently not heard.
async fn unknown_key_is_named() {
    expect_faulty("titel = \"x\"\n", &["titel", "room.toml"]).await;
    expect_faulty("title = \"x\"\nmax-streams = 3\n", &["max-streams"]).await;
    expect_faulty("config = \"other.toml\"\n", &["config"]).await;
    expect_faulty("[room]\ntitle = \"x\"\n", &["room"]).await;
}

/// Where the value stands is enough to find it.
async fn value_of_a_wrong_type_is_shown() {
    expect_faulty("max_streams = \"many\"\n", &["room.toml", "line 1"]).await;
    expect_faulty("\nno_tor = \"yes\"\n", &["room.toml", "line 2"]).await;
    expect_faulty(
        "title = \"x\"\noutput = \"xml\"\n",
        &["room.toml", "line 2"],
    )
    .await;
}

/// A file of another format, or a broken one.
async fn file_that_is_no_toml_is_named() {
    expect_faulty("title = \n", &["room.toml"]).await;
    expect_faulty("\u{0}\u{1}\u{2}", &["room.toml"]).await;
}

/// A limit that is not understood must not become another one in silence.
async fn limit_that_is_no_number_is_refused() {
    for value in ["many", "-1", "1.5", ""] {
        expect_refusal(
            Room::program(&[&format!("--max-streams={value}")]),
            USAGE,
            &["max-streams"],
        )
        .await;
        let exit = Room::program(&[]).env("MAX_STREAMS", value).run().await;
        assert_eq!(exit.code, Some(USAGE), "MAX_STREAMS={value:?}: {exit:?}");
    }
}

/// A room without `--listen` is where the seed's is. This machine may have one there already, and then the
/// program says so.
async fn port_of_the_seed_is_the_default() {
    const SEED: &str = "127.0.0.1:8181";
    let taken = std::net::TcpStream::connect(SEED).is_ok();
    let program = Program::new(&["--no-tor", "--output", "json"]);
    if taken {
        expect_refusal(program, UNAVAILABLE, &[SEED]).await;
    } else {
        let room = Room::run(program).await;
        assert_eq!(room.address.to_string(), SEED);
    }
}
